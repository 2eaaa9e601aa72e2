/** The step that brings goods to the place where a delivery takes them, in deliveries of two and three steps. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { one, oneOrNone, rows } from '../../rows.ts';
import type { Place } from './places.ts';
import type { Stock } from './validate.ts';

export type PickStep =
  /** It ends where the goods were brought to. */
  | { readonly kind: 'open'; readonly id: number }
  /** Steps are open, none of which ends there. */
  | { readonly kind: 'elsewhere' }
  /** Somebody has done them all in Odoo. */
  | { readonly kind: 'done' }
  /** The delivery takes its goods from stock. */
  | { readonly kind: 'none' };

const moveRow = z.object({
  id: z.number(),
  picking_id: oneOrNone,
  location_dest_id: one,
  state: z.string(),
  move_orig_ids: z.array(z.number()),
});
type Move = z.output<typeof moveRow>;

/** Pick, pack and ship: no delivery has more steps before it. */
const MOST_STEPS = 3;

export async function pickStep({ erp }: Stock, delivery: number, place: Place): Promise<Result<PickStep>> {
  const read = (field: 'id' | 'picking_id', values: readonly number[]): Promise<Result<Move[]>> =>
    rows(erp, { model: 'stock.move', row: moveRow, domain: [[field, 'in', values]], order: 'id' });
  const own = await read('picking_id', [delivery]);
  if (!own.ok) return own;
  const before: Move[] = [];
  let origins = own.value.flatMap(({ move_orig_ids }) => move_orig_ids);
  for (let step = 0; step < MOST_STEPS && origins.length > 0; step += 1) {
    const found = await read('id', origins);
    if (!found.ok) return found;
    // What comes out of manufacturing is no step of the delivery.
    const steps = found.value.filter(({ picking_id }) => picking_id !== undefined);
    before.push(...steps);
    origins = steps.flatMap(({ move_orig_ids }) => move_orig_ids);
  }
  const open = before.filter(({ state }) => state !== 'done' && state !== 'cancel');
  const fitting = open.find(({ location_dest_id }) => place.path.includes(location_dest_id));
  if (fitting?.picking_id !== undefined) return ok({ kind: 'open', id: fitting.picking_id });
  if (open.length > 0) return ok({ kind: 'elsewhere' });
  return ok({ kind: before.length > 0 ? 'done' : 'none' });
}
