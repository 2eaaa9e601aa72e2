/** How time is cut into windows: by the shifts of the site, by fixed lengths of its local day, or by pauses. */
import { type Calendar, dateParts, toInstant } from '../../site/calendar.ts';
import type { Span } from './entry.ts';

export interface Slice extends Span {
  /** `2026-11-20/A` where the site's shifts cut. */
  readonly shiftId?: string;
}

export interface Cut {
  /** What happens at the very end of a window is part of it. */
  readonly includesEnd: boolean;
  /** Windows that these spans touch, ascending, none that ends before `fromMs`. */
  windows(spans: readonly Span[], fromMs: number): readonly Slice[];
  /** From here on nothing more is expected for a window that ends then. */
  closes(endMs: number): number;
  /** The same for the first window that something at this moment touches. */
  closesAfter(ms: number): number;
}

const DAY_MS = 86_400_000;

export function byShift(calendar: Calendar): Cut {
  return tumbling((ms) => {
    const { shiftId, start, end } = calendar.at(ms);
    return { shiftId, startMs: Date.parse(start), endMs: Date.parse(end) };
  });
}

/**
 * Counted from local midnight: an hour is an hour on every day, a day of 23 or 25 hours has one less or one more, and
 * the last window of a day may be shorter. A day is the local day.
 */
export function byLength(timeZone: string, lengthMs: number): Cut {
  const days = new Map<string, Span>();
  return tumbling((ms) => {
    const { date } = dateParts(timeZone, ms);
    const day = days.get(date) ?? localDay(timeZone, date);
    if (days.size > 400) days.clear();
    days.set(date, day);
    const startMs = day.startMs + Math.floor((ms - day.startMs) / lengthMs) * lengthMs;
    return lengthMs >= DAY_MS ? day : { startMs, endMs: Math.min(startMs + lengthMs, day.endMs) };
  });
}

function localDay(timeZone: string, date: string): Span {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  return { startMs: toInstant(timeZone, midnight, 0), endMs: toInstant(timeZone, midnight + DAY_MS, 0) };
}

/** A window lasts as long as something happens; after a pause of `gapMs` a new one begins. */
export function byPause(gapMs: number): Cut {
  const closes = (endMs: number): number => endMs + gapMs;
  return {
    includesEnd: true,
    closes,
    closesAfter: closes,
    windows(spans, fromMs) {
      const found: { startMs: number; endMs: number }[] = [];
      for (const { startMs, endMs } of spans) {
        const last = found.at(-1);
        if (last && startMs - last.endMs < gapMs) last.endMs = Math.max(last.endMs, endMs);
        else found.push({ startMs, endMs });
      }
      return found.filter((slice) => slice.endMs >= fromMs - gapMs);
    },
  };
}

function tumbling(at: (ms: number) => Slice): Cut {
  return {
    includesEnd: false,
    closes: (endMs) => endMs,
    closesAfter: (ms) => at(ms).endMs,
    windows(spans, fromMs) {
      const found = new Map<number, Slice>();
      for (const span of spans) {
        if (span.endMs < fromMs) continue;
        let slice = at(Math.max(span.startMs, fromMs));
        found.set(slice.startMs, slice);
        while (slice.endMs < span.endMs) {
          slice = at(slice.endMs);
          found.set(slice.startMs, slice);
        }
      }
      return [...found.values()].sort((a, b) => a.startMs - b.startMs);
    },
  };
}
