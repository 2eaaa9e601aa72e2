/** What happens at work orders: starting, reporting, finishing, cancelling. */
import { userError } from '../orm/error.ts';
import type { Rec } from '../orm/record.ts';
import { dateTimeText, type Vals } from '../orm/value.ts';
import { compareUnit, isZeroUnit, roundUnit } from '../product/uom.ts';
import { setQuantityDone } from '../stock/quantity.ts';
import { unitFactor } from './move.ts';
import { byproductsOf, setQtyProducing } from './quantity.ts';
import { remainingQuantity } from './state.ts';
import { createLog, endTimers, ownTimer } from './timer.ts';

/** The quantity a work order reports becomes that of the order, components follow. */
export function takeOver(work: Rec, quantity: number): void {
  const order = work.must('production_id');
  if (quantity === 0 || order.num('qty_producing') === quantity) return;
  order.write({ qty_producing: quantity });
  setQtyProducing(order, false);
}

export function start(work: Rec): void {
  const { env } = work;
  if (ownTimer(work)) return;
  const state = work.text('state');
  if (state === 'done' || state === 'cancel')
    throw userError('You cannot start a work order that is already done or cancelled');
  if (work.num('qty_producing') === 0) takeOver(work, remainingQuantity(work));
  createLog(work, env.now, false);
  const order = work.must('production_id');
  if (order.text('state') !== 'progress') order.write({ date_start: env.now });
  if (work.text('state') === 'progress') return;
  const end = dateTimeText(env.world.now() + work.num('duration_expected') * 60_000);
  work.write({ state: 'progress', date_start: env.now, date_finished: end });
}

/** Finishes what is not finished: moves of the operation are picked, timers end, the quantity is taken over. */
export function finishWorkorders(works: readonly Rec[]): void {
  const open = works.filter((work) => !['done', 'cancel'].includes(work.text('state')));
  const operations = open.map((work) => work.get('operation_id'));
  const moves = open.flatMap((work) => work.many('move_raw_ids')).filter((move) => !move.flag('picked'));
  const orders = [...new Map(open.map((work) => [work.num('production_id'), work.must('production_id')])).values()];
  const products = orders
    .flatMap(byproductsOf)
    .filter(
      (move) => !move.flag('picked') && move.get('operation_id') && operations.includes(move.get('operation_id')),
    );
  for (const move of [...moves, ...products]) pick(move);
  endTimers(open, true);
  for (const work of open) finish(work);
}

function pick(move: Rec): void {
  const order = move.one('raw_material_production_id') ?? move.must('production_id');
  const base = isZeroUnit(order.must('product_uom_id'), order.num('qty_producing'))
    ? order.num('product_qty')
    : order.num('qty_producing');
  setQuantityDone(move, roundUnit(move.must('product_uom'), base * unitFactor(move)));
  move.write({ picked: true });
}

function finish(work: Rec): void {
  const { env } = work;
  const vals: Vals = {
    qty_produced: work.num('qty_produced') || work.num('qty_producing') || work.num('qty_production'),
    state: 'done',
    date_finished: env.now,
    costs_hour: work.must('workcenter_id').get('costs_hour'),
  };
  if (!work.get('date_start') || env.now < work.text('date_start')) vals.date_start = env.now;
  work.write(vals);
}

export function cancelWorkorders(works: readonly Rec[]): void {
  endTimers(works, true);
  for (const work of works) if (work.text('state') !== 'cancel') work.write({ state: 'cancel' });
}

export function writeWorkorders(works: Rec[], vals: Vals, base: (vals: Vals) => void): void {
  for (const work of works) guard(work, vals);
  base(vals);
  if (typeof vals.qty_produced !== 'number' || vals.qty_produced <= 0) return;
  const orders = new Map(works.map((work) => [work.num('production_id'), work.must('production_id')]));
  for (const order of orders.values()) {
    const least = Math.min(...order.many('workorder_ids').map((work) => work.num('qty_produced')));
    const open = order.many('workorder_ids').find((work) => work.text('state') !== 'done');
    if (open && compareUnit(order.must('product_uom_id'), least, 0) > 0) takeOver(open, least);
  }
}

function guard(work: Rec, vals: Vals): void {
  const over = ['done', 'cancel'].includes(work.text('state'));
  if ('qty_produced' in vals && over)
    throw userError('You cannot change the quantity produced of a work order that is in done or cancel state.');
  if (typeof vals.qty_produced === 'number' && vals.qty_produced < 0)
    throw userError('The quantity produced must be positive.');
  if ('production_id' in vals && vals.production_id !== work.get('production_id'))
    throw userError('You cannot link this work order to another manufacturing order.');
  if ('workcenter_id' in vals && vals.workcenter_id !== work.get('workcenter_id') && over)
    throw userError('You cannot change the workcenter of a work order that is done.');
  const from = vals.date_start ?? work.get('date_start');
  const to = vals.date_finished ?? work.get('date_finished');
  if (('date_start' in vals || 'date_finished' in vals) && from && to && String(from) > String(to))
    throw userError(
      'The planned end date of the work order cannot be prior to the planned start date, please correct this to save the work order.',
    );
}
