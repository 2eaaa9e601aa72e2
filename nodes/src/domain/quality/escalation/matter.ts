/**
 * One matter that somebody has to answer, as a pure state machine: open, told step after step, acknowledged, closed. Words
 * about it are ordered by their own number, so that what comes late changes nothing. The wait for a step counts from the
 * step before: after a standstill nobody is passed over, and nobody is told before the one below had the time for it.
 */
import { z } from 'zod';
import { LADDERS, type Ladder, type Step } from './policy.ts';

const PHASES = ['open', 'acknowledged', 'closed'] as const;

export const matterSchema = z.object({
  subject: z.string(),
  /** Of the latest word about it; a closed matter that was never heard of has no ladder. */
  ladder: z.enum(LADDERS).optional(),
  phase: z.enum(PHASES),
  /** Number of the latest word that its system said. */
  order: z.number(),
  /** Steps that were told. */
  told: z.number(),
  /** Which climb it is: a higher ladder and a reopened matter begin anew. */
  climb: z.number(),
  /** When the climb began: with what happened, or with the word that made it begin anew. */
  beganMs: z.number(),
  /** The wait for the next step counts from here. */
  sinceMs: z.number(),
  /** For the people who are told. */
  facts: z.record(z.string(), z.json()),
  touchedMs: z.number(),
});
export type Matter = z.output<typeof matterSchema>;

export type Word =
  | { readonly kind: 'open'; readonly order: number; readonly atMs: number; readonly ladder: Ladder }
  | { readonly kind: 'acknowledged' | 'closed'; readonly order: number };

export interface Heard {
  readonly matter: Matter;
  readonly verdict: 'begun' | 'changed' | 'old';
}

/** What a system says about the matter. */
export function hear(
  before: Matter | undefined,
  subject: string,
  word: Word,
  facts: Matter['facts'],
  nowMs: number,
): Heard {
  if (before && !isNews(before, word)) return { matter: before, verdict: 'old' };
  const told = { subject, order: word.order, facts, touchedMs: nowMs };
  const blank = { told: 0, climb: 0, beganMs: nowMs, sinceMs: nowMs };
  if (word.kind !== 'open') return { matter: { ...blank, ...before, ...told, phase: word.kind }, verdict: 'changed' };
  const isSameClimb = before?.ladder !== undefined && before.phase !== 'closed' && !isHigher(word.ladder, before);
  if (isSameClimb) return { matter: { ...before, ...told }, verdict: 'changed' };
  // What happened long ago has waited already; what is said to happen later has not.
  const beganMs = before ? nowMs : Math.min(word.atMs, nowMs);
  const climb = before ? before.climb + 1 : 0;
  const begun = { ladder: word.ladder, phase: 'open', told: 0, climb, beganMs, sinceMs: beganMs } as const;
  return { matter: { ...told, ...begun }, verdict: 'begun' };
}

/** What a person says: it stops the ladder, whatever its system said last. */
export function acknowledge(matter: Matter, nowMs: number): Matter {
  return matter.phase === 'open' ? { ...matter, phase: 'acknowledged', touchedMs: nowMs } : matter;
}

export interface Climbed {
  readonly matter: Matter;
  readonly step: Step;
  /** First step: 1. */
  readonly number: number;
  readonly dueMs: number;
}

/** The next step when its time has come. After it `matter` waits for the one above. */
export function climb(matter: Matter, steps: readonly Step[], nowMs: number): Climbed | undefined {
  const step = steps[matter.told];
  if (matter.phase !== 'open' || !step) return undefined;
  const dueMs = matter.sinceMs + step.afterMinutes * 60_000;
  if (nowMs < dueMs) return undefined;
  const number = matter.told + 1;
  return { step, number, dueMs, matter: { ...matter, told: number, sinceMs: nowMs, touchedMs: nowMs } };
}

/** The clock was put back: the wait begins again, so that it ends at all. Otherwise the same matter. */
export const withClock = (matter: Matter, nowMs: number): Matter =>
  nowMs < matter.sinceMs ? { ...matter, sinceMs: nowMs } : matter;

/** Of two words with one number the one that ends more counts. */
function isNews(before: Matter, word: Word): boolean {
  if (word.order !== before.order) return word.order > before.order;
  return PHASES.indexOf(word.kind) > PHASES.indexOf(before.phase);
}

const isHigher = (ladder: Ladder, before: Matter): boolean =>
  before.ladder !== undefined && LADDERS.indexOf(ladder) < LADDERS.indexOf(before.ladder);
