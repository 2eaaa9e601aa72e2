/** What of lots no hold can reach any more: shipped, or used up by orders. It goes into the recall list of a person. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { type Amount, sum } from '../../amount.ts';
import { rows } from '../../rows.ts';
import { type GroupLot, idsOf, type LotGroup } from './lot-group.ts';
import { type LotLine, named } from './lot-line.ts';
import type { OpenLine } from './lot-lines.ts';

export interface Shipped {
  readonly lot: GroupLot;
  readonly quantity: Amount;
  /** Names of the deliveries. */
  readonly by: readonly string[];
  /** The same with the customers that Odoo has on them. */
  readonly to: readonly string[];
}

export interface Gone {
  readonly shipped: readonly Shipped[];
  /** Orders that have used it and are not closed: what they make is in no genealogy yet. */
  readonly orders: readonly string[];
}

export async function whereItWent(group: LotGroup, consumed: readonly OpenLine[]): Promise<Result<Gone>> {
  const { erp, book, lots } = group;
  const orders = [...new Set(consumed.flatMap(({ order }) => order?.name ?? []))];
  const ofLots = [
    ['lot_id', 'in', idsOf(group)],
    ['state', '=', 'done'],
  ] as const;
  const out = await book.readLines(erp, [...ofLots, ['location_dest_id.usage', '=', 'customer']]);
  if (!out.ok) return out;
  if (out.value.length === 0) return ok({ shipped: [], orders });
  const back = await book.readLines(erp, [...ofLots, ['location_id.usage', '=', 'customer']]);
  if (!back.ok) return back;
  const customers = await customersOf(group, out.value);
  if (!customers.ok) return customers;
  const of = (lines: readonly LotLine[], { id }: GroupLot) => lines.filter(({ lot }) => lot?.id === id);
  const total = (lines: readonly LotLine[]): Amount => sum(lines.map(({ quantity }) => quantity));
  const shipped = [...lots.values()].flatMap((lot) => {
    const own = of(out.value, lot);
    const quantity = total(own).minus(total(of(back.value, lot)));
    if (!quantity.greaterThan(0)) return [];
    const by = new Map(own.flatMap(({ picking }) => (picking ? [[picking.id, picking.name] as const] : [])));
    const to = [...by].map(([id, name]) => [name, customers.value.get(id)].filter(Boolean).join(' to '));
    return [{ lot, quantity, by: [...new Set(by.values())], to }];
  });
  return ok({ shipped, orders });
}

const delivery = z.object({ id: z.number(), partner_id: named });

async function customersOf(
  { erp }: LotGroup,
  lines: readonly LotLine[],
): Promise<Result<ReadonlyMap<number, string | undefined>>> {
  const ids = [...new Set(lines.flatMap(({ picking }) => picking?.id ?? []))];
  const found = await rows(erp, { model: 'stock.picking', row: delivery, domain: [['id', 'in', ids]] });
  return found.ok ? ok(new Map(found.value.map(({ id, partner_id }) => [id, partner_id?.name]))) : found;
}
