/** Repairs in Odoo 19. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { text } from '../../amount.ts';
import { createOnce, decimal, one, rows } from '../../rows.ts';
import type { RepairPart, RepairTable, ShownPart } from '../repair.ts';

const move = z.object({
  id: z.number(),
  location_id: one,
  location_dest_id: one,
  quantity: decimal,
  state: z.string(),
});

const movesOf = (erp: Erp, ids: readonly number[]) =>
  rows(erp, { model: 'stock.move', row: move, domain: [['id', 'in', ids]] });

/**
 * A part that is not picked is cancelled in silence when the repair ends. Beside a picked line Odoo drops what it reserved
 * by itself (19.0, measured), so nothing has to be taken away, which two attempts would do at once.
 */
async function fill(erp: Erp, name: string, id: number, part: RepairPart): Promise<Result<void>> {
  const found = await movesOf(erp, [id]);
  if (!found.ok) return found;
  const [shown] = found.value;
  if (!shown || ['done', 'cancel'].includes(shown.state)) return ok(undefined);
  const made = await createOnce(erp, 'stock.move.line', {
    ...{ id: name, 'move_id/.id': String(id), 'product_id/.id': String(part.product), picked: '1' },
    ...{ 'product_uom_id/.id': String(part.unit), quantity: text(part.quantity) },
    ...{ 'location_id/.id': String(shown.location_id), 'location_dest_id/.id': String(shown.location_dest_id) },
    ...(part.lot === undefined ? {} : { 'lot_id/.id': String(part.lot) }),
  });
  return made.ok ? ok(undefined) : made;
}

async function parts(erp: Erp, ids: readonly number[]): Promise<Result<ShownPart[]>> {
  const found = await movesOf(erp, ids);
  if (!found.ok) return found;
  return ok(found.value.map(({ id, state, quantity }) => ({ id, isDone: state === 'done', quantity })));
}

export const repair19: RepairTable = {
  partModel: 'stock.move',
  scrapMark: ['usage', '=', 'inventory'],
  orderCells: (_product, { bench, store }, underWarranty) => ({
    ...{ 'product_location_src_id/.id': String(bench), 'product_location_dest_id/.id': String(bench) },
    ...{ 'location_id/.id': String(store), under_warranty: underWarranty ? '1' : '' },
  }),
  partCells: (order, { use, product, quantity }) => ({
    ...{ 'repair_id/.id': String(order), repair_line_type: use },
    ...{ 'product_id/.id': String(product), product_uom_qty: text(quantity) },
  }),
  fill,
  parts,
};
