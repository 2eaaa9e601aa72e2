/** `set_qty_producing`: components and by-products follow what is being produced. Writing `qty_producing` alone does not. */
import type { Rec } from '../orm/record.ts';
import { isZeroUnit, roundUnit } from '../product/uom.ts';
import { setQuantityDone } from '../stock/quantity.ts';
import { unitFactor } from './move.ts';
import { producedQuantity } from './state.ts';

const isByproduct = (order: Rec, move: Rec): boolean =>
  move.get('production_id') === order.id && move.get('product_id') !== order.get('product_id');

export const byproductsOf = (order: Rec): Rec[] =>
  order.many('move_finished_ids').filter((move) => isByproduct(order, move));

/** `pickManual` also picks components whose consumption is recorded by hand. */
export function setQtyProducing(order: Rec, pickManual: boolean): void {
  countSerials(order);
  const serial = order.must('product_id').text('tracking') === 'serial';
  const made = order.many('move_finished_ids').filter((move) => isByproduct(order, move) || serial);
  for (const move of [...order.many('move_raw_ids'), ...made]) follow(order, move, pickManual);
}

/** Serial numbers: as many are produced as there are numbers. */
function countSerials(order: Rec): void {
  if (order.must('product_id').text('tracking') !== 'serial') return;
  const producing = order.num('qty_producing');
  if (producing === order.num('product_qty')) return;
  order.set({ qty_producing: order.many('lot_producing_ids').length });
}

function follow(order: Rec, move: Rec, pickManual: boolean): void {
  const byproduct = isByproduct(order, move);
  const manual = move.flag('manual_consumption');
  if (move.flag('picked') && (byproduct || manual)) return;
  if (
    ['done', 'cancel'].includes(move.text('state')) ||
    isZeroUnit(move.must('product_uom'), move.num('product_uom_qty'))
  )
    return;
  const wanted = (order.num('qty_producing') - producedQuantity(order)) * unitFactor(move);
  setQuantityDone(move, roundUnit(move.must('product_uom'), wanted));
  const isComponent = move.get('raw_material_production_id') !== false;
  const pickable = isComponent || move.must('product_id').text('tracking') !== 'serial';
  if ((!manual || pickManual) && move.num('quantity') > 0 && !byproduct && pickable) move.write({ picked: true });
}
