/** Which part of a closed order is taken back, and whether there is enough of it left. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { type Amount, sum, text } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import type { OrderDocument } from '../../dialect.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { decimal, oneOrNone, rows } from '../../rows.ts';
import type { Task } from '../spec.ts';
import type { Order } from './order.ts';

export const UNBUILD = 'mrp.unbuild';

const row = z.object({
  id: z.number(),
  name: z.string(),
  state: z.string(),
  mo_id: oneOrNone,
  lot_id: oneOrNone,
  product_qty: decimal,
});
export type UnbuildRow = z.output<typeof row>;

export async function readUnbuild(erp: Erp, id: number): Promise<Result<UnbuildRow | undefined>> {
  const found = await rows(erp, { model: UNBUILD, row, domain: [['id', '=', id]] });
  return found.ok ? ok(found.value[0]) : found;
}

export interface Candidate {
  readonly part: OrderDocument;
  readonly lot: number | undefined;
  /** In the unit of the part. */
  readonly quantity: Amount;
}

interface Wanted {
  readonly key: string;
  readonly lot?: string | undefined;
}

export async function partToUnbuild(
  task: Task<Wanted>,
  order: Order,
  quantityIn: (unit: number) => Result<Amount>,
): Promise<Result<Candidate>> {
  const { where } = task;
  const done = order.parts.filter((part) => part.state === 'done');
  const [first] = done;
  if (!first) return fail(refusal('order-open', where, order.parts[0].name));
  const quantity = quantityIn(first.unit);
  if (!quantity.ok) return quantity;
  if (quantity.value.lessThanOrEqualTo(0)) return fail(refusal('unbuild-too-much', where, 'nothing is asked for'));
  const lot = await lotOf(task, order, first.product);
  if (!lot.ok) return lot;
  const taken = await takenBack(task, done);
  if (!taken.ok) return taken;
  const left = (part: OrderDocument): Amount =>
    part.produced.minus(sum(taken.value.filter((one) => one.mo_id === part.id).map((one) => one.product_qty)));
  const made = done.filter((part) => lot.value === undefined || part.lots.includes(lot.value));
  const part = made.findLast((candidate) => left(candidate).greaterThanOrEqualTo(quantity.value));
  if (part) return ok({ part, lot: lot.value, quantity: quantity.value });
  const detail = made.map((candidate) => `${text(left(candidate))} left of ${candidate.name}`).join(', ');
  return fail(refusal('unbuild-too-much', where, detail || 'no part has this lot'));
}

async function lotOf({ erp, intent, where }: Task<Wanted>, order: Order, product: number) {
  const tracked = await order.dialect.trackedAmong(erp, [product]);
  if (!tracked.ok) return tracked;
  if (tracked.value.length === 0) return ok(undefined);
  if (intent.lot === undefined) return fail(refusal('lot-missing', where));
  const lot = await order.dialect.findLot(erp, product, intent.lot);
  if (!lot.ok || lot.value !== undefined) return lot;
  return fail(refusal('lot-unknown', where, intent.lot));
}

/** What was taken back before this message; its own document is none of it. */
async function takenBack(task: Task<Wanted>, done: readonly OrderDocument[]): Promise<Result<UnbuildRow[]>> {
  const own = await resolveExternalId(task.erp, externalId('unbuild', task.intent.key), UNBUILD, task.where);
  if (!own.ok && own.failure.code !== 'unmapped') return own;
  const found = await rows(task.erp, {
    model: UNBUILD,
    row,
    domain: [
      ['mo_id', 'in', done.map((part) => part.id)],
      ['state', '=', 'done'],
    ],
  });
  return found.ok ? ok(found.value.filter((other) => !own.ok || other.id !== own.value)) : found;
}
