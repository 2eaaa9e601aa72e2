/**
 * One ordering scope of a sequencer: what came too early is held until the missing numbers came or its time is over. The
 * rules of the row are those of the reorder buffer; here are the messages that wait, and what became of each number, so
 * that a repetition, a latecomer and a number used twice are told apart. Nothing is ever thrown away but a repetition.
 */
import type { Message } from '../message.ts';
import { arrived, handed, judge, type Numbered, type Reorder, type ReorderPolicy, type Seen } from './reorder.ts';

export interface Held {
  readonly epoch: number;
  readonly count: number;
  /** Same for a repetition of the same message. */
  readonly identity: string;
  readonly message: Message;
  /** Epoch ms at which it came. */
  readonly sinceMs: number;
}

export interface Scope {
  readonly seen?: Seen;
  /** By number, ascending. */
  readonly held: readonly Held[];
  /** Ranges that were given up, both ends included, oldest first. */
  readonly givenUp: readonly (readonly [number, number])[];
  /** Numbers that went out last, with the identity of their message. */
  readonly recent: readonly (readonly [number, string])[];
}

export interface SequenceRules {
  readonly waitMs: number;
  /** Messages of one scope that may wait. */
  readonly most: number;
  /** A row begins with 1; else with whatever comes first. */
  readonly beginsAtOne: boolean;
}

/** A message that leaves; `missing` are the numbers before it that did not come, both ends included. */
export interface Leaving {
  readonly message: Message;
  readonly count: number;
  readonly missing?: readonly [number, number];
  /** Its number was given up before, or lies before the row began. */
  readonly isLate?: true;
}

export type Arrival = 'taken' | 'repeated' | 'reused' | 'full';

export interface Step {
  readonly scope: Scope;
  readonly leaving: readonly Leaving[];
}

export const emptyScope: Scope = { held: [], givenUp: [], recent: [] };
const MOST_REMEMBERED = 64;
/** The scope is one source of its own. */
const NAME = 'scope';

type Draft = { -readonly [K in keyof Scope]: Scope[K] } & { out: Leaving[] };

export function accept(
  scope: Scope,
  item: Omit<Held, 'sinceMs'>,
  nowMs: number,
  rules: SequenceRules,
): Step & { readonly arrival: Arrival } {
  const same = (arrival: Arrival) => ({ scope, leaving: [], arrival });
  const held = scope.held.find(({ epoch, count }) => epoch === item.epoch && count === item.count);
  if (held) return same(held.identity === item.identity ? 'repeated' : 'reused');
  const { seen } = scope;
  const isOld =
    seen !== undefined && (item.epoch < seen.epoch || (item.epoch === seen.epoch && item.count < seen.next));
  if (isOld) return late(scope, item);
  const isNext = seen === undefined || item.epoch > seen.epoch || item.count === seen.next;
  if (!isNext && scope.held.length >= rules.most) return same('full');

  const draft: Draft = { ...scope, out: [] };
  // A source that counts anew sends nothing more of the old count.
  if (seen && item.epoch > seen.epoch) giveUpAll(draft, rules);
  if (!draft.seen || item.epoch > draft.seen.epoch) begin(draft, item, rules);
  draft.seen = seenAfter(arrived(rowOf(draft.seen), numbered(item), policyOf(rules)));
  draft.held = [...draft.held, { ...item, sinceMs: nowMs }].sort((one, other) => one.count - other.count);
  letGo(draft, rules);
  return { ...finished(draft), arrival: 'taken' };
}

/** What waited longer than it may goes out, with everything that stands before it. */
export function expire(scope: Scope, nowMs: number, rules: SequenceRules): Step {
  // A clock that was set back must not make anybody wait longer.
  const isAhead = scope.held.some(({ sinceMs }) => sinceMs > nowMs);
  const held = isAhead ? scope.held.map((one) => ({ ...one, sinceMs: Math.min(one.sinceMs, nowMs) })) : scope.held;
  const last = held.findLastIndex(({ sinceMs }) => nowMs - sinceMs >= rules.waitMs);
  if (last < 0) return { scope: isAhead ? { ...scope, held } : scope, leaving: [] };
  const upTo = held[last]?.count ?? 0;
  const draft: Draft = { ...scope, held, out: [] };
  for (let first = draft.held[0]; first && first.count <= upTo; first = draft.held[0]) giveUp(draft, first, rules);
  letGo(draft, rules);
  return finished(draft);
}

