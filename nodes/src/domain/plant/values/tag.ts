/**
 * One tag: what was told of it last, and what may be told next. A value outside the deadband waits until it has held;
 * a status that is not good is news of its own and never compared as a value. First values are told at once.
 */
import type { Sample } from '../../ports.ts';
import { isGood, stampOf } from '../sample.ts';
import { isInBand, type ValueRule } from './rule.ts';

/** A sample and when it came, by our clock. `says` tells values apart that JSON does not (NaN). */
export interface Heard {
  readonly sample: Sample;
  readonly atMs: number;
  readonly says: string;
}

/** Plain JSON: it survives a restart in the journal. */
export interface Tag {
  readonly source: string;
  readonly newest: Heard;
  readonly told: Heard;
  readonly toldMs: number;
  /** Is to be told when it has held. */
  readonly pending?: Heard;
}

/** Why a sample was not passed on; `notGood`: the same bad status as told. */
export type Held = 'unchanged' | 'deadband' | 'notGood' | 'debounce';

export interface Move {
  readonly tag: Tag;
  readonly passed: readonly Sample[];
  /** `passed` is what was heard last, said again. */
  readonly isRepeat?: true;
  readonly held: readonly Held[];
}

/** Says in `serverTimestamp` when it came, where its source has no clock: it may leave much later. */
export function heardAt(sample: Sample, nowMs: number): Heard {
  const isStamped = stampOf(sample, nowMs).clock !== 'arrival';
  const dated = isStamped ? sample : { ...sample, serverTimestamp: new Date(nowMs).toISOString() };
  return { sample: dated, atMs: nowMs, says: `${typeof sample.value} ${String(sample.value)}` };
}

export function hear(source: string, known: Tag | undefined, heard: Heard, rule: ValueRule): Move {
  if (!known) {
    const first = { source, newest: heard, told: heard, toldMs: heard.atMs };
    return { tag: first, passed: [heard.sample], held: [] };
  }
  const { pending } = known;
  if (!pending || heldMs(pending, heard) < rule.holdMs) return weigh(known, heard, rule);
  const before = tell(known, pending, heard.atMs);
  const after = weigh(before.tag, heard, rule);
  return { ...after, passed: [...before.passed, ...after.passed] };
}

/** Time passes: what has held is told, and what was long not told is told again. */
export function age(tag: Tag, rule: ValueRule, nowMs: number): Move | undefined {
  const { pending, newest } = tag;
  if (pending && isOver(pending.atMs, rule.holdMs, nowMs)) return tell(tag, pending, nowMs);
  if (rule.repeatMs === 0 || !isOver(tag.toldMs, rule.repeatMs, nowMs)) return undefined;
  // What never holds is told then all the same: the receiver shall not be kept in the dark for longer.
  return pending ? tell(tag, pending, nowMs) : { ...tell(tag, newest, nowMs), isRepeat: true };
}

function weigh(tag: Tag, heard: Heard, rule: ValueRule): Move {
  const { pending, ...rest } = tag;
  const now = { ...rest, newest: heard };
  const left: readonly Held[] = pending ? ['debounce'] : [];
  const known = sameAs(tag.told, heard, rule);
  if (known) return { tag: now, passed: [], held: [...left, known] };
  const again = pending && sameAs(pending, heard, rule);
  if (again) return { tag: { ...now, pending }, passed: [], held: [again] };
  return rule.holdMs === 0
    ? { ...tell(now, heard, heard.atMs), held: left }
    : { tag: { ...now, pending: heard }, passed: [], held: left };
}

function tell({ pending: _, ...tag }: Tag, told: Heard, nowMs: number): Move {
  return { tag: { ...tag, told, toldMs: nowMs }, passed: [told.sample], held: [] };
}

/** Why the second is no news behind the first; undefined when it is. */
function sameAs(one: Heard, other: Heard, rule: ValueRule): Held | undefined {
  if (one.sample.status !== other.sample.status) return undefined;
  if (!isGood(other.sample.status)) return 'notGood';
  if (one.says === other.says) return 'unchanged';
  const [reference, value] = [one.sample.value, other.sample.value];
  if (!isFiniteNumber(reference) || !isFiniteNumber(value)) return undefined;
  return isInBand(value, reference, rule) ? 'deadband' : undefined;
}

const isFiniteNumber = (value: Sample['value']): value is number => typeof value === 'number' && Number.isFinite(value);

/** By the source's clock, for samples that waited on their way; by ours where its stamps say nothing. */
function heldMs(from: Heard, to: Heard): number {
  const [begin, end] = [stampOf(from.sample, from.atMs), stampOf(to.sample, to.atMs)];
  const byStamp = begin.clock === end.clock ? end.ms - begin.ms : -1;
  return byStamp >= 0 ? byStamp : to.atMs - from.atMs;
}

/** Our clock may be set back: then nothing waits for it to catch up. */
const isOver = (sinceMs: number, forMs: number, nowMs: number): boolean => nowMs < sinceMs || nowMs - sinceMs >= forMs;
