/** Lines of a bill of materials: brought to the snapshot one by one, each a record of its own; strangers are removed. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { externalId } from '../../binding.ts';
import { readConstants } from '../../deps.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import { act, rows } from '../../rows.ts';
import type { Values } from '../records/record.ts';
import { findRecord } from '../references.ts';
import type { RecordRef, Task } from '../spec.ts';
import type { UpsertBom } from './bom.ts';
import { idOf, unitOf, upsertMaster } from './master.ts';
import { templateOf } from './template.ts';

interface Line {
  readonly model: string;
  /** Field of the bill that lists them. */
  readonly list: string;
  readonly externalId: string;
  readonly values: Values;
  readonly fixed: Values;
}

export interface Lines {
  /** Whether anything had to be changed. */
  settle(bill: number): Promise<Result<boolean>>;
}

const LISTS = {
  'mrp.bom.line': 'bom_line_ids',
  'mrp.bom.byproduct': 'byproduct_ids',
  'mrp.routing.workcenter': 'operation_ids',
} as const;
type LineModel = keyof typeof LISTS;

/** Everything is looked up and every unit checked before the first line is written. */
export async function bomLines(task: Task<UpsertBom>, unit: number): Promise<Result<Lines>> {
  const { intent } = task;
  const own = await fits(task, intent.quantity.uom, unit);
  if (!own.ok) return own;
  const lines: Line[] = [];
  const { components, byproducts = [], operations = [] } = intent;
  const parts: [LineModel, UpsertBom['components']][] = [
    ['mrp.bom.line', components],
    ['mrp.bom.byproduct', byproducts],
  ];
  for (const [model, all] of parts) {
    for (const [at, part] of all.entries()) {
      const line = await partLine(task, model, part, at);
      if (!line.ok) return line;
      lines.push(line.value);
    }
  }
  for (const [at, operation] of operations.entries()) {
    const line = await operationLine(task, operation, at);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  return ok({ settle: (bill) => settle(task, bill, lines) });
}

async function partLine(
  task: Task<UpsertBom>,
  model: LineModel,
  part: UpsertBom['components'][number],
  at: number,
): Promise<Result<Line>> {
  const product = await templateOf(task, part.material);
  if (!product.ok) return product;
  const same = await fits(task, part.quantity.uom, product.value.unit);
  if (!same.ok) return same;
  const unit = await unitOf(task, part.quantity.uom);
  if (!unit.ok) return unit;
  // By-products have no order in 14; nobody misses it in 19.
  const order = model === 'mrp.bom.line' ? { sequence: at + 1 } : {};
  const values = { product_qty: part.quantity.value, product_uom_id: unit.value, ...order };
  return ok(lineOf(task, model, part.id, values, { product_id: product.value.id }));
}

async function operationLine(
  task: Task<UpsertBom>,
  operation: NonNullable<UpsertBom['operations']>[number],
  at: number,
): Promise<Result<Line>> {
  const centre = await centreOf(task, operation.workCentre);
  if (!centre.ok) return centre;
  const { id, name, minutes } = operation;
  const values = {
    name,
    workcenter_id: centre.value,
    sequence: at + 1,
    time_mode: 'manual',
    time_cycle_manual: minutes,
  };
  return ok(lineOf(task, 'mrp.routing.workcenter', id, values, {}));
}

async function centreOf({ erp, where }: Task<UpsertBom>, ref: RecordRef): Promise<Result<number>> {
  const found = await findRecord(erp, 'mrp.workcenter', ref, where);
  return found.ok ? ok(found.value.id) : found;
}

const lineOf = ({ intent }: Task<UpsertBom>, model: LineModel, id: string, values: Values, fixed: Values): Line => ({
  model,
  list: LISTS[model],
  externalId: externalId(LISTS[model], `${idOf(intent)}.${id}`),
  values,
  fixed,
});

/** Odoo converts kilograms into litres without a word; the common root is checked by our own book of units. */
async function fits({ erp, profile, deps, where }: Task<UpsertBom>, code: string, unit: number): Promise<Result<void>> {
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const constants = await readConstants(erp, dialect.value, deps);
  if (!constants.ok) return constants;
  const factor = constants.value.units.factor(code, unit, where);
  return factor.ok ? ok(undefined) : factor;
}

async function settle(task: Task<UpsertBom>, bill: number, lines: readonly Line[]): Promise<Result<boolean>> {
  let isChanged = false;
  const kept = new Map<string, number[]>(Object.values(LISTS).map((list) => [list, []]));
  for (const line of lines) {
    const done = await upsertMaster(task, { ...line, natural: [], fixed: { ...line.fixed, bom_id: bill } });
    if (!done.ok) return done;
    isChanged ||= done.value.verdict === 'posted';
    kept.get(line.list)?.push(done.value.id);
  }
  for (const [model, list] of Object.entries(LISTS).filter(([, name]) => isNamed(task.intent, name))) {
    const removed = await removeOthers(task, bill, { model, list, kept: kept.get(list) ?? [] });
    if (!removed.ok) return removed;
    isChanged ||= removed.value;
  }
  return ok(isChanged);
}

/** A list that the message does not name is not emptied: whoever owns it says so. */
const isNamed = ({ byproducts, operations }: UpsertBom, list: string): boolean =>
  (list !== 'byproduct_ids' || byproducts !== undefined) && (list !== 'operation_ids' || operations !== undefined);

async function removeOthers(
  { erp }: Task<UpsertBom>,
  bill: number,
  { model, list, kept }: { model: string; list: string; kept: readonly number[] },
): Promise<Result<boolean>> {
  const domain = [
    ['bom_id', '=', bill],
    ['id', 'not in', kept],
  ] as const;
  const strangers = await rows(erp, { model, row: z.object({ id: z.number() }), domain });
  if (!strangers.ok || strangers.value.length === 0) return strangers.ok ? ok(false) : strangers;
  const commands = strangers.value.map(({ id }) => [2, id, 0]);
  const written = await act(erp, 'mrp.bom', 'write', [bill], { vals: { [list]: commands } }, { repeatable: true });
  return written.ok ? ok(true) : written;
}
