/** How many messages a sender may bring: a bucket that fills steadily and is emptied by what comes. Pure; time is given. */

export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

export interface Rate {
  readonly perMinute: number;
  /** Most that may come at once. */
  readonly burst: number;
}

export const fullBucket = ({ burst }: Rate, nowMs: number): Bucket => ({ tokens: burst, atMs: nowMs });

/** Tokens are fractions; a remainder of their arithmetic is no millisecond. */
const ROUNDING = 1e-6;

/** The bucket afterwards; `waitMs` when it was empty, and then nothing was taken out. */
export function drawOne(
  bucket: Bucket,
  rate: Rate,
  nowMs: number,
): { readonly bucket: Bucket; readonly waitMs: number } {
  const perMs = rate.perMinute / 60_000;
  // A clock that was set back must not empty the bucket.
  const elapsedMs = Math.max(0, nowMs - bucket.atMs);
  const tokens = Math.min(rate.burst, bucket.tokens + elapsedMs * perMs);
  if (tokens >= 1 - ROUNDING) return { bucket: { tokens: tokens - 1, atMs: nowMs }, waitMs: 0 };
  return { bucket: { tokens, atMs: nowMs }, waitMs: Math.ceil((1 - tokens) / perMs - ROUNDING) };
}
