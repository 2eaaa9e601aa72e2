/** What a tag said and when, so that an older sample of it is known again or turns out to be news. */

/** A value and the first and last stamp it was seen with. */
export interface Period {
  readonly value: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** Changes remembered per tag; a sample from before them is taken for a repetition. */
const KEPT = 12;

/** Notes a sample, in the order of stamps. */
export function withSeen(past: readonly Period[] | undefined, value: string, ms: number): readonly Period[] {
  const periods = past ?? [];
  const known = periods.find((period) => period.value === value && period.fromMs <= ms && ms <= period.toMs);
  if (known) return periods;
  const before = periodAt(periods, ms);
  if (before?.value === value && before.toMs < ms)
    return periods.map((period) => (period === before ? { ...period, toMs: ms } : period));
  const place = before ? periods.indexOf(before) + 1 : 0;
  return periods.toSpliced(place, 0, { value, fromMs: ms, toMs: ms }).slice(-KEPT);
}

/** What was believed at a time when the tag truly said `value`; nothing when that is no news. */
export function mistakenAt(
  past: readonly Period[] | undefined,
  value: string,
  ms: number,
): { readonly value: string; readonly untilMs: number } | undefined {
  const periods = past ?? [];
  if (periods.some((period) => period.value === value && period.fromMs <= ms && ms <= period.toMs)) return undefined;
  const believed = periodAt(periods, ms);
  if (!believed || believed.value === value) return undefined;
  const next = periods.find(({ fromMs }) => fromMs > ms)?.fromMs ?? Number.POSITIVE_INFINITY;
  return { value: believed.value, untilMs: believed.toMs > ms ? Math.min(believed.toMs, next) : next };
}

function periodAt(periods: readonly Period[], ms: number): Period | undefined {
  return periods.findLast(({ fromMs }) => fromMs <= ms);
}
