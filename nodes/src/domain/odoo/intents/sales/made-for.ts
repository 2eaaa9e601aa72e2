/**
 * Sales orders that wait for what a manufacturing order makes: along the moves, from what it finishes to what leaves. In
 * 14 the procurement group of the order is its own, in 19 a field names the line; the moves say it in both (measured).
 */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { oneOrNone, rows, textOrNone } from '../../rows.ts';
import { SALE } from './sale.ts';

/** Storing, picking, packing and shipping, and a step to spare. */
const MOST_STEPS = 6;

const move = z.object({
  id: z.number(),
  sale_line_id: oneOrNone,
  move_dest_ids: z.array(z.number()),
  state: z.string(),
});
const line = z.object({ id: z.number(), order_id: oneOrNone });
const order = z.object({
  id: z.number(),
  name: z.string(),
  state: z.string(),
  commitment_date: textOrNone,
  client_order_ref: textOrNone,
  user_id: oneOrNone,
});
export type Waiting = z.output<typeof order>;

/** Those that have not left yet; oldest first. */
export async function madeFor(erp: Erp, orders: readonly number[]): Promise<Result<Waiting[]>> {
  const lines = new Set<number>();
  let found = await rows(erp, { model: 'stock.move', row: move, domain: [['production_id', 'in', [...orders]]] });
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (!found.ok) return found;
    for (const { sale_line_id: id, state } of found.value)
      if (id !== undefined && state !== 'done' && state !== 'cancel') lines.add(id);
    const next = [...new Set(found.value.flatMap(({ move_dest_ids: ids }) => ids))];
    if (next.length === 0) break;
    found = await rows(erp, { model: 'stock.move', row: move, domain: [['id', 'in', next]] });
  }
  if (lines.size === 0) return ok([]);
  const sold = await rows(erp, { model: 'sale.order.line', row: line, domain: [['id', 'in', [...lines]]] });
  if (!sold.ok) return sold;
  const ids = [...new Set(sold.value.flatMap(({ order_id: id }) => id ?? []))];
  return rows(erp, { model: SALE, row: order, domain: [['id', 'in', ids]], order: 'id' });
}
