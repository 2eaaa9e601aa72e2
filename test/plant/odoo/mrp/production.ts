/** Manufacturing orders: their fields and buttons. What the buttons do is in the files beside. */
import { constraintError, userError } from '../orm/error.ts';
import {
  boolean,
  char,
  datetime,
  float,
  integer,
  many2many,
  many2one,
  one2many,
  quantity,
  related,
  selection,
} from '../orm/field.ts';
import { all, each, type Model, model, silently, single } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { roundTo } from '../orm/value.ts';
import { TRACKING } from '../product/models.ts';
import { convertUnit } from '../product/uom.ts';
import { assignMoves, unreserveMoves } from '../stock/assign.ts';
import { CONSUMPTION } from './bom.ts';
import { markDone } from './close.ts';
import { insistOnUniqueName, prepareOrder, writeOrders } from './header.ts';
import { cancelOrders, confirmOrders, planOrders, unplanOrder } from './lifecycle.ts';
import { generateSerial } from './lots.ts';
import { planDraft } from './plan.ts';
import { byproductsOf, setQtyProducing } from './quantity.ts';
import { PRODUCTION_STATES, producedQuantity, refreshProduction, reservationState } from './state.ts';

const notScrap = (move: Rec): boolean => move.one('location_dest_id')?.text('usage') !== 'inventory';
const idsOf = (records: readonly Rec[]): number[] => records.map((record) => record.id);
const openMoves = (order: Rec): Rec[] =>
  [...order.many('move_finished_ids'), ...order.many('move_raw_ids')].filter(
    (move) => !['done', 'cancel'].includes(move.text('state')),
  );

export const group = model({
  name: 'mrp.production.group',
  label: 'Production Group',
  access: 'rwc',
  fields: { name: char({ required: true }), production_ids: one2many('mrp.production', 'production_group_id') },
});

