/** Confirming, planning and cancelling orders. */
import { userError } from '../orm/error.ts';
import type { Rec } from '../orm/record.ts';
import { dateTimeMs, dateTimeText, type Vals } from '../orm/value.ts';
import { confirmMoves } from '../stock/assign.ts';
import { cancelMoves } from '../stock/done.ts';
import { refreshProduction } from './state.ts';
import { cancelWorkorders } from './work.ts';

/** Work orders follow one another; moves that name an operation belong to its work order. */
export function linkWorkorders(order: Rec): void {
  let before: Rec | undefined;
  const works = order.many('workorder_ids');
  for (const work of works) {
    if (before) work.set({ blocked_by_workorder_ids: [before.id] });
    before = work;
  }
  for (const move of [...order.many('move_raw_ids'), ...order.many('move_finished_ids')]) {
    if (!move.get('operation_id')) continue;
    move.set({
      workorder_id: works.find((work) => work.get('operation_id') === move.get('operation_id'))?.id ?? false,
    });
  }
  refreshProduction(order);
}

export function confirmOrders(orders: readonly Rec[]): void {
  for (const order of orders) {
    const bom = order.one('bom_id');
    if (bom) order.write({ consumption: bom.get('consumption') });
    confirmMoves(
      [...order.many('move_raw_ids'), ...order.many('move_finished_ids')].sort((left, right) => left.id - right.id),
    );
    linkWorkorders(order);
    if (order.text('state') === 'draft') order.write({ state: 'confirmed' });
  }
}

export function cancelOrders(orders: readonly Rec[]): void {
  if (orders.some((order) => order.text('state') === 'done'))
    throw userError('You cannot cancel a manufacturing order that is already done.');
  for (const order of orders) {
    cancelWorkorders(order.many('workorder_ids').filter((work) => !['done', 'cancel'].includes(work.text('state'))));
    const moves = [...order.many('move_finished_ids'), ...order.many('move_raw_ids')];
    cancelMoves(moves.filter((move) => !['done', 'cancel'].includes(move.text('state'))));
    refreshProduction(order);
    if (moves.length === 0) order.write({ state: 'cancel' });
  }
}

/** A simple plan: one work order after the other, each on its work centre's first free slot. */
export function planOrders(orders: readonly Rec[]): void {
  confirmOrders(orders.filter((order) => order.text('state') === 'draft'));
  for (const order of orders) {
    if (!order.flag('is_planned')) placeOrder(order);
  }
}

function placeOrder(order: Rec): void {
  let at = Math.max(dateTimeMs(order.text('date_start')), order.env.world.now());
  for (const work of order.many('workorder_ids'))
    if (['blocked', 'ready'].includes(work.text('state'))) at = planWorkorder(work, at);
  const starts = order
    .many('workorder_ids')
    .map((work) => work.text('date_start'))
    .filter((text) => text !== '');
  const ends = order
    .many('workorder_ids')
    .map((work) => work.text('date_finished'))
    .filter((text) => text !== '');
  const vals: Vals = {};
  if (starts.length > 0) vals.date_start = starts.sort()[0] ?? false;
  if (ends.length > 0) vals.date_finished = ends.sort().at(-1) ?? false;
  order.with({ force_date: true }).write(vals);
}

function planWorkorder(work: Rec, earliest: number): number {
  const center = work.must('workcenter_id');
  if (!center.get('resource_calendar_id'))
    throw userError(`There is no defined calendar on workcenter ${center.text('name')}.`);
  const minutes = work.num('duration_expected') * 60_000;
  const taken = center
    .many('order_ids')
    .filter(
      (other) =>
        !other.is(work) && other.get('date_start') && ['blocked', 'ready', 'progress'].includes(other.text('state')),
    )
    .map((other) => [dateTimeMs(other.text('date_start')), dateTimeMs(other.text('date_finished'))] as const)
    .concat(timeOff(center))
    .sort((left, right) => left[0] - right[0]);
  let start = earliest;
  for (const [from, to] of taken) if (from < start + minutes && to > start) start = to;
  work.set({ date_start: dateTimeText(start), date_finished: dateTimeText(start + minutes) });
  return start + minutes;
}

const timeOff = (center: Rec): (readonly [number, number])[] =>
  center.env
    .search('resource.calendar.leaves', [
      ['resource_id', '=', center.get('resource_id')],
      ['time_type', '=', 'leave'],
    ])
    .map((leave) => [dateTimeMs(leave.text('date_from')), dateTimeMs(leave.text('date_to'))] as const);

/** Work that has not begun is placed anew, the rest stays where it is. */
export function replanOrder(order: Rec): void {
  const open = order.many('workorder_ids').filter((work) => ['blocked', 'ready'].includes(work.text('state')));
  for (const work of open) work.set({ date_start: false, date_finished: false });
  placeOrder(order);
}

export function unplanOrder(order: Rec): void {
  const works = order.many('workorder_ids');
  if (works.some((work) => work.text('state') === 'done'))
    throw userError('Some work orders are already done, so you cannot unplan this manufacturing order.');
  if (works.some((work) => work.text('state') === 'progress'))
    throw userError('Some work orders have already started, so you cannot unplan this manufacturing order.');
  for (const work of works) work.set({ date_start: false, date_finished: false });
}
