/** Lines of a transfer in Odoo 14: reserved and done are two quantities, and only what is done is ours. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { decimal, one, oneOrNone, rows } from '../../rows.ts';
import type { MovedLine, StockMoves } from '../stock-moves.ts';

const line = z.object({
  id: z.number(),
  product_id: one,
  product_uom_id: one,
  lot_id: oneOrNone,
  package_id: oneOrNone,
  qty_done: decimal,
  state: z.string(),
});

async function lines(erp: Erp, picking: number): Promise<Result<MovedLine[]>> {
  const domain = [['picking_id', '=', picking] as const];
  const found = await rows(erp, { model: 'stock.move.line', row: line, domain, order: 'id' });
  if (!found.ok) return found;
  return ok(
    found.value.map(({ id, product_id, product_uom_id, lot_id, package_id, qty_done, state }) => ({
      id,
      product: product_id,
      unit: product_uom_id,
      lot: lot_id,
      package: package_id,
      quantity: qty_done,
      state,
    })),
  );
}

export const stockMoves14: StockMoves = {
  moves: 'move_lines',
  moved: 'qty_done',
  moveCells: { name: 'Plantwire' },
  lineCells: {},
  packageModel: 'stock.quant.package',
  returnCells: () => ({}),
  countsBy: 'transfer',
  filled: 'draft',
  lines,
};
