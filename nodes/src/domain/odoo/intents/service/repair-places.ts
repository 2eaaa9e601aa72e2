/** Where a repair happens: where the product lies, where parts come from and go to. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { text } from '../../amount.ts';
import { forVersion } from '../../dialects/choose.ts';
import type { RepairPart, RepairPlaces, RepairTable } from '../../dialects/repair.ts';
import { repair14 } from '../../dialects/v14/repair.ts';
import { repair19 } from '../../dialects/v19/repair.ts';
import type { Product } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { type Domain, decimal, one, rows } from '../../rows.ts';
import type { Task } from '../spec.ts';
import { onHand, totalOf } from '../stock/on-hand.ts';

export const repairTable = ({ profile }: Pick<Task<unknown>, 'profile'>): Result<RepairTable> =>
  forVersion(profile, { v14: repair14, v19: repair19 });

const quant = z.object({ id: z.number(), location_id: one, quantity: decimal });

/** The one place of the house where this serial number lies. */
export async function benchOf({ erp, where }: Task<unknown>, product: Product, lot: number): Promise<Result<number>> {
  const domain: Domain = [
    ['product_id', '=', product.id],
    ['lot_id', '=', lot],
    ['location_id.usage', '=', 'internal'],
    ['quantity', '>', 0],
  ];
  const found = await rows(erp, { model: 'stock.quant', row: quant, domain });
  if (!found.ok) return found;
  const places = [...new Set(found.value.map(({ location_id }) => location_id))];
  const [place, second] = places;
  if (place !== undefined && second === undefined) return ok(place);
  return fail(refusal('stock-short', where, `${product.name} lies in ${places.length} places of the house`));
}

const house = z.object({ id: z.number(), lot_stock_id: one });
const location = z.object({ id: z.number() });

export async function placesOf(task: Task<unknown>, bench: number, table: RepairTable): Promise<Result<RepairPlaces>> {
  const { erp, where } = task;
  const houses = await rows(erp, { model: 'stock.warehouse', row: house, domain: [], order: 'id', limit: 1 });
  if (!houses.ok) return houses;
  const production = await placeWith(task, ['usage', '=', 'production']);
  if (!production.ok) return production;
  const scrap = await placeWith(task, table.scrapMark);
  if (!scrap.ok) return scrap;
  const store = houses.value[0]?.lot_stock_id;
  if (store !== undefined && production.value !== undefined)
    return ok({ bench, store, production: production.value, scrap: scrap.value });
  return fail(refusal('outside-warehouse', where, 'no warehouse, or no place for production'));
}

async function placeWith({ erp }: Task<unknown>, mark: Domain[number]): Promise<Result<number | undefined>> {
  const found = await rows(erp, { model: 'stock.location', row: location, domain: [mark], order: 'id', limit: 1 });
  return found.ok ? ok(found.value[0]?.id) : found;
}

/** Odoo takes parts that are not there and its stock goes below zero. */
export async function partsThere(
  { erp, where }: Task<unknown>,
  parts: readonly RepairPart[],
  { store }: RepairPlaces,
  digits: number,
): Promise<Result<void>> {
  for (const { use, product, lot, quantity, name } of parts) {
    if (use === 'remove') continue;
    const heaps = await onHand(erp, { product, lot, location: store, digits, deep: true });
    if (!heaps.ok) return heaps;
    const there = totalOf(heaps.value);
    if (there.lessThan(quantity))
      return fail(refusal('stock-short', where, `${name}: ${text(quantity)} needed, ${text(there)} there`));
  }
  return ok(undefined);
}
