/** Lines of lots in Odoo 19. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { type LotLine, type LotRows, named } from '../../intents/quality/lot-line.ts';
import { type Domain, decimal, one, oneOrNone, rows } from '../../rows.ts';

const row = z.object({
  id: z.number(),
  move_id: oneOrNone,
  picking_id: named,
  product_id: one,
  lot_id: named,
  location_id: one,
  location_dest_id: one,
  package_id: oneOrNone,
  result_package_id: oneOrNone,
  owner_id: oneOrNone,
  quantity_product_uom: decimal,
  picked: z.boolean(),
});

async function readLines(erp: Erp, domain: Domain): Promise<Result<LotLine[]>> {
  const found = await rows(erp, { model: 'stock.move.line', row, domain, order: 'id' });
  if (!found.ok) return found;
  return ok(
    found.value.map((line) => ({
      id: line.id,
      move: line.move_id,
      lot: line.lot_id,
      product: line.product_id,
      from: line.location_id,
      to: line.location_dest_id,
      quantity: line.quantity_product_uom,
      isPicked: line.picked,
      picking: line.picking_id,
      package: line.package_id,
      into: line.result_package_id,
      owner: line.owner_id,
    })),
  );
}

export const lotRows19: LotRows = {
  lotModel: 'stock.lot',
  readLines,
  holdsStock: [['quantity', '>', 0]],
  unpicked: { picked: false },
  lineColumns: (quantity) => ({ quantity, picked: '1' }),
  lineValues: (quantity) => ({ quantity, picked: true }),
  asksAccess: { method: 'has_access', ids: [], args: { operation: 'read' } },
};
