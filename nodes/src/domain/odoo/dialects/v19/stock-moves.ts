/** Lines of a transfer in Odoo 19: one quantity, and a mark that says it was picked. */
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
  quantity: decimal,
  state: z.string(),
});

async function lines(erp: Erp, picking: number): Promise<Result<MovedLine[]>> {
  const domain = [['picking_id', '=', picking] as const];
  const found = await rows(erp, { model: 'stock.move.line', row: line, domain, order: 'id' });
  if (!found.ok) return found;
  return ok(
    found.value.map(({ id, product_id, product_uom_id, lot_id, package_id, quantity, state }) => ({
      id,
      product: product_id,
      unit: product_uom_id,
      lot: lot_id,
      package: package_id,
      quantity,
      state,
    })),
  );
}

export const stockMoves19: StockMoves = {
  moves: 'move_ids',
  moved: 'quantity',
  moveCells: {},
  lineCells: { picked: '1' },
  packageModel: 'stock.package',
  returnCells: (picking) => ({ 'return_id/.id': String(picking) }),
  countsBy: 'quant',
  filled: 'assigned',
  lines,
};
