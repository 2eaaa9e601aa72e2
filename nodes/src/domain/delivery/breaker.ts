/**
 * The circuit breaker of one target: after several failures in a row nothing is sent any more, so that a target in
 * trouble is left alone and no message spends its patience; probes with growing pauses find out when it is well again.
 */
import type { Failure } from '../failure.ts';
import type { RetryPolicy } from '../journal.ts';
import { backoffMs } from './backoff.ts';
import { type Move, move } from './states.ts';

export type BreakerState = 'closed' | 'open' | 'half-open';
/** `trip`: failures reached the threshold, or the target refuses us altogether. */
export type BreakerEvent = 'succeed' | 'fail' | 'trip' | 'wake';

export const breakerMoves: readonly Move<BreakerState, BreakerEvent>[] = [
  { from: 'closed', on: 'succeed', to: 'closed', because: 'The target works.' },
  { from: 'closed', on: 'fail', to: 'closed', because: 'One failure says nothing yet; several in a row do.' },
  { from: 'closed', on: 'trip', to: 'open', because: 'The target is in trouble or refuses us: leave it alone.' },
  { from: 'open', on: 'succeed', to: 'closed', because: 'A call that was on its way shows that the target works.' },
  { from: 'open', on: 'fail', to: 'open', because: 'A call that was on its way failed as well; that is no news.' },
  { from: 'open', on: 'trip', to: 'open', because: 'A call that was on its way failed as well; that is no news.' },
  { from: 'open', on: 'wake', to: 'half-open', because: 'The pause is over and one probe goes out.' },
  { from: 'half-open', on: 'succeed', to: 'closed', because: 'The probe was answered: work goes on.' },
  { from: 'half-open', on: 'fail', to: 'open', because: 'The probe failed: the next pause is longer.' },
  { from: 'half-open', on: 'trip', to: 'open', because: 'The probe was refused: the next pause is longer.' },
];

export interface Breaker {
  readonly state: BreakerState;
  /** Failures in a row. */
  readonly failures: number;
  /** How often it opened without `steady` answers in a row between; the pause grows with it. */
  readonly openings: number;
  /** Answers in a row since it closed. */
  readonly answers: number;
  /** Epoch ms: when the next probe may go out, while open. */
  readonly until: number;
  /** Why it is not closed. */
  readonly cause?: Failure;
}

export interface BreakerPolicy extends Pick<RetryPolicy, 'baseMs' | 'maxMs'> {
  /** Failures in a row that open it. */
  readonly threshold: number;
  /** Answers in a row after which earlier trouble is forgotten. */
  readonly steady: number;
}

export const breakerPolicy: BreakerPolicy = { threshold: 5, steady: 20, baseMs: 2_000, maxMs: 60_000 };

export const freshBreaker: Breaker = { state: 'closed', failures: 0, openings: 0, answers: 0, until: 0 };

/** Failures that speak about the target; all others are answers, and a target that answers works. */
export function breakerEvent(failure: Failure | undefined): 'succeed' | 'fail' | 'trip' | undefined {
  switch (failure?.class) {
    case 'transient':
    case 'unknown':
      return 'fail';
    case 'authorisation':
      return 'trip';
    case 'configuration':
      // A missing app concerns one intent; a wrong address, database or certificate concerns all of them.
      return failure.code === 'odoo-model-missing' ? 'succeed' : 'trip';
    case 'throttled':
      return undefined;
    default:
      return 'succeed';
  }
}

/** `random` is uniform in [0, 1). */
export function observed(
  breaker: Breaker,
  failure: Failure | undefined,
  at: { readonly nowMs: number; readonly random: number },
  policy: BreakerPolicy = breakerPolicy,
): Breaker {
  const seen = breakerEvent(failure);
  if (seen === undefined) return breaker;
  if (seen === 'succeed') return succeeded(breaker, policy);
  const failures = breaker.failures + 1;
  const event = seen === 'fail' && failures >= policy.threshold ? 'trip' : seen;
  const to = move(breakerMoves, breaker.state, event) ?? breaker.state;
  const cause = failure ? { cause: failure } : {};
  if (to !== 'open') return { ...breaker, state: to, failures, answers: 0, ...cause };
  if (breaker.state === 'open') return { ...breaker, failures, ...cause };
  const openings = breaker.openings + 1;
  const until = at.nowMs + backoffMs(openings, policy, at.random);
  return { state: 'open', failures, openings, answers: 0, until, ...cause };
}

function succeeded(breaker: Breaker, policy: BreakerPolicy): Breaker {
  const state = move(breakerMoves, breaker.state, 'succeed') ?? breaker.state;
  const answers = breaker.answers + 1;
  return { state, failures: 0, openings: answers >= policy.steady ? 0 : breaker.openings, answers, until: 0 };
}

/** Open and its pause is over: half-open, and the caller sends one probe. Else unchanged. */
export function woken(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.state !== 'open' || nowMs < breaker.until) return breaker;
  return { ...breaker, state: move(breakerMoves, breaker.state, 'wake') ?? breaker.state };
}