/** The number it waits for, where something waits. */
export const waitsFor = ({ seen, held }: Scope): number | undefined => (held.length > 0 ? seen?.next : undefined);

function begin(draft: Draft, { epoch, count }: Omit<Held, 'sinceMs'>, { beginsAtOne }: SequenceRules): void {
  draft.givenUp = [];
  draft.recent = [];
  draft.seen = { epoch, next: beginsAtOne ? Math.min(1, count) : count, early: [], late: [] };
}

/** Everything whose turn it is, in order. */
function letGo(draft: Draft, rules: SequenceRules): void {
  for (let first = draft.held[0]; first; first = draft.held[0]) {
    const verdict = judge(rowOf(draft.seen), numbered(first), 0, policyOf(rules));
    if (verdict.kind !== 'go') return;
    leave(draft, first);
  }
}

function giveUpAll(draft: Draft, rules: SequenceRules): void {
  for (let first = draft.held[0]; first; first = draft.held[0]) giveUp(draft, first, rules);
}

function giveUp(draft: Draft, first: Held, rules: SequenceRules): void {
  const verdict = judge(rowOf(draft.seen), numbered(first), rules.waitMs, policyOf(rules));
  const missing = verdict.kind === 'gap' ? ([verdict.missing, first.count - 1] as const) : undefined;
  if (missing) draft.givenUp = [...draft.givenUp, missing].slice(-MOST_REMEMBERED);
  leave(draft, first, missing);
}

function leave(draft: Draft, one: Held, missing?: readonly [number, number]): void {
  draft.seen = seenAfter(handed(rowOf(draft.seen), numbered(one)));
  draft.held = draft.held.filter((other) => other !== one);
  draft.recent = remembered(draft.recent, one);
  draft.out.push({ message: one.message, count: one.count, ...(missing ? { missing } : {}) });
}

function late(scope: Scope, item: Omit<Held, 'sinceMs'>): Step & { readonly arrival: Arrival } {
  const isThisCount = item.epoch === scope.seen?.epoch;
  const known = isThisCount ? scope.recent.find(([count]) => count === item.count) : undefined;
  if (known) return { scope, leaving: [], arrival: known[1] === item.identity ? 'repeated' : 'reused' };
  const changed = isThisCount
    ? { ...scope, givenUp: without(scope.givenUp, item.count), recent: remembered(scope.recent, item) }
    : scope;
  return { scope: changed, leaving: [{ message: item.message, count: item.count, isLate: true }], arrival: 'taken' };
}

const remembered = (recent: Scope['recent'], { count, identity }: Omit<Held, 'sinceMs'>): Scope['recent'] =>
  [...recent, [count, identity] as const].slice(-MOST_REMEMBERED);

function without(ranges: Scope['givenUp'], count: number): Scope['givenUp'] {
  return ranges.flatMap(([from, to]) => {
    if (count < from || count > to) return [[from, to] as const];
    return [[from, count - 1] as const, [count + 1, to] as const].filter(([first, last]) => first <= last);
  });
}

const finished = ({ out, ...scope }: Draft): Step => ({ scope, leaving: out });
const numbered = ({ epoch, count }: Pick<Held, 'epoch' | 'count'>): Numbered => ({
  ...{ source: NAME, lane: NAME, epoch, count },
});
const rowOf = (seen: Seen | undefined): Reorder => new Map(seen ? [[NAME, seen]] : []);
const seenAfter = (row: Reorder): Seen => {
  const seen = row.get(NAME);
  if (!seen) throw new Error('a row that has begun is known');
  return seen;
};
/** One more than may wait: the message at hand, which may be the one that is waited for. */
const policyOf = ({ waitMs, most }: SequenceRules): ReorderPolicy => ({ waitMs, most: most + 1, sources: 1 });
