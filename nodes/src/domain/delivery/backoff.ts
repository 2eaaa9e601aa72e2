/** How long to wait before the next attempt: doubling, bounded, with jitter so that lanes do not return in step. */
import type { RetryPolicy } from '../journal.ts';

/**
 * Delay in ms before attempt `tries + 1`; `tries` is at least 1. Half of the delay is fixed, half is `random` in [0, 1).
 */
export function backoffMs(tries: number, policy: Pick<RetryPolicy, 'baseMs' | 'maxMs'>, random: number): number {
  // 2^30 times any base is beyond every sensible maximum; larger exponents would end in Infinity.
  const full = Math.min(policy.maxMs, policy.baseMs * 2 ** Math.min(Math.max(tries, 1) - 1, 30));
  return Math.round(full / 2 + (full / 2) * random);
}
