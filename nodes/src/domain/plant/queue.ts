/**
 * The order in which samples of one machine are applied: by source timestamp, counters before context inside a cycle.
 * Tags are sampled at different moments, so a sample waits a little for older ones, and for ever while it is unknown
 * what the machine works on.
 */
import type { Sample } from '../ports.ts';
import type { Draft } from './draft.ts';
import type { Pending } from './machine.ts';
import { holdsFrom, isGood, stampOf } from './sample.ts';

/** Beyond this many waiting samples only the last one of each counter before a change of context is kept. */
const MAX_PENDING = 2_000;

/** Puts a sample in line. Returns false for a break in the stream, which is applied at once behind all that waits. */
export function admit(draft: Draft, sample: Sample): boolean {
  const read = stampOf(sample, draft.nowMs);
  const stamp = isContext(draft, sample) ? { ...read, ms: holdsFrom(read.ms) } : read;
  if (!isGood(sample.status) && stamp.clock === 'arrival') return false;
  const turnMs = afterOwnBreak(draft, sample, stamp.ms);
  const pending: Pending = {
    sample,
    ...stamp,
    turnMs,
    arrivedMs: draft.nowMs,
    observedMs: draft.observedMs,
  };
  draft.machine = {
    ...draft.machine,
    pending: [...draft.machine.pending, pending],
    latestMs: Math.max(draft.machine.latestMs, read.ms),
  };
  return true;
}

/** Takes out of line what is due: everything whose turn came up to `untilMs`. */
export function release(draft: Draft, untilMs: number): readonly Pending[] {
  const line = inLine(draft);
  const due = line.filter((pending) => pending.turnMs <= untilMs);
  const rest = line.slice(due.length);
  if (line.length > 0) draft.machine = { ...draft.machine, pending: rest };
  return due;
}

function inLine(draft: Draft): readonly Pending[] {
  return [...draft.machine.pending].sort((a, b) => a.turnMs - b.turnMs || rank(draft, a) - rank(draft, b));
}

/** While nothing may be applied the line must not grow without bound. */
export function bound(draft: Draft): void {
  const { pending } = draft.machine;
  if (pending.length <= MAX_PENDING) return;
  const newest = new Map<string, Pending>();
  const kept = new Set<Pending>();
  const keepNewest = () => {
    for (const one of newest.values()) kept.add(one);
    newest.clear();
  };
  for (const one of inLine(draft)) {
    if (rank(draft, one) === 1) {
      keepNewest();
      kept.add(one);
    } else newest.set(one.sample.tag, one);
  }
  keepNewest();
  draft.machine = { ...draft.machine, pending: pending.filter((one) => kept.has(one)) };
}

/** Newest stamp among the samples that have waited long enough by our clock. */
export function waitedUntilMs(draft: Draft): number {
  const oldest = draft.nowMs - draft.options.settleMs;
  return Math.max(...draft.machine.pending.filter(({ arrivedMs }) => arrivedMs <= oldest).map(({ turnMs }) => turnMs));
}

/** Context tags that nobody vouches for at the moment and that no waiting sample settles. */
export function unsettled(
  draft: Pick<Draft, 'machine' | 'plan'>,
): readonly { readonly tag: string; readonly status: string }[] {
  const { context, pending } = draft.machine;
  const coming = new Set(pending.filter(({ sample }) => isGood(sample.status)).map(({ sample }) => sample.tag));
  return [...draft.plan.contextTags].flatMap((tag) => {
    const known = context[tag];
    if (coming.has(tag) || (known && known.held === undefined)) return [];
    return [{ tag, status: known?.held ?? lastStatus(pending, tag) }];
  });
}

function lastStatus(pending: readonly Pending[], tag: string): string {
  return pending.findLast(({ sample }) => sample.tag === tag)?.sample.status ?? 'not seen yet';
}

/** A value that comes back after a bad status may carry an older stamp than the status; it is newer all the same. */
function afterOwnBreak(draft: Draft, sample: Sample, ms: number): number {
  if (!isGood(sample.status)) return ms;
  const broken = draft.machine.pending.filter((p) => p.sample.tag === sample.tag && !isGood(p.sample.status));
  return Math.max(ms, ...broken.map(({ turnMs }) => turnMs));
}

const isContext = (draft: Draft, { tag }: Sample): boolean => draft.plan.contextTags.has(tag);
const rank = (draft: Draft, { sample }: Pending): number => (isContext(draft, sample) ? 1 : 0);
