/** Manufacturing orders that need a material before it comes: a task for whoever is responsible for each, once. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { oneOrNone, rows, textOrNone } from '../../rows.ts';
import { todoOnce } from '../quality/notes.ts';
import type { Task } from '../spec.ts';
import type { Confirm } from './confirm-schema.ts';
import type { Purchase } from './purchase.ts';

/** A line that comes later than planned, or not at all. */
export interface Late {
  readonly product: number;
  /** Day on which it comes. */
  readonly day?: string;
}

/** Orders that reserved their share already are safe. */
const NEEDY = ['waiting', 'confirmed', 'partially_available'];
const MOST = 20;

const moveRow = z.object({
  id: z.number(),
  product_id: z.tuple([z.number(), z.string()]),
  raw_material_production_id: oneOrNone,
  date: textOrNone,
});
const orderRow = z.object({ id: z.number(), name: z.string(), state: z.string(), user_id: oneOrNone });

export const atRiskSchema = z.object({
  id: z.number(),
  name: z.string(),
  user: z.number().optional(),
  product: z.number(),
  /** What is said about the material. */
  said: z.string(),
});
export type AtRisk = z.output<typeof atRiskSchema>;

/** The ones that need it first in front. */
export async function ordersAtRisk(erp: Erp, late: readonly Late[]): Promise<Result<AtRisk[]>> {
  const found: AtRisk[] = [];
  for (const one of late) {
    const needy = await needing(erp, one);
    if (!needy.ok) return needy;
    found.push(...needy.value);
  }
  return ok(found);
}

async function needing(erp: Erp, { product, day }: Late): Promise<Result<readonly AtRisk[]>> {
  const moves = await rows(erp, {
    model: 'stock.move',
    row: moveRow,
    domain: [
      ['product_id', '=', product],
      ['raw_material_production_id', '!=', false],
      ['state', 'in', NEEDY],
      ...(day === undefined ? [] : [['date', '<', `${day} 00:00:00`] as const]),
    ],
    order: 'date, id',
    limit: MOST,
  });
  if (!moves.ok) return moves;
  const ids = [...new Set(moves.value.flatMap((move) => move.raw_material_production_id ?? []))];
  if (ids.length === 0) return ok([]);
  const orders = await rows(erp, { model: 'mrp.production', row: orderRow, domain: [['id', 'in', ids]] });
  if (!orders.ok) return orders;
  return ok(
    ids.flatMap((id) => {
      const order = orders.value.find((one) => one.id === id);
      const move = moves.value.find((one) => one.raw_material_production_id === id);
      if (!order || !move) return [];
      const coming = day === undefined ? 'is refused by the supplier' : `comes ${day}`;
      const said = `${coming}, needed ${move.date?.slice(0, 10) ?? 'now'}`;
      const { name, user_id: user } = order;
      return [{ id, name, product, ...(user === undefined ? {} : { user }), said: `${move.product_id[1]} ${said}` }];
    }),
  );
}

export async function tellAtRisk(
  { erp, intent }: Task<Confirm>,
  order: Purchase,
  orders: readonly AtRisk[],
): Promise<Result<void>> {
  for (const { id, product, user, said } of orders) {
    const summary = `Material at risk: ${order.name}, ${said}`;
    const todo = { summary, lines: [summary], user, due: intent.at.slice(0, 10) };
    const asked = await todoOnce(erp, `${intent.key}.${product}.${id}`, { model: 'mrp.production', id }, todo);
    if (!asked.ok) return asked;
  }
  return ok(undefined);
}
