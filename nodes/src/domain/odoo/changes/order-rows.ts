/** An order with everything that hangs on it, as Odoo has it now: its parts, operations and materials. */
import { z } from 'zod';
import type { Failure } from '../../failure.ts';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import type { Amount } from '../amount.ts';
import { type Domain, decimal, one, oneOrNone, rows, textOrNone } from '../rows.ts';
import type { OrderTables } from './order-tables.ts';

const written = { id: z.number(), write_date: z.string(), write_uid: oneOrNone };
const WRITTEN = z.object(written);

const partRow = z.object({
  ...written,
  name: z.string(),
  state: z.enum(['draft', 'confirmed', 'progress', 'to_close', 'done', 'cancel']),
  product_id: one,
  product_qty: decimal,
  product_uom_id: one,
  bom_id: oneOrNone,
  priority: textOrNone,
  backorder_sequence: z.number(),
});
const operationRow = z.object({
  ...written,
  production_id: one,
  workcenter_id: one,
  duration_expected: z.number(),
  state: z.string(),
});
const materialRow = z.object({
  ...written,
  raw_material_production_id: oneOrNone,
  production_id: oneOrNone,
  product_id: one,
  product_uom_qty: decimal,
  product_uom: one,
  state: z.string(),
  workorder_id: oneOrNone,
});

export type Part = z.output<typeof partRow> & {
  readonly start?: string;
  readonly end?: string;
  readonly group?: number;
};
export type Operation = z.output<typeof operationRow>;
export type Material = z.output<typeof materialRow>;

export interface OrderRows {
  /** What its parts have in common; an order that was never split is its own. */
  readonly root: string;
  readonly parts: readonly Part[];
  /** Cancelled ones included: who wrote them last tells who cancelled. */
  readonly operations: readonly Operation[];
  readonly materials: readonly Material[];
}

/** Cancelled rows ask for nothing. */
export const alive = (order: OrderRows): OrderRows => ({
  ...order,
  operations: order.operations.filter(({ state }) => state !== 'cancel'),
  materials: order.materials.filter(({ state }) => state !== 'cancel'),
});
export const isOpen = ({ state }: Part): boolean => ['confirmed', 'progress', 'to_close'].includes(state);
export const rootOf = ({ id, group }: Part): string => (group === undefined ? `m${id}` : `g${group}`);
export const total = (parts: readonly Part[]): Amount =>
  parts.map((part) => part.product_qty).reduce((sum, quantity) => sum.plus(quantity));

/** Orders that change all the time are looked at again with the next poll. */
const TRIES = 4;

/**
 * Whole orders that these records are parts of, as they were at one time: several calls read them, and what is cancelled
 * or changed between two of them would look like a change that nobody made.
 */
export async function readOrders(erp: Erp, tables: OrderTables, ids: readonly number[]): Promise<Result<OrderRows[]>> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const read = await readOnce(erp, tables, ids);
    if (!read.ok) return read;
    const parts = read.value.flatMap((order) => order.parts);
    const again = await readParts(erp, tables, [['id', 'in', parts.map(({ id }) => id)]]);
    if (!again.ok) return again;
    const now = new Map(again.value.map((part) => [part.id, JSON.stringify(part)]));
    if (parts.length === now.size && parts.every((part) => now.get(part.id) === JSON.stringify(part))) return read;
  }
  return fail(moving(ids));
}

async function readOnce(erp: Erp, tables: OrderTables, ids: readonly number[]): Promise<Result<OrderRows[]>> {
  const asked = await readParts(erp, tables, [['id', 'in', ids]]);
  if (!asked.ok) return asked;
  const groups = asked.value.flatMap(({ group }) => (group === undefined ? [] : [group]));
  const grouped = groups.length > 0 ? await readParts(erp, tables, [[tables.group, 'in', groups]]) : ok([]);
  if (!grouped.ok) return grouped;
  const parts = [...new Map([...asked.value, ...grouped.value].map((part) => [part.id, part])).values()];
  const numbers = parts.map(({ id }) => id);
  const operations = await rows(erp, {
    ...{ model: 'mrp.workorder', row: operationRow, order: 'id' },
    domain: [['production_id', 'in', numbers]],
  });
  if (!operations.ok) return operations;
  const materials = await rows(erp, {
    ...{ model: 'stock.move', row: materialRow, order: 'id' },
    domain: [
      ...['|', ['raw_material_production_id', 'in', numbers] as const, ['production_id', 'in', numbers] as const],
      tables.notScrap,
    ],
  });
  return materials.ok ? ok(sorted(parts, operations.value, materials.value)) : materials;
}

async function readParts(erp: Erp, tables: OrderTables, domain: Domain): Promise<Result<Part[]>> {
  const { group, start, end } = tables;
  const row = partRow.extend({ [group]: oneOrNone, [start]: textOrNone, [end]: textOrNone });
  const found = await rows(erp, { model: 'mrp.production', row, domain, order: 'backorder_sequence, id' });
  if (!found.ok) return found;
  return ok(
    found.value.map((part) => {
      const values = part as Record<string, unknown>;
      const [from, to] = [values[start], values[end]];
      return {
        ...part,
        ...(typeof from === 'string' ? { start: from } : {}),
        ...(typeof to === 'string' ? { end: to } : {}),
        ...(typeof values[group] === 'number' ? { group: values[group] } : {}),
      } as Part;
    }),
  );
}

function sorted(parts: readonly Part[], operations: readonly Operation[], materials: readonly Material[]): OrderRows[] {
  const roots = new Map<string, Part[]>();
  for (const part of parts) roots.set(rootOf(part), [...(roots.get(rootOf(part)) ?? []), part]);
  return [...roots].map(([root, own]) => {
    const ids = new Set(own.map(({ id }) => id));
    const isOwn = (id: number | undefined): boolean => id !== undefined && ids.has(id);
    return {
      ...{ root, parts: own },
      operations: operations.filter(({ production_id }) => isOwn(production_id)),
      materials: materials.filter((move) => isOwn(move.raw_material_production_id) || isOwn(move.production_id)),
    };
  });
}

type Written = z.output<typeof WRITTEN>;

/** The latest write of anything that belongs to the order, and whether all since `after` are ours. */
export function writesOf(order: OrderRows, after: string, ownUid: number | undefined): { upTo: string; ours: boolean } {
  const all: readonly Written[] = [...order.parts, ...order.operations, ...order.materials];
  const upTo = all.map(({ write_date }) => write_date.slice(0, 19)).reduce((one, other) => (one > other ? one : other));
  const since = all.filter(({ write_date }) => write_date.slice(0, 19) > after);
  return {
    upTo,
    ours: since.length > 0 && since.every(({ write_uid }) => write_uid === ownUid && ownUid !== undefined),
  };
}

const moving = (ids: readonly number[]): Failure => ({
  code: 'orders-moving',
  class: 'conflict',
  attempted: 'read orders as they are at one time',
  on: `mrp.production ${ids.slice(0, 5).join(', ')}`,
  reason: 'they changed each time while they were read',
  nextStep: 'Nothing: they are read again.',
});
