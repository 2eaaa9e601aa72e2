/**
 * How many calls a target gets at once: one more while it answers as quickly as usual, half as many when it tells of
 * conflicts or limits us, one less when it becomes slow. Pure; the connection keeps the value and asks it before a call.
 */
import type { Failure } from '../failure.ts';

export interface Governor {
  /** Calls that may be under way. */
  readonly limit: number;
  /** Good answers in a row at this limit. */
  readonly calm: number;
  /** Epoch ms; until then the limit does not go down again, because old calls still answer late. */
  readonly coolUntil: number;
  /** What each method usually takes, ms. */
  readonly usualMs: Readonly<Record<string, number>>;
}

export interface GovernorPolicy {
  readonly max: number;
  /** Good answers in a row, per call allowed, before one more is tried. */
  readonly patience: number;
  /** An answer that takes this many times the usual is slow; `slackMs` more, so that short calls may vary. */
  readonly slowFactor: number;
  readonly slackMs: number;
  readonly coolMs: number;
}

export const governorPolicy = (max: number): GovernorPolicy => ({
  max,
  patience: 8,
  slowFactor: 3,
  slackMs: 100,
  coolMs: 10_000,
});

export const freshGovernor: Governor = { limit: 1, calm: 0, coolUntil: 0, usualMs: {} };

export interface CallEnded {
  /** `model.method`. */
  readonly what: string;
  readonly tookMs: number;
  readonly failure?: Failure;
}

/** Odoo has fewer methods than this; a flow that calls by computed names must not fill the memory. */
const MOST_METHODS = 200;

export function governed(governor: Governor, call: CallEnded, nowMs: number, policy: GovernorPolicy): Governor {
  const pressure = pressureOf(governor, call, policy);
  const usualMs = call.failure ? governor.usualMs : learned(governor.usualMs, call);
  if (pressure === 'none') return { ...governor, usualMs };
  if (pressure === 'good') return rested({ ...governor, usualMs }, policy);
  if (nowMs < governor.coolUntil) return { ...governor, usualMs, calm: 0 };
  const limit = pressure === 'contended' ? Math.floor(governor.limit / 2) : governor.limit - 1;
  return { usualMs, calm: 0, limit: Math.max(1, limit), coolUntil: nowMs + policy.coolMs };
}

function rested(governor: Governor, policy: GovernorPolicy): Governor {
  const calm = governor.calm + 1;
  const grows = calm >= policy.patience * governor.limit && governor.limit < policy.max;
  return { ...governor, calm: grows ? 0 : calm, limit: Math.min(policy.max, governor.limit + (grows ? 1 : 0)) };
}

/** `none`: a target that is away says nothing about how much it can take; the breaker deals with it. */
function pressureOf(
  governor: Governor,
  call: CallEnded,
  policy: GovernorPolicy,
): 'good' | 'slow' | 'contended' | 'none' {
  const { failure, what, tookMs } = call;
  if (failure?.class === 'conflict' || failure?.class === 'throttled' || failure?.code === 'odoo-overloaded')
    return 'contended';
  if (failure && failure.class !== 'business' && failure.class !== 'data') return 'none';
  const usual = governor.usualMs[what];
  return usual !== undefined && tookMs > usual * policy.slowFactor + policy.slackMs ? 'slow' : 'good';
}

/** Follows quicker answers at once and slower ones slowly: a queue inside Odoo must not become the usual. */
function learned(usualMs: Governor['usualMs'], { what, tookMs }: CallEnded): Governor['usualMs'] {
  const known = usualMs[what];
  if (known === undefined && Object.keys(usualMs).length >= MOST_METHODS) return usualMs;
  const weight = known === undefined ? 1 : tookMs < known ? 0.5 : 0.02;
  const before = known ?? 0;
  return { ...usualMs, [what]: before + (tookMs - before) * weight };
}
