/**
 * The reorder buffer: a source numbers its events, so a missing number means that an earlier event is still on its way.
 * What came early waits for it, for a declared time; then the gap is given up, and the message goes on or to a person.
 * The messages themselves lie in the journal; here is only which numbers came. Pure; one value per queue.
 */
import type { Failure } from '../failure.ts';
import type { Message } from '../message.ts';
import { eventText, laneOf } from './routing.ts';

export interface Numbered {
  readonly source: string;
  /** Rises when the source starts to count anew. */
  readonly epoch: number;
  readonly count: number;
  /** Ordering scope; inside it a latecomer goes first. */
  readonly lane: string;
}

export interface Seen {
  readonly epoch: number;
  /** Every number before this one came, or was given up. */
  readonly next: number;
  /** Numbers after `next` that came already, ascending. */
  readonly early: readonly number[];
  /** Numbers that came after later ones and did not go out yet. */
  readonly late: readonly { readonly count: number; readonly lane: string }[];
}

export type Reorder = ReadonlyMap<string, Seen>;

export interface ReorderPolicy {
  readonly waitMs: number;
  /** Events of one source that may wait; beyond it the gap is given up at once. */
  readonly most: number;
  /** Sources that are remembered. */
  readonly sources: number;
}

export type Verdict =
  | { readonly kind: 'go' }
  | { readonly kind: 'wait'; readonly forMs: number; readonly missing: number }
  /** Everything came, but `first` came late and goes out before it. */
  | { readonly kind: 'behind'; readonly first: number }
  /** It waited long enough for the numbers from `missing` on. */
  | { readonly kind: 'gap'; readonly missing: number };

/** `undefined` for an event whose source does not count, or that a person repaired. */
export function numberOf(message: Message): Numbered | undefined {
  const source = eventText(message, 'source');
  const [, epoch, count] = /^(\d{10})-(\d{12})$/.exec(eventText(message, 'sequence') ?? '') ?? [];
  const lane = laneOf(message);
  if (source === undefined || lane === undefined || epoch === undefined || Number(count) === 0) return undefined;
  return { source, epoch: Number(epoch), count: Number(count), lane };
}

/** A message came. The first of a source, or of a new count, begins it: what was before is not known. */
export function arrived(state: Reorder, numbered: Numbered, policy: ReorderPolicy): Reorder {
  const { source, epoch, count, lane } = numbered;
  const seen = state.get(source);
  if (seen && epoch < seen.epoch) return state;
  if (!seen || epoch > seen.epoch) return kept(state, source, { epoch, next: count + 1, early: [], late: [] }, policy);
  if (count < seen.next || seen.early.includes(count)) return state;
  const isLate = seen.early.some((other) => other > count);
  const late = isLate ? [...seen.late, { count, lane }].slice(-policy.most) : seen.late;
  const early = [...seen.early, count].sort((one, other) => one - other);
  const next = early.length > policy.most ? (early[0] ?? count) : seen.next;
  return kept(state, source, advanced({ epoch, next, early, late }), policy);
}

/** May a message go out that has been in the queue for `waitedMs`? */
export function judge(state: Reorder, numbered: Numbered, waitedMs: number, policy: ReorderPolicy): Verdict {
  const { source, epoch, count, lane } = numbered;
  const seen = state.get(source);
  if (!seen || epoch !== seen.epoch) return { kind: 'go' };
  const first = seen.late.filter((other) => other.lane === lane && other.count < count).map((other) => other.count);
  if (count < seen.next) return first.length > 0 ? { kind: 'behind', first: Math.min(...first) } : { kind: 'go' };
  const forMs = policy.waitMs - waitedMs;
  return forMs > 0 ? { kind: 'wait', forMs, missing: seen.next } : { kind: 'gap', missing: seen.next };
}

/** The message goes out: nobody waits behind it any more, and the numbers before it are not waited for. */
export function handed(state: Reorder, { source, epoch, count }: Numbered): Reorder {
  const seen = state.get(source);
  if (!seen || epoch !== seen.epoch) return state;
  const late = seen.late.filter((other) => other.count !== count);
  if (count < seen.next)
    return late.length === seen.late.length ? state : new Map(state).set(source, { ...seen, late });
  const early = seen.early.filter((one) => one > count);
  return new Map(state).set(source, advanced({ epoch, next: count + 1, early, late }));
}

/**
 * `waiting`: everything that lies in the queue. A latecomer that is not there any more, because a person or its time took
 * it away, would never go out, and whatever follows it would wait for it.
 */
export function stillWaiting(state: Reorder, waiting: readonly Numbered[]): Reorder {
  const known = new Set(waiting.map(({ source, epoch, count }) => `${epoch} ${count} ${source}`));
  return new Map(
    [...state].map(([source, seen]) => {
      const late = seen.late.filter(({ count }) => known.has(`${seen.epoch} ${count} ${source}`));
      return [source, late.length === seen.late.length ? seen : { ...seen, late }];
    }),
  );
}

/** Numbers that follow without a gap are not early any more. */
function advanced({ next, early, ...rest }: Seen): Seen {
  const gap = early.findIndex((count, index) => count !== next + index);
  const closed = gap < 0 ? early.length : gap;
  return { ...rest, next: next + closed, early: early.slice(closed) };
}

/** The source that was quiet longest is forgotten first. */
function kept(state: Reorder, source: string, seen: Seen, policy: ReorderPolicy): Reorder {
  const all = new Map(state);
  all.delete(source);
  all.set(source, seen);
  const [quietest] = all.keys();
  if (all.size > policy.sources && quietest !== undefined) all.delete(quietest);
  return all;
}

/** What is said about a message behind a gap; `waiting` while it steps aside, `business` when it is parked. */
export function gapFailure(numbered: Numbered, missing: number, verdict: 'waiting' | 'business'): Failure {
  const lost = missing === numbered.count - 1 ? `number ${missing}` : `numbers ${missing} to ${numbered.count - 1}`;
  return {
    ...about(numbered, verdict),
    code: 'sequence-gap',
    reason: `${lost} of this source did not come`,
    nextStep:
      verdict === 'waiting'
        ? 'Nothing: it waits for them for the time set at the outbox.'
        : 'Look at the source for what is missing, then replay or discard.',
  };
}

/** It came before one that goes first. */
export const behindFailure = (numbered: Numbered, first: number): Failure => ({
  ...about(numbered, 'waiting'),
  code: 'sequence-behind',
  reason: `number ${first} of this source came later and goes first`,
  nextStep: 'Nothing: it follows by itself.',
});

const about = ({ source, count }: Numbered, verdict: 'waiting' | 'business') => ({
  class: verdict,
  attempted: `deliver number ${count}`,
  on: source,
});
