/** Which package goods are in after they were moved: Odoo refuses one that would lie in two places. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import type { Amount } from '../../amount.ts';
import { decimal, one, rows } from '../../rows.ts';

const quantRow = z.object({ id: z.number(), package_id: one, location_id: one, quantity: decimal });

export interface Inside {
  readonly quant: number;
  readonly place: number;
  readonly quantity: Amount;
}

export interface Packing {
  readonly stock: { readonly id: number; readonly package_id?: number | undefined };
  readonly quantity: Amount;
  readonly to: number;
  /** The package that they shall be in. */
  readonly wanted: number | undefined;
}

/** Asked for one move after the other, in the order in which they are made. */
export type Packages = (packing: Packing) => number | undefined;

/** What is in these packages now; `ids` may repeat and hold gaps. */
export async function readPackages(erp: Erp, ids: readonly (number | undefined)[]): Promise<Result<Packages>> {
  const wanted = [...new Set(ids.flatMap((id) => id ?? []))];
  if (wanted.length === 0) return ok(() => undefined);
  const found = await rows(erp, {
    model: 'stock.quant',
    row: quantRow,
    domain: [
      ['package_id', 'in', wanted],
      ['quantity', '!=', 0],
    ],
    order: 'id',
  });
  if (!found.ok) return found;
  const inside = new Map<number, Inside[]>(wanted.map((id) => [id, []]));
  for (const { id, package_id, location_id, quantity } of found.value)
    inside.get(package_id)?.push({ quant: id, place: location_id, quantity });
  return ok(packagesWith(inside));
}

export function packagesWith(inside: Map<number, readonly Inside[]>): Packages {
  return ({ stock, quantity, to, wanted }) => {
    const { package_id: from } = stock;
    if (from !== undefined) inside.set(from, without(inside.get(from) ?? [], stock.id, quantity));
    const others = wanted === undefined ? undefined : inside.get(wanted);
    if (wanted === undefined || !others?.every(({ place }) => place === to)) return undefined;
    inside.set(wanted, [...others, { quant: 0, place: to, quantity }]);
    return wanted;
  };
}

const without = (inside: readonly Inside[], quant: number, quantity: Amount): Inside[] =>
  inside.flatMap((one) => {
    if (one.quant !== quant) return [one];
    const left = one.quantity.minus(quantity);
    return left.greaterThan(0) ? [{ ...one, quantity: left }] : [];
  });
