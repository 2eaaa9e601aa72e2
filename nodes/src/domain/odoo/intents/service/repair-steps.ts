/** The steps of a repair, each from the state before it only, and the proof at its end. */
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { equal, text } from '../../amount.ts';
import type { RepairPart, RepairTable } from '../../dialects/repair.ts';
import { type Product, resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { act, createOnce } from '../../rows.ts';
import { questionIn } from '../../wizard.ts';
import { findRecord } from '../references.ts';
import type { Task } from '../spec.ts';
import { orderName, partName, REPAIR, type RepairOrder, readOrder } from './repair-order.ts';
import { benchOf, partsThere, placesOf } from './repair-places.ts';
import type { Repair } from './repair-schema.ts';

export interface Plan {
  readonly table: RepairTable;
  readonly product: Product;
  readonly lot: number;
  readonly parts: readonly RepairPart[];
  /** Decimals Odoo keeps. */
  readonly digits: number;
}

export interface Opened {
  readonly order: number;
  readonly parts: readonly number[];
}

/** Order and parts, each created once. */
export async function open(task: Task<Repair>, plan: Plan): Promise<Result<Opened>> {
  const { erp, intent, where } = task;
  const { table, product, lot } = plan;
  const bench = await benchOf(task, product, lot);
  if (!bench.ok) return bench;
  const places = await placesOf(task, bench.value, table);
  if (!places.ok) return places;
  const there = await partsThere(task, plan.parts, places.value, plan.digits);
  if (!there.ok) return there;
  const { customer } = intent;
  const partner = customer === undefined ? ok(undefined) : await findRecord(erp, 'res.partner', customer, where);
  if (!partner.ok) return partner;
  const order = await createOnce(erp, REPAIR, {
    ...{ id: orderName(task), 'product_id/.id': String(product.id), 'lot_id/.id': String(lot) },
    ...(partner.value === undefined ? {} : { 'partner_id/.id': String(partner.value.id) }),
    internal_notes: [intent.repair, ...(intent.summary === undefined ? [] : [intent.summary])].join(': '),
    ...table.orderCells(product, places.value, intent.underWarranty),
  });
  if (!order.ok) return order;
  const parts: number[] = [];
  for (const [index, part] of plan.parts.entries()) {
    const cells = { id: partName(task, index), ...table.partCells(order.value, part, places.value) };
    const made = await createOnce(erp, table.partModel, cells);
    if (!made.ok) return made;
    parts.push(made.value);
  }
  return ok({ order: order.value, parts });
}

const STEPS = [
  ['draft', 'action_validate'],
  ['confirmed', 'action_repair_start'],
  ['under_repair', 'action_repair_end'],
] as const;

export async function take(task: Task<Repair>, plan: Plan, { order, parts }: Opened): Promise<Result<RepairOrder>> {
  const { erp, where } = task;
  let now = await readOrder(task, order);
  for (const [state, method] of STEPS) {
    if (!now.ok) return now;
    if (now.value.state !== state) continue;
    const filled = state === 'under_repair' ? await fillAll(task, plan, parts) : ok(undefined);
    if (!filled.ok) return filled;
    const answer = await act(erp, REPAIR, method, [order], {}, { repeatable: true });
    now = await readOrder(task, order);
    // Another attempt may have been faster; then Odoo refuses and the state has moved all the same.
    if (!now.ok || now.value.state !== state) continue;
    if (!answer.ok) return answer;
    return fail(questionIn(answer.value, where) ?? refusal('not-posted', where, `${now.value.name} is ${state}`));
  }
  return now;
}

async function fillAll(task: Task<Repair>, { table, parts }: Plan, ids: readonly number[]): Promise<Result<void>> {
  for (const [index, part] of parts.entries()) {
    const filled = await table.fill(task.erp, `${partName(task, index)}~line`, ids[index] ?? 0, part);
    if (!filled.ok) return filled;
  }
  return ok(undefined);
}

export async function readBack(
  task: Task<Repair>,
  { table, parts, digits }: Plan,
  order: RepairOrder,
  verdict: Receipt['verdict'],
): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  if (order.state !== 'done') return fail(refusal('not-posted', where, `${order.name} is ${order.state}`));
  const ids: number[] = [];
  for (const index of parts.keys()) {
    const id = await resolveExternalId(erp, partName(task, index), table.partModel, where);
    if (!id.ok) return id.failure.code === 'unmapped' ? fail(refusal('repair-over', where, order.name)) : id;
    ids.push(id.value);
  }
  const shown = await table.parts(erp, ids);
  if (!shown.ok) return shown;
  const open = parts.filter(({ quantity }, index) => {
    const there = shown.value.find(({ id }) => id === ids[index]);
    return !there?.isDone || !equal(there.quantity, quantity, digits);
  });
  const names = open.map(({ name, quantity }) => `${text(quantity)} of ${name}`).join(', ');
  if (open.length > 0) return fail(refusal(verdict === 'already' ? 'repair-over' : 'not-posted', where, names));
  const lotsOf = (use: 'add' | 'remove') =>
    intent.parts.filter((part) => part.use === use).map(({ lot, material }) => lot ?? material.id);
  return ok({
    verdict,
    summary: `${where.attempted} on ${where.on}: ${order.name} done`,
    records: [{ model: REPAIR, id: order.id, name: order.name, state: order.state }],
    readBack: { put: lotsOf('add'), takenOut: lotsOf('remove') },
  });
}