export const production: Model = model({
  name: 'mrp.production',
  label: 'Manufacturing Order',
  access: 'rwcu',
  order: 'priority desc, date_start asc, id',
  fields: {
    name: char({ copy: false, label: 'Reference' }),
    priority: selection({ 0: 'Normal', 1: 'Urgent' }, { default: '0', label: 'Priority' }),
    backorder_sequence: integer({ copy: false }),
    origin: char({ copy: false, label: 'Source' }),
    product_id: many2one('product.product', { required: true, label: 'Product' }),
    product_tracking: related('product_id.tracking', TRACKING),
    product_tmpl_id: related('product_id.product_tmpl_id', many2one('product.template')),
    production_group_id: many2one('mrp.production.group', { copy: false }),
    product_qty: quantity({ required: true, label: 'Quantity To Produce' }),
    product_uom_id: many2one('uom.uom', { required: true, label: 'Unit' }),
    product_uom_qty: quantity({
      compute: (order) =>
        convertUnit(order.num('product_qty'), order.must('product_uom_id'), order.must('product_id').must('uom_id')),
    }),
    lot_producing_ids: many2many('stock.lot', { copy: false, label: 'Lot/Serial Number' }),
    qty_producing: quantity({ copy: false, label: 'Quantity Producing' }),
    qty_produced: float({ compute: producedQuantity }),
    picking_type_id: many2one('stock.picking.type', { required: true }),
    location_src_id: many2one('stock.location', { required: true }),
    location_dest_id: many2one('stock.location', { required: true }),
    production_location_id: many2one('stock.location', {
      compute: (order) => order.env.search('stock.location', [['usage', '=', 'production']], 'id')[0]?.id ?? false,
    }),
    date_deadline: datetime({ copy: false }),
    date_start: datetime({ required: true, default: (now) => now, copy: false, label: 'Start' }),
    date_finished: datetime({ copy: false, label: 'End' }),
    is_planned: boolean({
      compute: (order) =>
        order.many('workorder_ids').some((work) => work.get('date_start') && work.get('date_finished')),
    }),
    bom_id: many2one('mrp.bom', { label: 'Bill of Material' }),
    state: selection(PRODUCTION_STATES, { default: 'draft', copy: false, label: 'State' }),
    reservation_state: selection(
      { confirmed: 'Waiting', assigned: 'Ready', waiting: 'Waiting Another Operation' },
      { compute: reservationState },
    ),
    move_raw_ids: one2many('stock.move', 'raw_material_production_id', { filter: notScrap }),
    move_finished_ids: one2many('stock.move', 'production_id', { filter: notScrap }),
    all_move_raw_ids: one2many('stock.move', 'raw_material_production_id'),
    all_move_ids: one2many('stock.move', 'production_id'),
    move_byproduct_ids: {
      type: 'one2many',
      relation: 'stock.move',
      inverseField: 'production_id',
      compute: (order) => idsOf(byproductsOf(order)),
    },
    finished_move_line_ids: {
      type: 'one2many',
      relation: 'stock.move.line',
      compute: (order) => order.many('move_finished_ids').flatMap((move) => idsOf(move.many('move_line_ids'))),
    },
    workorder_ids: one2many('mrp.workorder', 'production_id'),
    scrap_ids: one2many('stock.scrap', 'production_id'),
    scrap_count: integer({ compute: (order) => order.many('scrap_ids').length }),
    unbuild_ids: one2many('mrp.unbuild', 'mo_id'),
    user_id: many2one('res.users'),
    company_id: many2one('res.company', { required: true }),
    consumption: selection(CONSUMPTION, { required: true, default: 'flexible', readonly: true }),
    is_locked: boolean({ default: true, copy: false }),
    propagate_cancel: boolean(),
    duration: float({ compute: (order) => sumOf(order, 'duration') }),
    duration_expected: float({ compute: (order) => sumOf(order, 'duration_expected') }),
    mrp_production_backorder_count: integer({
      compute: (order) => order.one('production_group_id')?.many('production_ids').length ?? 0,
    }),
  },
  prepare: prepareOrder,
  create: (_env, vals, base) => {
    const order = base(vals);
    if (order.env.context.mrp_backorder !== true) planDraft(order, vals);
    return order;
  },
  write: writeOrders,
  unlink: (records, base) => {
    cancelOrders(records);
    for (const order of records)
      for (const work of order.many('workorder_ids')) if (work.text('state') !== 'done') work.unlink();
    base();
  },
  changed: (order, fields) => {
    if (fields.some((name) => ['qty_producing', 'product_qty', 'product_uom_id'].includes(name)))
      refreshProduction(order);
  },
  check: (order, fields) => {
    if (fields.includes('product_qty') && order.num('product_qty') <= 0)
      throw constraintError('The quantity to produce must be positive!', 'product_qty');
    if (fields.includes('name')) insistOnUniqueName(order);
    if (
      fields.includes('lot_producing_ids') &&
      order.text('product_tracking') === 'lot' &&
      order.many('lot_producing_ids').length > 1
    )
      throw userError('You cannot set more than 1 lot');
  },
  methods: {
    action_confirm: all((orders) => {
      confirmOrders(orders);
      return true;
    }),
    action_assign: each((order) => assignMoves(order.many('move_raw_ids'))),
    do_unreserve: silently((order) => unreserveMoves(openMoves(order))),
    set_qty_producing: single((order) => {
      setQtyProducing(order, false);
      return undefined;
    }),
    button_mark_done: all((orders, _args, env) => markDone(env, orders)),
    action_cancel: all((orders) => {
      cancelOrders(orders);
      return true;
    }),
    action_generate_serial: single(generateSerial),
    action_start: single((order) => {
      if (order.text('state') === 'confirmed') order.write({ state: 'progress' });
      return undefined;
    }),
    button_plan: all((orders) => {
      planOrders(orders);
      return true;
    }),
    button_unplan: silently(unplanOrder),
    message_post: all(() => true, ['**kwargs']),
    activity_schedule: all(() => true, ['**kwargs']),
  },
});

const sumOf = (order: Rec, field: string): number =>
  roundTo(
    order.many('workorder_ids').reduce((sum, work) => sum + work.num(field), 0),
    6,
  );
