/** What happens after a failed attempt: again later, look first, or bury. Pure; the journal applies and stores it. */
import type { Failure } from '../failure.ts';
import type { RetryPolicy } from '../journal.ts';
import { backoffMs } from './backoff.ts';

/** What a message has spent so far. Epoch ms and ms. */
export interface Progress {
  /** Enqueued or replayed; the time budget runs from here. */
  readonly budgetFrom: number;
  /** Attempts that count for the backoff. */
  readonly tries: number;
  /** First of the present run of `waiting` answers. */
  readonly waitingSince: number | null;
  /** Earlier time spent waiting: does not count against the time budget. */
  readonly waitedMs: number;
}

export type Decision =
  | { readonly kind: 'again'; readonly afterMs: number; readonly aside: boolean; readonly progress: Progress }
  | { readonly kind: 'verify'; readonly afterMs: number; readonly aside: boolean; readonly progress: Progress }
  | { readonly kind: 'bury'; readonly failure: Failure };

export interface Attempt {
  readonly progress: Progress;
  readonly failure: Failure;
  /** The target asked for this pause (`Retry-After`). */
  readonly askedMs?: number;
  readonly nowMs: number;
  /** Uniform in [0, 1). */
  readonly random: number;
}

export const freshProgress = (nowMs: number): Progress => ({
  budgetFrom: nowMs,
  tries: 0,
  waitingSince: null,
  waitedMs: 0,
});

export function decide(attempt: Attempt, policy: RetryPolicy): Decision {
  const { failure } = attempt;
  switch (failure.class) {
    case 'business':
    case 'data':
      return { kind: 'bury', failure };
    case 'waiting':
      return stepAside(attempt, policy);
    case 'unknown':
      return later('verify', attempt, policy);
    case 'transient':
    case 'throttled':
    case 'conflict':
    case 'authorisation':
    case 'configuration':
      return later('again', attempt, policy);
  }
}

const askedOf = ({ askedMs = 0, failure }: Attempt): number => Math.max(askedMs, failure.retryAfterMs ?? 0);

function stepAside(attempt: Attempt, policy: RetryPolicy): Decision {
  const { progress, nowMs } = attempt;
  const waitingSince = progress.waitingSince ?? nowMs;
  const tries = progress.waitingSince === null ? 1 : progress.tries + 1;
  const leftMs = waitingSince + policy.waitBudgetMs - nowMs;
  if (leftMs <= 0) return { kind: 'bury', failure: exhausted(attempt.failure, nowMs - waitingSince, 'waiting') };
  const pause = Math.max(askedOf(attempt), backoffMs(tries, policy, attempt.random));
  return {
    kind: 'again',
    aside: true,
    afterMs: Math.min(pause, leftMs),
    progress: { ...progress, tries, waitingSince },
  };
}

function later(kind: 'again' | 'verify', attempt: Attempt, policy: RetryPolicy): Decision {
  const { failure, nowMs } = attempt;
  const before = endWaiting(attempt.progress, nowMs);
  const leftMs = before.budgetFrom + policy.budgetMs + before.waitedMs - nowMs;
  if (leftMs <= 0) {
    const spentMs = nowMs - before.budgetFrom - before.waitedMs;
    return { kind: 'bury', failure: exhausted(failure, spentMs, 'trying') };
  }
  // A target that refuses us altogether is not asked more often because many messages wait.
  const refusesUs = failure.class === 'authorisation' || failure.class === 'configuration';
  const tries = refusesUs ? before.tries : before.tries + 1;
  const pause = refusesUs ? policy.maxMs : backoffMs(tries, policy, attempt.random);
  const afterMs = Math.min(Math.max(askedOf(attempt), pause), leftMs);
  return { kind, afterMs, aside: false, progress: { ...before, tries } };
}

function endWaiting(progress: Progress, nowMs: number): Progress {
  if (progress.waitingSince === null) return progress;
  return {
    ...progress,
    tries: 0,
    waitingSince: null,
    waitedMs: progress.waitedMs + (nowMs - progress.waitingSince),
  };
}

function exhausted(failure: Failure, spentMs: number, doing: 'waiting' | 'trying'): Failure {
  return { ...failure, reason: `${failure.reason}; gave up after ${duration(spentMs)} of ${doing}` };
}

function duration(ms: number): string {
  if (ms < 60_000) return `${Math.round(ms / 1000)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  if (ms < 172_800_000) return `${Math.round(ms / 3_600_000)} h`;
  return `${Math.round(ms / 86_400_000)} d`;
}
