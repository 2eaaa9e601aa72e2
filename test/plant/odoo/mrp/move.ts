/** Stock moves as manufacturing knows them: components of an order, products of an order. */

import type { Environment } from '../orm/environment.ts';
import { boolean, char, float, many2many, many2one, quantity, related } from '../orm/field.ts';
import type { Model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { type Json, roundTo, type Vals } from '../orm/value.ts';
import { roundUnit } from '../product/uom.ts';
import { assignMoves, confirmMoves } from '../stock/assign.ts';
import { linked, STOCK_MOVE, writeMoves } from '../stock/move.ts';
import { producedQuantity, refreshProduction } from './state.ts';

/** The order a move belongs to, as component or as product. */
export const orderOf = (move: Rec): Rec | undefined =>
  move.one('raw_material_production_id') ?? move.one('production_id');

/** Demand for one unit of the order. */
export const unitFactor = (move: Rec): number => {
  const order = orderOf(move);
  if (!order) return 1;
  return roundTo(move.num('product_uom_qty') / (order.num('product_qty') - producedQuantity(order) || 1), 9);
};

const shouldConsume = (move: Rec): number => {
  const order = move.one('raw_material_production_id');
  if (!order) return 0;
  return roundUnit(move.must('product_uom'), (order.num('qty_producing') - producedQuantity(order)) * unitFactor(move));
};

const reference = (move: Rec): Json => {
  return orderOf(move)?.get('name') ?? STOCK_MOVE.fields.reference?.compute?.(move) ?? false;
};

export const MRP_MOVE: Model = {
  ...STOCK_MOVE,
  fields: {
    ...STOCK_MOVE.fields,
    reference: char({ compute: reference }),
    production_id: many2one('mrp.production', { onDelete: 'cascade' }),
    raw_material_production_id: many2one('mrp.production', { onDelete: 'cascade' }),
    production_group_id: many2one('mrp.production.group'),
    unbuild_id: many2one('mrp.unbuild'),
    operation_id: many2one('mrp.routing.workcenter'),
    workorder_id: many2one('mrp.workorder', { copy: false }),
    bom_line_id: many2one('mrp.bom.line'),
    byproduct_id: many2one('mrp.bom.byproduct'),
    cost_share: float(),
    unit_factor: float({ compute: unitFactor }),
    should_consume_qty: quantity({ compute: shouldConsume }),
    manual_consumption: boolean({ copy: false }),
    order_finished_lot_ids: related('raw_material_production_id.lot_producing_ids', many2many('stock.lot')),
  },
  prepare: (env, vals) => {
    belongToOrder(env, vals);
    STOCK_MOVE.prepare?.(env, vals);
  },
  create: (env, vals, base) => {
    const move = linked(base(vals), vals);
    const order = orderOf(move);
    if (!order) return move;
    if (
      move.text('state') === 'draft' &&
      ['confirmed', 'progress', 'to_close'].includes(order.text('state')) &&
      env.context.mrp_quiet !== true
    )
      confirmMoves([move]);
    refreshProduction(order);
    return move;
  },
  write: (records, vals, base) => {
    writeMoves(records, vals, base);
    if (!('product_uom_qty' in vals)) return;
    for (const move of records) if (move.env.context.do_not_unreserve !== true && isUnderWay(move)) assignMoves([move]);
  },
  changed: (move, fields) => {
    if (!fields.some((name) => ['state', 'picked', 'quantity'].includes(name))) return;
    const order = orderOf(move);
    if (order?.exists) refreshProduction(order);
  },
};

/** A changed demand of a component is reserved anew at once. */
const isUnderWay = (move: Rec): boolean =>
  ['confirmed', 'progress', 'to_close'].includes(move.one('raw_material_production_id')?.text('state') ?? '');

/** Moves of an order take its places, its dates and its name, whatever the caller says. */
function belongToOrder(env: Environment, vals: Vals): void {
  const raw = vals.raw_material_production_id;
  const id = typeof raw === 'number' ? raw : vals.production_id;
  if (typeof id !== 'number') return;
  vals.picking_type_id ||= env.browse('mrp.production', id).get('picking_type_id');
  const toScrap =
    typeof vals.location_dest_id === 'number' &&
    env.browse('stock.location', vals.location_dest_id).text('usage') === 'inventory';
  if (toScrap) return;
  const order = env.browse('mrp.production', id);
  vals.origin = order.get('name');
  vals.production_group_id = order.get('production_group_id');
  if (typeof raw === 'number') {
    vals.location_dest_id = order.get('production_location_id');
    vals.location_id ||= order.get('location_src_id');
    if (['progress', 'to_close'].includes(order.text('state')) && order.num('qty_producing') > 0) vals.picked = true;
    return;
  }
  vals.location_id = order.get('production_location_id');
  vals.date = order.get('date_finished') || env.now;
  vals.location_dest_id ||= order.get('location_dest_id');
}
