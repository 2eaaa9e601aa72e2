/** What Odoo fills in when an order is created, and what follows when its header is written. */
import { nextOf } from '../base/sequence.ts';
import type { Environment } from '../orm/environment.ts';
import { constraintError, userError } from '../orm/error.ts';
import type { Rec } from '../orm/record.ts';
import { roundTo, type Vals } from '../orm/value.ts';
import { unitDigits } from '../product/uom.ts';
import { findBom } from './bom.ts';
import { unplanOrder } from './lifecycle.ts';
import { expectedMinutes, planDraft, refreshEnd } from './plan.ts';

export function insistOnUniqueName(order: Rec): void {
  const twins = order.env.store.referring('mrp.production', 'name', order.text('name'));
  if (twins.length > 1) throw constraintError('Reference must be unique per Company!');
}

/** What Odoo fills in when an order is created. */
export function prepareOrder(env: Environment, vals: Vals): void {
  const bom = typeof vals.bom_id === 'number' ? env.browse('mrp.bom', vals.bom_id) : undefined;
  vals.product_id ||= bom ? bom.get('product_id') || bom.must('product_tmpl_id').get('product_variant_id') : false;
  if (typeof vals.product_id !== 'number') return;
  const item = env.browse('product.product', vals.product_id);
  const used = bom ?? ('bom_id' in vals ? undefined : findBom(item));
  vals.bom_id = used?.id ?? false;
  if (!('product_qty' in vals)) vals.product_qty = used?.num('product_qty') ?? 1;
  vals.product_uom_id ||= used?.get('product_uom_id') ?? item.get('uom_id');
  const [type] = env.search('stock.picking.type', [['code', '=', 'mrp_operation']]);
  vals.picking_type_id ||= type?.id ?? false;
  const used_type =
    typeof vals.picking_type_id === 'number' ? env.browse('stock.picking.type', vals.picking_type_id) : type;
  vals.location_src_id ||= used_type?.get('default_location_src_id') ?? false;
  vals.location_dest_id ||= used_type?.get('default_location_dest_id') ?? false;
  if (!vals.name || vals.name === 'New') vals.name = used_type ? nextOf(used_type.must('sequence_id')) : 'New';
  vals.production_group_id ||= env.create('mrp.production.group', { name: vals.name }).id;
  vals.company_id ||= env.user.get('company_id');
  if (!('user_id' in vals)) vals.user_id = env.uid;
}

export function writeOrders(orders: Rec[], vals: Vals, base: (vals: Vals) => void): void {
  if (
    vals.date_start &&
    orders.some((order) => ['done', 'cancel'].includes(order.text('state'))) &&
    orders[0]?.env.context.force_date !== true
  )
    throw userError('You cannot move a manufacturing order once it is cancelled or done.');
  const { product_id: _fixed, ...rest } = vals;
  base(orders.some((order) => order.text('state') !== 'draft') ? rest : vals);
  for (const order of orders) {
    if (vals.date_start) {
      for (const move of order.many('move_raw_ids'))
        move.write({ date: order.get('date_start'), date_deadline: order.get('date_start') });
      if (order.env.context.force_date !== true && order.flag('is_planned')) unplanOrder(order);
    }
    if (order.text('state') === 'draft' && ('product_qty' in vals || 'bom_id' in vals)) planDraft(order, {});
    if ('qty_producing' in vals || 'product_qty' in vals) followQuantity(order);
    if ('qty_producing' in vals || vals.date_start) refreshEnd(order);
    if (order.text('state') === 'done' && 'qty_producing' in vals) correctFinished(order);
  }
}

/** Expected times follow a part quantity, as long as the work is not over; the full quantity leaves them as they are. */
function followQuantity(order: Rec): void {
  if (order.get('qty_producing') === order.get('product_qty')) return;
  for (const work of order.many('workorder_ids'))
    if (!['done', 'cancel'].includes(work.text('state'))) work.set({ duration_expected: expectedMinutes(work) });
}

/** Odoo corrects the stock of an order that is done already, without a question. */
function correctFinished(order: Rec): void {
  const digits = unitDigits(order.must('product_uom_id'));
  for (const move of order.many('move_finished_ids'))
    if (move.get('product_id') === order.get('product_id') && move.text('state') === 'done')
      move.write({ quantity: roundTo(order.num('qty_producing'), digits) });
}
