/** Moves one counter along its table: adds counts to the open range, closes ranges, starts epochs, puts doubt aside. */
import { Decimal } from 'decimal.js';
import { type Draft, iso, positionOf, put } from './draft.ts';
import type { Move, Reading } from './judge.ts';
import { snapshotOf } from './machine.ts';
import { withMark } from './marks.ts';
import type { CounterPlan } from './plan.ts';
import type { Position, Snapshot } from './position.ts';
import { type Doubt, reportRange } from './report.ts';
import { toldAt } from './sample.ts';

export interface Arrival extends Reading {
  readonly timeQuality: Position['timeQuality'];
  /** Newest stamp on the sample: a value that did not change is read again with its old source timestamp. */
  readonly readMs: number;
}

/** Counting starts here: what the device counted before we first saw it is not ours. */
export function baseline(draft: Draft, counter: CounterPlan, arrival: Arrival) {
  const value = arrival.value.toFixed();
  put(draft, counter, {
    epoch: 1,
    epochAtMs: arrival.ms,
    register: value,
    total: value,
    openFrom: value,
    openAtMs: arrival.ms,
    ...seenAt(arrival),
  });
}

/** Nothing was made; the source vouches for the value again. */
export function confirm(draft: Draft, counter: CounterPlan, known: Position, arrival: Arrival) {
  put(draft, counter, { ...known, ...seenAt(arrival, known), atMs: Math.max(known.atMs, arrival.ms) });
}

/** Adds `move.by` counts; they belong to what the machine works on now, unless that cannot be known. */
export function add(draft: Draft, counter: CounterPlan, move: Move, arrival: Arrival) {
  closeAtShiftEnd(draft, counter, arrival);
  const known = positionOf(draft, counter);
  if (!known) return;
  const doubt = doubtOfAttribution(known, arrival);
  if (doubt && known.before) return putAside(draft, counter, move, arrival, known.before.snapshot, doubt);
  put(draft, counter, {
    ...known,
    ...seenAt(arrival, known),
    register: arrival.value.toFixed(),
    total: new Decimal(known.total).plus(move.by).toFixed(),
    firstAtMs: known.firstAtMs ?? arrival.ms,
    firstArrivedMs: known.firstArrivedMs ?? arrival.arrivedMs,
    jump: undefined,
    marks: marksWith(known, move, arrival),
  });
  addToOrder(draft, counter, move.by);
  if (isDue(draft, counter, arrival.ms)) closeRange(draft, counter);
}

/** The counts of this move leave as a failure with their own range; counting goes on behind them. */
export function putAside(
  draft: Draft,
  counter: CounterPlan,
  move: Move,
  arrival: Arrival,
  snapshot: Snapshot,
  doubt: Doubt,
) {
  closeRange(draft, counter);
  const known = positionOf(draft, counter);
  if (!known) return;
  const to = new Decimal(known.total).plus(move.by).toFixed();
  const startMs = Math.min(known.atMs, arrival.ms);
  const position: Position = {
    ...known,
    ...seenAt(arrival, known),
    register: arrival.value.toFixed(),
    total: to,
    openFrom: to,
    openAtMs: arrival.ms,
    jump: move.kind === 'jump' ? { register: known.register, atMs: known.atMs } : undefined,
    marks: marksWith(known, move, arrival),
  };
  put(draft, counter, position);
  reportRange(draft, { counter, position, from: known.total, to, startMs, endMs: arrival.ms, snapshot }, doubt);
}

/** Closes the open range and counts from `start` in a new epoch. */
export function startEpoch(draft: Draft, counter: CounterPlan, start: string, arrival: Arrival, remark: string) {
  closeRange(draft, counter);
  const known = positionOf(draft, counter);
  if (!known) return;
  put(draft, counter, {
    ...known,
    epoch: known.epoch + 1,
    epochAtMs: arrival.ms,
    register: start,
    total: start,
    openFrom: start,
    openAtMs: known.atMs,
    jump: undefined,
    remarks: [...(known.remarks ?? []), { id: 'counterReset', text: remark }].slice(-10),
  });
}

