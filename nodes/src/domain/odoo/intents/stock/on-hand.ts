/** What lies in a place, and which of it a movement takes. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { type Amount, sum, ZERO } from '../../amount.ts';
import type { Portion } from '../../dialects/stock-moves.ts';
import { type Domain, decimal, one, oneOrNone, rows } from '../../rows.ts';

export interface Heap extends Portion {
  readonly id: number;
  readonly location: number;
}

export interface Wanted {
  readonly product: number;
  readonly lot: number | undefined;
  readonly location: number;
  /** Decimals Odoo keeps; its sums carry noise behind them. */
  readonly digits: number;
  /** Also what lies in places inside this one. */
  readonly deep?: boolean;
}

const quant = z.object({
  id: z.number(),
  location_id: one,
  lot_id: oneOrNone,
  package_id: oneOrNone,
  quantity: decimal,
});

/** Goods of other owners do not count: nobody may take them. Oldest first. */
export async function onHand(erp: Erp, { product, lot, location, digits, deep }: Wanted): Promise<Result<Heap[]>> {
  const domain: Domain = [
    ['product_id', '=', product],
    ['lot_id', '=', lot ?? false],
    ['location_id', deep ? 'child_of' : '=', location],
    ['owner_id', '=', false],
  ];
  const found = await rows(erp, { model: 'stock.quant', row: quant, domain, order: 'in_date, id' });
  if (!found.ok) return found;
  return ok(
    found.value.map(({ id, location_id, lot_id, package_id, quantity }) => ({
      id,
      location: location_id,
      lot: lot_id,
      package: package_id,
      quantity: quantity.toDecimalPlaces(digits),
    })),
  );
}

export const totalOf = (portions: readonly Portion[]): Amount => sum(portions.map(({ quantity }) => quantity));

/** Loose goods before packed ones, in the order given; `missing` is what nothing covers. */
export function take<H extends Portion>(heaps: readonly H[], quantity: Amount): { taken: H[]; missing: Amount } {
  const loose = heaps.filter((heap) => heap.package === undefined);
  const taken: H[] = [];
  let left = quantity;
  for (const heap of [...loose, ...heaps.filter((other) => other.package !== undefined)]) {
    if (!left.greaterThan(0)) break;
    if (!heap.quantity.greaterThan(0)) continue;
    const part = heap.quantity.lessThan(left) ? heap.quantity : left;
    taken.push({ ...heap, quantity: part });
    left = left.minus(part);
  }
  return { taken, missing: left.greaterThan(0) ? left : ZERO };
}
