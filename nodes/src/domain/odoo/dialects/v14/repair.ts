/** Repairs in Odoo 14: parts are lines of the repair and name their lot and both their places. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { text } from '../../amount.ts';
import { decimal, rows } from '../../rows.ts';
import type { RepairTable, ShownPart } from '../repair.ts';

const row = z.object({ id: z.number(), state: z.string(), product_uom_qty: decimal });

async function parts(erp: Erp, ids: readonly number[]): Promise<Result<ShownPart[]>> {
  const found = await rows(erp, { model: 'repair.line', row, domain: [['id', 'in', ids]] });
  if (!found.ok) return found;
  return ok(
    found.value.map(({ id, state, product_uom_qty }) => ({ id, isDone: state === 'done', quantity: product_uom_qty })),
  );
}

export const repair14: RepairTable = {
  partModel: 'repair.line',
  scrapMark: ['scrap_location', '=', true],
  // No date of a warranty is made up, and nothing is invoiced by the plant.
  orderCells: ({ unit }, { bench }) => ({
    ...{ 'product_uom/.id': String(unit), product_qty: '1', invoice_method: 'none' },
    'location_id/.id': String(bench),
  }),
  partCells: (order, part, { store, production, scrap }) => {
    const [from, to] = part.use === 'add' ? [store, production] : [production, scrap ?? store];
    return {
      ...{ 'repair_id/.id': String(order), type: part.use, name: part.name, price_unit: '0' },
      ...{ 'product_id/.id': String(part.product), 'product_uom/.id': String(part.unit) },
      ...{ product_uom_qty: text(part.quantity), 'lot_id/.id': part.lot === undefined ? '' : String(part.lot) },
      ...{ 'location_id/.id': String(from), 'location_dest_id/.id': String(to) },
    };
  },
  // The line has said it from the beginning.
  fill: async () => ok(undefined),
  parts,
};
