/** `button_mark_done`: the questions it asks, and what it does once they are answered. */
import type { Environment } from '../orm/environment.ts';
import { userError } from '../orm/error.ts';
import type { Rec } from '../orm/record.ts';
import { idsOf, type Json, roundTo, type Vals } from '../orm/value.ts';
import { isZeroUnit, roundUnit } from '../product/uom.ts';
import { assignMoves, triggerAssign } from '../stock/assign.ts';
import { cancelMoves, completeMoves } from '../stock/done.ts';
import { askConsumption } from './consumption.ts';
import { generateSerial, insistOnFreshSerials } from './lots.ts';
import { expectedMinutes } from './plan.ts';
import { byproductsOf, setQtyProducing } from './quantity.ts';
import { splitOrder } from './split.ts';
import { producedQuantity, reservationState } from './state.ts';
import { logDuration } from './timer.ts';
import { actionWindow } from './wizard.ts';
import { finishWorkorders } from './work.ts';

export function markDone(env: Environment, orders: readonly Rec[]): Json | undefined {
  const question = ask(env, orders);
  if (question !== true) return question;
  const wanted = idsOf(env.context.mo_ids_to_backorder ?? []);
  finishWorkorders(orders.flatMap((order) => order.many('workorder_ids')));
  const toBackorder = wanted.map((id) => env.browse('mrp.production', id)).filter((order) => order.exists);
  const backorders = toBackorder.map((order) => splitOrder(order));
  for (const order of orders) post(order);
  for (const order of orders) {
    if (!wanted.includes(order.id)) closeLeftovers(order);
    order.write({ date_finished: env.now, priority: '0', is_locked: true, state: 'done' });
  }
  triggerAssign(
    orders.flatMap((order) => order.many('move_finished_ids')).filter((move) => move.text('state') === 'done'),
  );
  for (const order of backorders) assignMoves(order.many('move_raw_ids'));
  return backorders.length === 0 ? true : showBackorders(env, backorders);
}

function showBackorders(env: Environment, backorders: readonly Rec[]): Json {
  const context: Vals = {};
  for (const [key, value] of Object.entries(env.context))
    if (!key.startsWith('default_')) context[key] = key.startsWith('skip_') ? false : value;
  const shown = {
    res_model: 'mrp.production',
    type: 'ir.actions.act_window',
    context: { ...context, mo_ids_to_backorder: null },
  };
  if (backorders.length === 1)
    return { ...shown, views: [[false, 'form']], view_mode: 'form', res_id: backorders[0]?.id ?? 0 };
  return {
    ...shown,
    name: 'Backorder MO',
    domain: [['id', 'in', backorders.map((order) => order.id)]],
    views: [
      [false, 'list'],
      [false, 'form'],
    ],
    view_mode: 'list,form',
  };
}

/** `true` when nothing is open; otherwise the question, with some preparation already written. */
function ask(env: Environment, orders: readonly Rec[]): Json | undefined {
  for (const order of orders) if (order.text('state') !== 'done') insistOnFreshSerials(order);
  const automatic = orders.filter(fillsItself);
  const lotless = orders.filter((order) => !automatic.includes(order) && order.many('lot_producing_ids').length === 0);
  if (lotless.length > 1) throw userError('You need to generate Lot/Serial Number(s) to mark as done some productions');
  if (lotless[0]) return generateSerial(lotless[0]);
  for (const order of automatic) fill(order);
  for (const order of orders)
    if (!isZeroUnit(order.must('product_uom_id'), order.num('qty_producing')))
      for (const move of order.many('move_raw_ids'))
        if (move.flag('manual_consumption') && !move.flag('picked')) move.write({ picked: true });
  for (const order of orders) if (!automatic.includes(order)) pickByproducts(order);
  return askConsumption(env, orders) ?? askBackorder(env, orders) ?? true;
}

/** Orders whose quantities and lots Odoo fills in by itself. */
function fillsItself(order: Rec): boolean {
  const items = [...order.many('move_raw_ids'), ...order.many('move_finished_ids')].map((move) =>
    move.must('product_id'),
  );
  if (items.every((item) => item.text('tracking') === 'none') || order.num('product_uom_qty') === 1) return true;
  return (
    order.text('product_tracking') !== 'serial' &&
    ['assigned', 'confirmed', 'waiting'].includes(String(reservationState(order)))
  );
}

const pickByproducts = (order: Rec): void => {
  for (const move of byproductsOf(order)) if (!move.flag('picked')) move.write({ picked: true });
};

