/** What of a done transfer has not come back yet, and what a return has to name so that its order counts it. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { type Amount, sum } from '../../amount.ts';
import { decimal, one, oneOrNone, rows } from '../../rows.ts';
import type { Stock } from './validate.ts';

export interface Returnable {
  readonly id: number;
  readonly picking: number;
  readonly product: number;
  readonly left: Amount;
  readonly from: number;
  readonly to: number;
  /** Cells of the move that takes it back. */
  readonly cells: Readonly<Record<string, string>>;
}

/** Fields that only some apps add; a return that leaves them out changes no delivered or received quantity. */
const TIES = ['sale_line_id', 'purchase_line_id'] as const;

const moveRow = z.object({
  id: z.number(),
  picking_id: one,
  product_id: one,
  product_qty: decimal,
  location_id: one,
  location_dest_id: one,
});

export async function returnable(stock: Stock, pickings: readonly number[]): Promise<Result<Returnable[]>> {
  const { erp } = stock;
  const done = await rows(erp, {
    model: 'stock.move',
    row: moveRow,
    domain: [
      ['picking_id', 'in', pickings],
      ['state', '=', 'done'],
    ],
    order: 'id',
  });
  if (!done.ok) return done;
  const ids = done.value.map(({ id }) => id);
  const back = await rows(erp, {
    model: 'stock.move',
    row: z.object({ id: z.number(), origin_returned_move_id: one, product_qty: decimal }),
    domain: [
      ['origin_returned_move_id', 'in', ids],
      ['state', '!=', 'cancel'],
    ],
  });
  if (!back.ok) return back;
  const ties = await tiesOf(stock, ids);
  if (!ties.ok) return ties;
  return ok(
    done.value.map((move) => ({
      id: move.id,
      picking: move.picking_id,
      product: move.product_id,
      left: move.product_qty.minus(
        sum(back.value.filter((one) => one.origin_returned_move_id === move.id).map((one) => one.product_qty)),
      ),
      from: move.location_id,
      to: move.location_dest_id,
      cells: { 'origin_returned_move_id/.id': String(move.id), ...ties.value.get(move.id) },
    })),
  );
}

type Ties = ReadonlyMap<number, Readonly<Record<string, string>>>;

/** Lines of orders that the moves belong to, as far as this database has such apps. */
async function tiesOf({ erp }: Stock, ids: readonly number[]): Promise<Result<Ties>> {
  const described = await erp.call({
    model: 'stock.move',
    method: 'fields_get',
    args: { attributes: ['type'] },
    repeatable: true,
  });
  if (!described.ok) return described;
  const names = Object.keys(z.record(z.string(), z.unknown()).safeParse(described.value).data ?? {});
  const known = TIES.filter((name) => names.includes(name));
  const fields: Record<string, typeof oneOrNone> = Object.fromEntries(known.map((name) => [name, oneOrNone]));
  const row = z.object({ id: z.number() }).extend(fields);
  const found = await rows(erp, { model: 'stock.move', row, domain: [['id', 'in', ids]] });
  if (!found.ok) return found;
  const refund = names.includes('to_refund') ? { to_refund: '1' } : {};
  return ok(
    new Map(
      found.value.map((move) => {
        const values: Readonly<Record<string, unknown>> = move;
        const tied = known.filter((name) => values[name] !== undefined);
        return [
          Number(values['id']),
          { ...refund, ...Object.fromEntries(tied.map((name) => [`${name}/.id`, String(values[name])])) },
        ];
      }),
    ),
  );
}
