/** What a count is compared with, and what is said about it afterwards. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { type Amount, equal, text } from '../../amount.ts';
import { refusal } from '../../refusals.ts';
import { recordRefSchema, standing, type Task } from '../spec.ts';
import { type Goods, goodsFields, goodsOf, quantityOrNone } from './goods.ts';
import { onHand, totalOf } from './on-hand.ts';
import type { Place } from './places.ts';

export const schema = z.strictObject({
  kind: z.literal('count'),
  ...standing,
  ...goodsFields,
  /** All of it that lies in the place, packed goods included. */
  quantity: quantityOrNone,
  place: recordRefSchema,
  /** What the books said when the count began; when they say something else by now the count is out of date. */
  expected: quantityOrNone.optional(),
  /** Number of the count sheet. */
  reference: z.string().min(1).optional(),
});
export type Count = z.output<typeof schema>;

export interface Counting {
  readonly goods: Goods;
  readonly place: Place;
  readonly name: string;
}

export interface Book {
  readonly total: Amount;
  readonly packed: Amount;
}

/** What the books say now, refused when it is not what the count began with. */
export async function bookOf(task: Task<Count>, counting: Counting): Promise<Result<Book>> {
  const heaps = await onHandAt(task, counting);
  if (!heaps.ok) return heaps;
  const total = totalOf(heaps.value);
  const { expected } = task.intent;
  if (expected !== undefined) {
    const goods = await goodsOf(task, { ...task.intent, quantity: expected }, true);
    if (!goods.ok) return goods;
    if (!equal(goods.value.quantity, total, counting.goods.digits)) {
      return fail(refusal('count-outdated', task.where, `${text(goods.value.quantity)} then, ${text(total)} now`));
    }
  }
  return ok({ total, packed: totalOf(heaps.value.filter((heap) => heap.package !== undefined)) });
}

export const onHandAt = ({ erp }: Task<Count>, { goods: { product, lot, digits }, place }: Counting) =>
  onHand(erp, { product: product.id, lot, location: place.id, digits });

export const receiptOf = (
  { where }: Task<Count>,
  { goods, place, name }: Counting,
  before: Amount | undefined,
  verdict: Receipt['verdict'],
): Receipt => ({
  verdict,
  summary: `${where.attempted} at ${place.name}`,
  records: [{ model: 'product.product', id: goods.product.id, name: goods.product.name }],
  readBack: { counted: text(goods.quantity), ...(before === undefined ? {} : { before: text(before) }), move: name },
});
