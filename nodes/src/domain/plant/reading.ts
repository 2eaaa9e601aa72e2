/** One sample of one counter: read, judged, and followed by what its move means for the ledger. */

import { jumpDoubt, wrapsDoubt } from './doubts.ts';
import { type Draft, iso, type Note, positionOf, put } from './draft.ts';
import { judge, type Move } from './judge.ts';
import { type Arrival, add, baseline, confirm, putAside, startEpoch } from './ledger.ts';
import { type Pending, snapshotOf } from './machine.ts';
import { followClockBack } from './orders.ts';
import type { CounterPlan } from './plan.ts';
import type { Position } from './position.ts';
import { refuse } from './refuse.ts';
import { emit, sourceOf } from './report.ts';
import { isGood, readCount } from './sample.ts';

export function applyCount(draft: Draft, counter: CounterPlan, pending: Pending) {
  const { sample, ms } = pending;
  const known = positionOf(draft, counter);
  if (!isGood(sample.status)) return hold(draft, counter, known, pending);
  const read = readCount(sample.value, counter.whole);
  if (!read.ok) return refuse(draft, pending, 'counter-value-invalid', read.reason);
  const limits = { rate: counter.rate, period: counter.period, observedMs: pending.observedMs };
  const arrival = {
    value: read.value,
    ms,
    arrivedMs: pending.arrivedMs,
    timeQuality: timeQualityOf(pending),
    readMs: readMsOf(pending),
  };
  const move = judge(known, arrival, limits);
  if (move.kind === 'out-of-range') {
    const reason = `${read.value.toFixed()} does not fit a register of ${counter.period?.toFixed()} values`;
    return refuse(draft, pending, 'counter-value-invalid', reason);
  }
  if (known) follow(draft, counter, known, move, arrival);
  else baseline(draft, counter, arrival);
}

function hold(draft: Draft, counter: CounterPlan, known: Position | undefined, pending: Pending) {
  if (!known || (pending.clock !== 'arrival' && pending.ms < known.atMs)) return;
  const sinceMs = known.held ? known.held.sinceMs : pending.arrivedMs;
  const atMs = pending.clock === 'arrival' ? known.held?.atMs : pending.ms;
  put(draft, counter, { ...known, held: { status: pending.sample.status, sinceMs, atMs } });
}

/** One branch per move of the table in `judge.ts`. */
function follow(draft: Draft, counter: CounterPlan, known: Position, move: Move, arrival: Arrival) {
  const now = () => snapshotOf(draft.machine, draft.plan, counter);
  switch (move.kind) {
    case 'stale':
    case 'first':
    case 'out-of-range':
      return;
    case 'same':
      return confirm(draft, counter, known, arrival);
    case 'clock-back':
      note(
        draft,
        'clockSetBack',
        counter,
        `the source set its clock back from ${iso(known.atMs)} to ${iso(arrival.ms)}`,
      );
      followClockBack(draft, arrival.ms);
      return move.by.lte(move.allowed)
        ? add(draft, counter, move, arrival)
        : putAside(draft, counter, move, arrival, now(), jumpDoubt(known, move, arrival));
    case 'count':
    case 'rollover':
      return add(draft, counter, move, arrival);
    case 'jump':
      return putAside(draft, counter, move, arrival, now(), jumpDoubt(known, move, arrival));
    case 'wraps-unknown':
      return putAside(draft, counter, move, arrival, now(), wrapsDoubt(counter, move));
    case 'reset': {
      const text = `the counter was reset: ${known.register} before, ${arrival.value.toFixed()} now`;
      note(draft, 'counterReset', counter, text);
      startEpoch(draft, counter, '0', arrival, text);
      return move.by.isZero() ? settle(draft, counter, arrival) : add(draft, counter, move, arrival);
    }
    case 'jump-withdrawn': {
      const text = `the device is back at ${arrival.value.toFixed()} after a jump to ${known.register}`;
      note(draft, 'jumpWithdrawn', counter, text);
      startEpoch(draft, counter, known.jump?.register ?? known.register, arrival, text);
      return move.by.isZero() ? settle(draft, counter, arrival) : add(draft, counter, move, arrival);
    }
    case 'replaced':
      return replace(draft, counter, known, move, arrival);
  }
}

function settle(draft: Draft, counter: CounterPlan, arrival: Arrival) {
  const known = positionOf(draft, counter);
  if (known) confirm(draft, counter, known, arrival);
}

/** Counting goes on from the new device's total; what was made between the two readings is a person's to say. */
function replace(draft: Draft, counter: CounterPlan, known: Position, move: Move, arrival: Arrival) {
  const now = arrival.value.toFixed();
  const text = `the device was replaced or set by hand: ${known.register} before, ${now} now`;
  note(draft, 'counterReset', counter, text);
  startEpoch(draft, counter, now, arrival, text);
  settle(draft, counter, arrival);
  const id = `f1-${draft.options.hash(JSON.stringify([sourceOf(draft), counter.id, known.epoch + 1, 'counter-replaced']))}`;
  const sample = {
    tag: counter.definition.tag,
    value: arrival.value.toNumber(),
    status: 'Good',
    sourceTimestamp: iso(arrival.ms),
  };
  emit(
    draft,
    id,
    { id, source: sourceOf(draft), samples: [sample] },
    {
      code: 'counter-replaced',
      class: 'business',
      attempted: `continue counting from ${known.register}`,
      on: counter.id,
      reason: `${text}; at most ${move.allowed.toFixed(0)} counts were possible in between and none of them is reported`,
      nextStep: 'Ask what was made between the two readings, report it by hand, then discard this message.',
    },
  );
}

function note(draft: Draft, kind: Note['kind'], counter: CounterPlan, text: string) {
  draft.notes.push({ kind, on: counter.id, text });
}

/** The server's stamp is always fresh, the source's may be as old as the value; only the future is suspicious there. */
function timeQualityOf({ sample, ms, clock, arrivedMs }: Pending): Position['timeQuality'] {
  if (clock === 'arrival') return 'inferred';
  const server = Date.parse(sample.serverTimestamp ?? '');
  const skewMs = Number.isFinite(server) ? Math.abs(arrivedMs - server) : 0;
  if (skewMs > 60_000 || ms - arrivedMs > 5_000) return 'unsynced';
  return skewMs > 2_000 || ms - arrivedMs > 2_000 ? 'drifting' : 'synced';
}

function readMsOf({ sample, ms }: Pending): number {
  const server = Date.parse(sample.serverTimestamp ?? '');
  return Number.isFinite(server) ? Math.max(server, ms) : ms;
}
