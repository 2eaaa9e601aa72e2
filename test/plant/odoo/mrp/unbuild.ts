/** Unbuilding: the reverse of a done order. `action_validate` looks at no state, twice unbuilds twice. */
import { nextByCode } from '../base/sequence.ts';
import { constraintError, userError } from '../orm/error.ts';
import { char, many2one, one2many, quantity, selection } from '../orm/field.ts';
import { each, model, single } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { type Json, roundTo } from '../orm/value.ts';
import { unitOf } from '../product/models.ts';
import { compareUnit, convertUnit, roundUnit } from '../product/uom.ts';
import { completeMoves } from '../stock/done.ts';
import { availableQuantity } from '../stock/quant.ts';
import { lineValues } from '../stock/quantity.ts';
import { producedQuantity } from './state.ts';

/** Every done move of the order runs backwards, for its share. */
function unbuild(record: Rec): void {
  const order = record.one('mo_id');
  if (!order)
    throw userError(
      'Please specify a manufacturing order.\nIt will allow us to retrieve the lots/serial numbers of the correct components and/or byproducts.',
    );
  if (record.must('product_id').text('tracking') !== 'none' && !record.get('lot_id'))
    throw userError('You should provide a lot number for the final product.');
  if (order.text('state') !== 'done') throw userError('You cannot unbuild a undone manufacturing order.');
  const factor = record.num('product_qty') / producedQuantity(order);
  const done = (move: Rec): boolean => move.text('state') === 'done';
  const back = [...order.many('move_finished_ids').filter(done), ...order.many('move_raw_ids').filter(done)].map(
    (move) => reverse(record, move, factor),
  );
  completeMoves(back, { cancelRest: true });
  record.write({ state: 'done' });
}

function reverse(record: Rec, move: Rec, factor: number): Rec {
  const made = move.get('production_id') !== false;
  const demand = roundTo(move.num('quantity') * factor, 6);
  const copy = record.env.create('stock.move', {
    product_id: move.get('product_id'),
    product_uom: move.get('product_uom'),
    product_uom_qty: demand,
    location_id: made ? record.get('location_id') : move.get('location_dest_id'),
    location_dest_id: made ? move.get('location_id') : record.get('location_dest_id'),
    unbuild_id: record.id,
    state: 'confirmed',
    origin: record.get('name'),
  });
  let left = copy.num('product_uom_qty');
  const own = move.get('product_id') === record.get('product_id');
  for (const line of move.many('move_line_ids')) {
    const taken = Math.min(left, roundUnit(line.must('product_uom_id'), line.num('quantity')));
    if (taken <= 0) continue;
    left -= taken;
    record.env.create('stock.move.line', {
      ...lineValues(copy, taken, { lot_id: own ? record.get('lot_id') : line.get('lot_id') }),
      picked: true,
    });
  }
  copy.write({ picked: true });
  return copy;
}

function validate(record: Rec): Json {
  const item = record.must('product_id');
  const place = { product: item, location: record.must('location_id'), lot: record.one('lot_id') };
  const wanted = convertUnit(record.num('product_qty'), record.must('product_uom_id'), unitOf(item));
  if (compareUnit(unitOf(item), availableQuantity(record.env, place, true), wanted) >= 0) {
    unbuild(record);
    return true;
  }
  return {
    name: `${item.displayName}: Insufficient Quantity To Unbuild`,
    view_mode: 'form',
    res_model: 'stock.warn.insufficient.qty.unbuild',
    view_id: 0,
    type: 'ir.actions.act_window',
    context: {
      default_product_id: item.id,
      default_location_id: record.get('location_id'),
      default_unbuild_id: record.id,
      default_quantity: wanted,
      default_product_uom_name: unitOf(item).text('name'),
    },
    target: 'new',
  };
}

export const unbuildOrder = model({
  name: 'mrp.unbuild',
  label: 'Unbuild Order',
  access: 'rwcu',
  order: 'id desc',
  fields: {
    name: char({ readonly: true, copy: false, default: 'New' }),
    product_id: many2one('product.product', { required: true }),
    product_qty: quantity({ required: true, default: 1 }),
    product_uom_id: many2one('uom.uom', { required: true }),
    bom_id: many2one('mrp.bom'),
    mo_id: many2one('mrp.production'),
    lot_id: many2one('stock.lot'),
    company_id: many2one('res.company', { required: true }),
    location_id: many2one('stock.location', { required: true }),
    location_dest_id: many2one('stock.location', { required: true }),
    state: selection({ draft: 'Draft', done: 'Done' }, { default: 'draft', copy: false }),
    produce_line_ids: one2many('stock.move', 'unbuild_id'),
  },
  prepare: (env, vals) => {
    const order = typeof vals.mo_id === 'number' ? env.browse('mrp.production', vals.mo_id) : undefined;
    vals.product_id ||= order?.get('product_id') ?? false;
    vals.bom_id ||= order?.get('bom_id') ?? false;
    if (typeof vals.product_id === 'number')
      vals.product_uom_id ||= env.browse('product.product', vals.product_id).get('uom_id');
    vals.company_id ||= env.user.get('company_id');
    const stock = env.search('stock.warehouse')[0]?.get('lot_stock_id') ?? false;
    vals.location_id ||= order?.get('location_dest_id') ?? stock;
    vals.location_dest_id ||= order?.get('location_src_id') ?? stock;
    if (!vals.name || vals.name === 'New') vals.name = nextByCode(env, 'mrp.unbuild');
  },
  check: (record) => {
    if (record.num('product_qty') <= 0) throw constraintError('The quantity to unbuild must be positive!');
  },
  methods: { action_validate: single(validate), action_unbuild: each(unbuild) },
});
