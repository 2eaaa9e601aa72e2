/** Receipts and confirmations in Odoo 19. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { ZERO } from '../../amount.ts';
import { type Domain, decimal, one, rows } from '../../rows.ts';
import type { TradeTable, TransferLine } from '../trade.ts';

const row = z.object({
  id: z.number(),
  move_id: one,
  picking_id: one,
  product_uom_id: one,
  state: z.string(),
  quantity: decimal,
  picked: z.boolean(),
});

async function lines(erp: Erp, domain: Domain): Promise<Result<TransferLine[]>> {
  const found = await rows(erp, { model: 'stock.move.line', row, domain, order: 'id' });
  if (!found.ok) return found;
  return ok(
    found.value.map(({ id, move_id, picking_id, product_uom_id, state, quantity, picked }) => ({
      id,
      move: move_id,
      picking: picking_id,
      unit: product_uom_id,
      isDone: state === 'done',
      moved: picked ? quantity : ZERO,
    })),
  );
}

export const trade19: TradeTable = {
  lines,
  movedCell: 'quantity',
  lineCells: { picked: '1' },
  namesLots: true,
  lineUnit: 'product_uom_id',
  confirmedMark: { acknowledged: true },
};
