/**
 * Why goods are not where they were taken from. A scanner is quicker than a completion: what is still being made is
 * waited for. What lies somewhere else is for a person.
 */
import { z } from 'zod';
import type { Failure } from '../../../failure.ts';
import { fail, ok, type Result } from '../../../ports.ts';
import { sum, text } from '../../amount.ts';
import { refusal, type Where } from '../../refusals.ts';
import { type Domain, decimal, rows } from '../../rows.ts';
import { lotIsHeld } from '../quality/held.ts';
import type { Task } from '../spec.ts';
import type { Goods } from './goods.ts';

/** A lot that Odoo does not know yet comes with its completion or receipt. */
export const asNotYet = (failure: Failure, where: Where): Failure =>
  failure.code === 'lot-unknown' ? refusal('waiting-for-goods', where, failure.reason) : failure;

export interface Absent {
  readonly goods: Goods;
  readonly lotName: string | undefined;
  /** Where too little lies, with everything inside. */
  readonly from: number;
  /** Where they shall go: what lies there was brought before. */
  readonly to: number;
}

const heap = z.object({
  location_id: z.tuple([z.number(), z.string()]).transform(([, name]) => name),
  quantity: decimal,
});

type Asked = Pick<Task<unknown>, 'erp' | 'profile' | 'where'>;

export async function whyAbsent<T>({ erp, profile, where }: Asked, absent: Absent): Promise<Result<T>> {
  const { product, lot, quantity } = absent.goods;
  const name = absent.lotName ?? product.name;
  if (lot !== undefined) {
    const held = await lotIsHeld(erp, profile, { id: lot, name, place: absent.from });
    if (!held.ok) return held;
    if (held.value !== undefined) return fail(refusal('lot-on-hold', where, held.value));
  }
  const elsewhere = await heapsOutside(erp, absent);
  if (!elsewhere.ok) return elsewhere;
  const there = sum(elsewhere.value.map((one) => one.quantity));
  const places = [...new Set(elsewhere.value.map(({ location_id }) => location_id))].join(', ');
  const seen = there.greaterThan(0) ? `${text(there)} of ${name} at ${places}` : `none of ${name}`;
  if (there.lessThan(quantity)) return fail(refusal('waiting-for-goods', where, seen));
  const expected = await isBeingMade(erp, product.id);
  if (!expected.ok) return expected;
  return fail(refusal(expected.value ? 'waiting-for-goods' : 'goods-elsewhere', where, seen));
}

function heapsOutside(erp: Asked['erp'], { goods, from, to }: Absent) {
  const domain: Domain = [
    ['product_id', '=', goods.product.id],
    ['lot_id', '=', goods.lot ?? false],
    ['location_id.usage', 'in', ['internal', 'transit']],
    ['quantity', '>', 0],
    '!',
    ['location_id', 'child_of', [from, to]],
  ];
  return rows(erp, { model: 'stock.quant', row: heap, domain });
}

/** An order that makes more of it is open, so there may be more to come. */
async function isBeingMade(erp: Asked['erp'], product: number): Promise<Result<boolean>> {
  const open = await rows(erp, {
    model: 'stock.move',
    row: z.object({ id: z.number() }),
    domain: [
      ['production_id', '!=', false],
      ['product_id', '=', product],
      ['state', 'not in', ['draft', 'done', 'cancel']],
    ],
    limit: 1,
  });
  return open.ok ? ok(open.value.length > 0) : open;
}
