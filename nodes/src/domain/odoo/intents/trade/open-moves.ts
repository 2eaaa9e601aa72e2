/** What the open receipts of purchase order lines still wait for. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { type Amount, sum, ZERO } from '../../amount.ts';
import type { TradeTable } from '../../dialects/trade.ts';
import { decimal, one, oneOrNone, rows } from '../../rows.ts';
import type { PurchaseLine } from './purchase.ts';

export interface OpenMove {
  readonly id: number;
  readonly picking: number;
  readonly unit: number;
  readonly source: number;
  readonly destination: number;
  /** Still expected by it, in its unit. */
  readonly open: Amount;
  /** On the line of the order, in its unit. */
  readonly ordered: Amount;
}

const row = z.object({
  id: z.number(),
  picking_id: oneOrNone,
  purchase_line_id: one,
  product_uom: one,
  product_uom_qty: decimal,
  location_id: one,
  location_dest_id: one,
});

/** In the order of `lines`. A line whose quantity was raised has several moves in Odoo 19 (measured). */
export async function openMoves(
  erp: Erp,
  table: TradeTable,
  lines: readonly PurchaseLine[],
): Promise<Result<readonly OpenMove[]>> {
  const ids = lines.map(({ id }) => id);
  const found = await rows(erp, {
    model: 'stock.move',
    row,
    domain: [
      ['purchase_line_id', 'in', ids],
      ['state', 'not in', ['draft', 'done', 'cancel']],
      // A return to the supplier belongs to the same line.
      ['location_id.usage', '=', 'supplier'],
    ],
    order: 'id',
  });
  if (!found.ok) return found;
  const moves = found.value.filter(({ picking_id }) => picking_id !== undefined);
  if (moves.length === 0) return ok([]);
  const taken = await table.lines(erp, [['move_id', 'in', moves.map(({ id }) => id)]]);
  if (!taken.ok) return taken;
  return ok(
    moves
      .map((move) => ({
        id: move.id,
        picking: move.picking_id ?? 0,
        unit: move.product_uom,
        source: move.location_id,
        destination: move.location_dest_id,
        open: move.product_uom_qty.minus(
          sum(taken.value.filter((line) => line.move === move.id).map(({ moved }) => moved)),
        ),
        ordered: lines.find(({ id }) => id === move.purchase_line_id)?.product_qty ?? ZERO,
        rank: ids.indexOf(move.purchase_line_id),
      }))
      .sort((a, b) => a.rank - b.rank),
  );
}
