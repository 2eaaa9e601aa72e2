/** Entries come in, in any order and any number of times. Each is counted once, replaced by a better one, or refused. */
import type { Book, Changes, Touched } from './book.ts';
import type { Cut, Slice } from './cut.ts';
import type { Entry, Held } from './entry.ts';

export interface Plan<S, F> {
  readonly cut: Cut;
  /** Waits so long after the end of a window for what is under way. */
  readonly graceMs: number;
  /** Late entries share one revision when they come closer together than this. */
  readonly quietMs: number;
  /** Windows change no more so long after their end. */
  readonly keepMs: number;
  /** Pure; plain JSON. */
  figures(held: readonly Held<S>[], slice: Slice): F;
}

export type Verdict =
  | 'counted'
  /** Counted before. */
  | 'known'
  /** A newer version is here. */
  | 'superseded'
  /** Same fact and version, another content. */
  | 'conflicting'
  /** Its window changes no more. */
  | 'gone'
  /** Its time has not come yet: a clock is wrong. */
  | 'ahead';

/** Clocks of a plant differ; what is further ahead is a mistake. */
const AHEAD_MS = 5 * 60_000;

export interface Taken<S> {
  readonly verdicts: readonly Verdict[];
  readonly changes: Changes<S>;
}

export function take<S, F>(plan: Plan<S, F>, book: Book<S>, entries: readonly Entry<S>[], nowMs: number): Taken<S> {
  const markMs = Math.max(book.markMs, nowMs);
  const put = new Map<string, Entry<S>>();
  const touched = new Map<string, Touched>();
  const verdicts = entries.map((entry) => {
    const before = put.get(entry.slot) ?? book.entry(entry.slot);
    const verdict = judge(plan, entry, before, markMs);
    if (verdict !== 'counted') return verdict;
    put.set(entry.slot, entry);
    for (const one of before ? [before, entry] : [entry]) {
      const now = touched.get(one.key) ?? book.touched.get(one.key);
      touched.set(one.key, touch(plan, now, one.startMs, markMs, nowMs));
    }
    return verdict;
  });
  const nothing = { issued: [], forgotten: [], forgottenWindows: [], sequence: book.sequence };
  return { verdicts, changes: { ...nothing, put: [...put.values()], touched, markMs } };
}

function judge<S, F>(plan: Plan<S, F>, entry: Entry<S>, before: Entry<S> | undefined, markMs: number): Verdict {
  if (before && before.version > entry.version) return 'superseded';
  if (before && before.version === entry.version) return sameContent(before, entry) ? 'known' : 'conflicting';
  if (entry.startMs > markMs + AHEAD_MS || (entry.endMs ?? 0) > markMs + AHEAD_MS) return 'ahead';
  const lasts = entry.untilNext !== undefined || entry.endMs === undefined;
  const closesMs = lasts ? markMs : plan.cut.closesAfter(entry.endMs ?? entry.startMs);
  return !before && closesMs + plan.keepMs < markMs ? 'gone' : 'counted';
}

function touch<S, F>(
  { cut, graceMs }: Plan<S, F>,
  before: Touched | undefined,
  startMs: number,
  markMs: number,
  nowMs: number,
): Touched {
  const closesMs = cut.closesAfter(startMs) + graceMs;
  const late = closesMs <= markMs ? { firstMs: before?.late?.firstMs ?? nowMs, lastMs: nowMs } : before?.late;
  return {
    fromMs: Math.min(before?.fromMs ?? startMs, startMs),
    nextMs: Math.min(before?.nextMs ?? closesMs, closesMs),
    ...(late ? { late } : {}),
  };
}

const sameContent = <S>(one: Entry<S>, other: Entry<S>): boolean => textOf(one) === textOf(other);

/** Order of fields plays no part: what was stored may come back in another one. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
