/** The states of an order and of its work orders, worked out again whenever something below them changed. */
import type { Rec } from '../orm/record.ts';
import { roundTo } from '../orm/value.ts';
import { compareUnit, isZeroUnit, roundUnit } from '../product/uom.ts';

export const PRODUCTION_STATES = {
  draft: 'Draft',
  confirmed: 'Confirmed',
  progress: 'In Progress',
  to_close: 'To Close',
  done: 'Done',
  cancel: 'Cancelled',
};

const finished = (states: readonly string[]): boolean =>
  states.every((state) => state === 'done' || state === 'cancel');
const statesOf = (records: readonly Rec[]): string[] => records.map((record) => record.text('state'));

/** Follows from moves and work orders; an order that goes on never falls back. */
export function refreshProduction(order: Rec): void {
  const next = stateOf(order);
  if (next !== order.text('state')) order.set({ state: next });
  for (const work of order.many('workorder_ids')) refreshWorkorder(work);
}

function stateOf(order: Rec): string {
  const state = order.text('state');
  const raw = statesOf(order.many('move_raw_ids'));
  const made = statesOf(order.many('move_finished_ids'));
  const works = statesOf(order.many('workorder_ids'));
  if (state === 'cancel' || (made.length > 0 && made.every((one) => one === 'cancel'))) return 'cancel';
  if (state === 'done' || (raw.length > 0 && finished(raw) && finished(made))) return 'done';
  if (works.length > 0 && finished(works)) return 'to_close';
  const unit = order.must('product_uom_id');
  const producing = order.num('qty_producing');
  if (works.length === 0 && compareUnit(unit, producing, order.num('product_qty')) >= 0) return 'to_close';
  const moving =
    works.some((one) => one === 'progress' || one === 'done') ||
    !isZeroUnit(unit, producing) ||
    order.many('move_raw_ids').some((move) => move.flag('picked'));
  return moving ? 'progress' : state;
}

/** `ready` and `blocked` follow from what the work orders before have made. */
export function refreshWorkorder(work: Rec): void {
  const state = work.text('state');
  if (state !== 'ready' && state !== 'blocked') return;
  const next = compareUnit(work.must('product_uom_id'), readyQuantity(work), 0) > 0 ? 'ready' : 'blocked';
  if (next !== state) work.set({ state: next });
}

export const remainingQuantity = (work: Rec): number => {
  const order = work.must('production_id');
  const rest = order.num('product_qty') - work.num('qty_reported_from_previous_wo') - work.num('qty_produced');
  return Math.max(roundUnit(order.must('product_uom_id'), rest), 0);
};

export const readyQuantity = (work: Rec): number => {
  if (['cancel', 'done'].includes(work.text('state'))) return 0;
  const before = work.many('blocked_by_workorder_ids').filter((other) => other.text('state') !== 'cancel');
  if (before.length === 0) return remainingQuantity(work);
  const through = before.map((other) => other.num('qty_produced') + other.num('qty_reported_from_previous_wo'));
  const least = Math.min(remainingQuantity(work) + work.num('qty_produced'), ...through);
  return roundTo(least - work.num('qty_produced') - work.num('qty_reported_from_previous_wo'), 6);
};

const RANK: Readonly<Record<string, number>> = { assigned: 4, waiting: 3, partially_available: 2, confirmed: 1 };

/** Whether the components are there: the word for all of them together. */
export function reservationState(order: Rec): string | false {
  if (['draft', 'done', 'cancel'].includes(order.text('state'))) return false;
  const open = order
    .many('move_raw_ids')
    .filter((move) => !move.flag('picked') && !isZeroUnit(move.must('product_uom'), move.num('product_uom_qty')))
    .filter((move) => !['cancel', 'done'].includes(move.text('state')))
    .sort(
      (left, right) =>
        (RANK[left.text('state')] ?? 0) - (RANK[right.text('state')] ?? 0) ||
        left.num('product_uom_qty') - right.num('product_uom_qty'),
    );
  const least = open[0]?.text('state');
  if (least === undefined) return 'assigned';
  if (least !== 'assigned' && open.some((move) => ['assigned', 'partially_available'].includes(move.text('state'))))
    return 'confirmed';
  const word = open.at(-1)?.text('state') ?? 'draft';
  return word === 'draft' ? false : word;
}

/** What the finished move counts as made. */
export const producedQuantity = (order: Rec): number =>
  roundTo(
    order
      .many('move_finished_ids')
      .filter(
        (move) =>
          move.get('product_id') === order.get('product_id') && move.text('state') !== 'cancel' && move.flag('picked'),
      )
      .reduce((sum, move) => sum + move.num('quantity'), 0),
    6,
  );