/** Publishes what was counted since the last range, for `snapshot` or what the machine works on now. */
export function closeRange(draft: Draft, counter: CounterPlan, snapshot?: Snapshot) {
  const known = positionOf(draft, counter);
  if (!known || known.total === known.openFrom) return;
  const next = { ...known, openFrom: known.total, openAtMs: known.atMs };
  put(draft, counter, { ...next, firstAtMs: undefined, firstArrivedMs: undefined, remarks: undefined });
  if (!counter.definition.authority) return;
  const since = draft.machine.order?.sinceMs ?? 0;
  reportRange(draft, {
    counter,
    position: known,
    from: known.openFrom,
    to: known.total,
    startMs: Math.min(Math.max(known.openAtMs, since), known.atMs),
    endMs: known.atMs,
    snapshot: snapshot ?? snapshotOf(draft.machine, draft.plan, counter),
  });
}

/** Publishes the open range as far as `total`; the rest stays open. */
export function reportUpTo(draft: Draft, counter: CounterPlan, total: string, endMs: number) {
  const known = positionOf(draft, counter);
  if (!known || new Decimal(total).lte(known.openFrom)) return;
  put(draft, counter, { ...known, openFrom: total, openAtMs: endMs, remarks: undefined });
  const snapshot = snapshotOf(draft.machine, draft.plan, counter);
  const startMs = Math.min(Math.max(known.openAtMs, draft.machine.order?.sinceMs ?? 0), endMs);
  reportRange(draft, { counter, position: known, from: known.openFrom, to: total, startMs, endMs, snapshot });
}

/** Counts that turn out not to be surely the order's. */
export function takeFromOrder(draft: Draft, counter: CounterPlan, by: Decimal) {
  addToOrder(draft, counter, by.negated());
}

/** Counts since the last reading before a change cannot be split between the two sides of it. */
function doubtOfAttribution(known: Position, arrival: Arrival): Doubt | undefined {
  const late = known.before !== undefined && arrival.ms < known.before.untilMs;
  if (!known.before || !(known.torn || late)) return undefined;
  const reason = known.torn
    ? 'order, lot or reason changed while the counter could not be read: the share of each side is unknown'
    : 'the reading came in after the order, lot or reason it was made for had ended';
  return {
    code: 'attribution-unknown',
    class: 'data',
    reason: `${reason} (change at ${iso(toldAt(known.before.untilMs))}, counter then ${known.total})`,
    nextStep: 'Split the quantity between the sides, correct the message and replay it, or post the shares by hand.',
  };
}

function closeAtShiftEnd(draft: Draft, counter: CounterPlan, arrival: Arrival) {
  const first = positionOf(draft, counter)?.firstAtMs;
  if (first === undefined || Date.parse(draft.options.calendar.at(first).end) > arrival.ms) return;
  closeRange(draft, counter);
}

function isDue(draft: Draft, counter: CounterPlan, ms: number): boolean {
  const known = positionOf(draft, counter);
  if (!known || known.firstAtMs === undefined) return false;
  const { publishEveryMs, publishEveryUnits } = draft.options;
  const units = new Decimal(known.total).minus(known.openFrom).times(counter.factor);
  return ms - known.firstAtMs >= publishEveryMs || (publishEveryUnits !== undefined && units.gte(publishEveryUnits));
}

function addToOrder(draft: Draft, counter: CounterPlan, by: Decimal) {
  const { order } = draft.machine;
  const { use, material, authority } = counter.definition;
  if (!order || order.ended || !authority) return;
  const name = material === undefined ? use : `${use}:${material}`;
  const total = new Decimal(order.totals[name] ?? 0).plus(by.times(counter.factor));
  const { [name]: _, ...others } = order.totals;
  const totals = total.isZero() ? others : { ...others, [name]: total.toFixed() };
  draft.machine = { ...draft.machine, order: { ...order, totals } };
}

function marksWith(known: Position, move: Move, { ms }: Arrival): Position['marks'] {
  const to = new Decimal(known.total).plus(move.by).toFixed();
  const afterMs = Math.min(known.atMs, ms);
  return withMark(known.marks, { epoch: known.epoch, from: known.total, to, afterMs, atMs: ms });
}

type Seen = Pick<Position, 'atMs' | 'arrivedMs' | 'timeQuality' | 'held' | 'torn'>;

function seenAt(arrival: Arrival, known?: Position): Seen {
  const { ms, arrivedMs, timeQuality } = arrival;
  const vouched = arrival.readMs >= (known?.held?.atMs ?? Number.NEGATIVE_INFINITY);
  const doubt = vouched ? { held: undefined, torn: undefined } : { held: known?.held, torn: known?.torn };
  return { atMs: ms, arrivedMs, timeQuality, ...doubt };
}
