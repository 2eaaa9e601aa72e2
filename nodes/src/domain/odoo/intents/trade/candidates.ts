/** What a person needs to find the right order: what this one still waits for, and where else the material is ordered. */
import { z } from 'zod';
import type { Failure } from '../../../failure.ts';
import type { Erp } from '../../../ports.ts';
import { text } from '../../amount.ts';
import { findProduct, type Product } from '../../materials.ts';
import type { MaterialRef } from '../../order-intent.ts';
import { refusal, type Where } from '../../refusals.ts';
import { type Domain, decimal, rows } from '../../rows.ts';
import { OPEN, PURCHASE_LINE, type Purchase } from './purchase.ts';

const named = z.tuple([z.number(), z.string()]).transform(([, name]) => name);
const row = z.object({
  id: z.number(),
  order_id: named,
  product_id: z.union([named, z.literal(false).transform(() => 'a text')]),
  product_qty: decimal,
  qty_received: decimal,
});
const SHOWN = 6;

/** A material that is not on the order. */
export async function notOnOrder(erp: Erp, where: Where, order: Purchase, product: Product): Promise<Failure> {
  const here = await open(erp, [['order_id', '=', order.id]], ({ product_id, rest }) => `${product_id} (${rest})`);
  const there = await elsewhere(erp, product);
  const waits = here.length > 0 ? `it waits for ${here.join(', ')}` : 'it waits for nothing more';
  return refusal('no-purchase-line', where, `${product.name} is not on ${order.name}; ${waits}; ${there}`);
}

/** An order that nobody knows: where its first material is ordered. */
export async function namingCandidates(
  erp: Erp,
  where: Where,
  failure: Failure,
  material: MaterialRef | undefined,
): Promise<Failure> {
  if (failure.code !== 'purchase-not-found' || !material) return failure;
  const product = await findProduct(erp, material, where);
  if (!product.ok) return failure;
  return refusal('purchase-not-found', where, await elsewhere(erp, product.value));
}

async function elsewhere(erp: Erp, product: Product): Promise<string> {
  const domain: Domain = [
    ['product_id', '=', product.id],
    ['state', 'in', OPEN],
  ];
  const found = await open(erp, domain, ({ order_id, rest }) => `${order_id} (${rest})`);
  return found.length > 0 ? `${product.name} is open on ${found.join(', ')}` : `${product.name} is open on no order`;
}

/** Newest first. An explanation that cannot be had is left out: the refusal stands without it. */
async function open(
  erp: Erp,
  domain: Domain,
  say: (line: z.output<typeof row> & { readonly rest: string }) => string,
): Promise<readonly string[]> {
  const found = await rows(erp, { model: PURCHASE_LINE, row, domain, order: 'id desc', limit: 50 });
  if (!found.ok) return [];
  return found.value
    .map((line) => ({ ...line, rest: text(line.product_qty.minus(line.qty_received)) }))
    .filter(({ rest }) => Number(rest) > 0)
    .slice(0, SHOWN)
    .map(say);
}
