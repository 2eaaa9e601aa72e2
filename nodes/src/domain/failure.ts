/**
 * A failure is a value with a verdict: decided once at the edge that saw it, obeyed by everyone behind it.
 * The status line shows `reason`; log and dead-letter queue show all of it.
 */

import type { UnknownCode } from './site/crosswalk/unknown-code.ts';

/**
 * - `transient`, `throttled`, `conflict`: surely not done, may be tried again.
 * - `waiting`: not done because something else must happen first; tried again without blocking its lane.
 * - `business`, `data`: final; a person repairs the message or the record.
 * - `authorisation`, `configuration`: the target refuses us, not this message; the lane pauses and alarms.
 * - `unknown`: sent, answer lost; look before doing anything.
 */
export type FailureClass =
  | 'transient'
  | 'throttled'
  | 'conflict'
  | 'waiting'
  | 'business'
  | 'data'
  | 'authorisation'
  | 'configuration'
  | 'unknown';

/** One finding of a validator: where, which rule, what was there (never a secret). */
export interface Issue {
  readonly path: string;
  readonly rule: string;
  readonly value?: string;
}

export interface Failure {
  /** Stable machine name, kebab-case, for example `lot-missing`; runbooks link to it. */
  readonly code: string;
  readonly class: FailureClass;
  /** What was attempted, as a clause: `post 12 C62 of FG-1000`. */
  readonly attempted: string;
  /** On what: order, tag, file, connection. */
  readonly on: string;
  readonly reason: string;
  /** What a person can do next, as a full sentence. */
  readonly nextStep: string;
  /** The underlying error's own words, shortened, without traceback or secret. */
  readonly cause?: string;
  readonly issues?: readonly Issue[];
  /** It was sent and the answer is missing, whatever the class says about sending it again. */
  readonly answerLost?: true;
  /** Codes that nobody mapped: counted when the message is put aside, which waits for their rows. */
  readonly unknownCodes?: readonly UnknownCode[];
  /** Not before this pause: the target asked for it, or may still be at work on what was sent. */
  readonly retryAfterMs?: number;
}

/** Classes after which the same message may be sent again without looking first. */
export function isRetryable(failure: Failure): boolean {
  return ['transient', 'throttled', 'conflict', 'waiting', 'authorisation', 'configuration'].includes(failure.class);
}

/** One line for people: what, on what, why, what next. */
export function explain(failure: Failure): string {
  const cause = failure.cause ? ` (${failure.cause})` : '';
  return `Could not ${failure.attempted} on ${failure.on}: ${failure.reason}${cause}. ${failure.nextStep}`;
}
