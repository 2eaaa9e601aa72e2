/** Receipts and confirmations in Odoo 14: reserved and done are two quantities of a line. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { type Domain, decimal, one, rows } from '../../rows.ts';
import type { TradeTable, TransferLine } from '../trade.ts';

const row = z.object({
  id: z.number(),
  move_id: one,
  picking_id: one,
  product_uom_id: one,
  state: z.string(),
  qty_done: decimal,
});

async function lines(erp: Erp, domain: Domain): Promise<Result<TransferLine[]>> {
  const found = await rows(erp, { model: 'stock.move.line', row, domain, order: 'id' });
  if (!found.ok) return found;
  return ok(
    found.value.map(({ id, move_id, picking_id, product_uom_id, state, qty_done }) => ({
      id,
      move: move_id,
      picking: picking_id,
      unit: product_uom_id,
      isDone: state === 'done',
      moved: qty_done,
    })),
  );
}

export const trade14: TradeTable = {
  lines,
  movedCell: 'qty_done',
  lineCells: {},
  // Measured on 14.0: two lines of one receipt that name the same new lot are refused as duplicates of each other.
  namesLots: false,
  lineUnit: 'product_uom',
  confirmedMark: {},
};