function fill(order: Rec): void {
  if (['lot', 'serial'].includes(order.text('product_tracking')) && order.many('lot_producing_ids').length === 0)
    generateSerial(order);
  if (order.num('qty_producing') === 0) {
    order.write({ qty_producing: roundTo(order.num('product_qty') - producedQuantity(order), 6) });
    setQtyProducing(order, true);
  }
  pickByproducts(order);
  const missing = order
    .many('move_raw_ids')
    .filter(
      (move) =>
        !['done', 'cancel'].includes(move.text('state')) &&
        move.num('product_uom_qty') > 0 &&
        move.flag('manual_consumption') &&
        move.text('has_tracking') !== 'none' &&
        (!move.flag('picked') ||
          move
            .many('move_line_ids')
            .some((line) => !line.get('lot_id') && line.num('quantity') > 0 && line.flag('picked'))),
    );
  if (missing.length > 0)
    throw userError(
      `You need to supply Lot/Serial Number for products and 'consume' them: ${missing.map((move) => `\n  - ${move.must('product_id').displayName}`).join('')}`,
    );
}

function askBackorder(env: Environment, orders: readonly Rec[]): Json | undefined {
  if (env.context.skip_backorder) return undefined;
  const short = orders.filter((order) => {
    const rest = Math.max(order.num('product_qty') - order.num('qty_producing'), 0);
    return !isZeroUnit(order.must('product_uom_id'), rest);
  });
  const kindOf = (order: Rec): string => order.must('picking_type_id').text('create_backorder');
  const always = short.filter((order) => kindOf(order) === 'always').map((order) => order.id);
  const asking = short.filter((order) => kindOf(order) === 'ask');
  if (asking.length > 0)
    return actionWindow('mrp.production.backorder', 'You produced less than the initial demand', {
      ...env.context,
      always_backorder_mo_ids: always,
      default_mrp_production_ids: orders.map((order) => order.id),
      default_mrp_production_backorder_line_ids: asking.map((order) => [
        0,
        0,
        { mrp_production_id: order.id, to_backorder: true },
      ]),
    });
  if (always.length === 0) return undefined;
  const ids = orders.map((order) => order.id);
  const next = env.with({ skip_backorder: true, mo_ids_to_backorder: always });
  return markDone(next, next.existing('mrp.production', ids));
}

/** Components leave stock, products enter it, and each made line remembers what went into it. */
function post(order: Rec): void {
  const raw = order.many('move_raw_ids');
  const done = raw.filter(
    (move) => move.text('state') !== 'done' && move.text('state') !== 'cancel' && move.flag('picked'),
  );
  const idle = raw.filter((move) => move.text('state') !== 'done' && !move.flag('picked'));
  const consumed = completeMoves(done, { cancelRest: true }).flatMap((move) => move.many('move_line_ids'));
  cancelMoves(idle);
  const open = order.many('move_finished_ids').filter((move) => !['done', 'cancel'].includes(move.text('state')));
  for (const move of open.filter((one) => one.get('product_id') === order.get('product_id'))) fillFinished(order, move);
  for (const work of order.many('workorder_ids')) settleDuration(work);
  for (const move of open) move.write({ picked: true });
  completeMoves(open, { cancelRest: true });
  linkGenealogy(order, consumed);
}

function fillFinished(order: Rec, move: Rec): void {
  const lots = order.many('lot_producing_ids').map((lot) => lot.id);
  if (move.text('has_tracking') !== 'none' && move.many('lot_ids').length === 0)
    move.write({ lot_ids: [[6, 0, lots]] });
  move.write({
    quantity: roundUnit(order.must('product_uom_id'), order.num('qty_producing') - producedQuantity(order)),
  });
}

/** A work order nobody logged time on takes as long as expected. */
function settleDuration(work: Rec): void {
  if (!['done', 'cancel'].includes(work.text('state'))) work.set({ duration_expected: expectedMinutes(work) });
  if (work.text('state') !== 'cancel' && work.num('duration') === 0) logDuration(work, work.num('duration_expected'));
}

/** Set anew each time, so that closing a done order once more loses the link; Odoo does the same. */
function linkGenealogy(order: Rec, consumed: readonly Rec[]): void {
  const made = order.many('move_finished_ids').flatMap((move) => move.many('move_line_ids'));
  const ids = made.map((line) => line.id);
  for (const line of made) {
    for (const before of line.many('consume_line_ids'))
      before.set({ produce_line_ids: idsOf(before.get('produce_line_ids')).filter((id) => !ids.includes(id)) });
    line.set({ consume_line_ids: consumed.map((one) => one.id) });
  }
  for (const line of consumed) line.set({ produce_line_ids: ids });
}

/** What was never handled counts as done with nothing in it. */
function closeLeftovers(order: Rec): void {
  for (const move of [...order.many('move_raw_ids'), ...order.many('move_finished_ids')])
    if (!['done', 'cancel'].includes(move.text('state')))
      move.with({ do_not_unreserve: true }).write({ state: 'done', product_uom_qty: 0 });
}
