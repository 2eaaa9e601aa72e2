/**
 * Shift and business date of an instant. Shifts start at local wall-clock times; the instants at which they really
 * start are computed per day, so a day of 23 or 25 hours has shifts of odd length but never a gap or an overlap.
 */
import type { SitePack } from './pack.ts';

export interface ShiftMoment {
  /** `2026-11-20/A` */
  readonly shiftId: string;
  /** The day on which the shift started; a night shift's small hours belong to the day before. */
  readonly businessDate: string;
  /** RFC 3339 UTC. */
  readonly start: string;
  readonly end: string;
}

export interface Calendar {
  /** Milliseconds since the Unix epoch → the one shift that holds it. */
  at(instantMs: number): ShiftMoment;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

interface Start {
  readonly ms: number;
  readonly date: string;
  readonly shift: string;
}

export function buildCalendar(pack: Pick<SitePack, 'timeZone' | 'shifts'>): Calendar {
  const days = new Map<number, readonly Start[]>();
  const around = (utcDay: number): readonly Start[] => {
    const known = days.get(utcDay);
    if (known) return known;
    if (days.size > 400) days.clear();
    const starts = [-2, -1, 0, 1, 2].flatMap((offset) => startsOf(pack, utcDay + offset));
    days.set(utcDay, starts);
    return starts;
  };
  return {
    at(instantMs) {
      const starts = around(Math.floor(instantMs / DAY_MS));
      const index = starts.findLastIndex((start) => start.ms <= instantMs);
      const [start, next] = [starts[index], starts[index + 1]];
      if (!start || !next) throw new RangeError(`no shift around ${instantMs}`);
      return {
        shiftId: `${start.date}/${start.shift}`,
        businessDate: start.date,
        start: new Date(start.ms).toISOString(),
        end: new Date(next.ms).toISOString(),
      };
    },
  };
}

/** Shift starts of one calendar day, ascending; `day` counts days since 1970-01-01. */
function startsOf(pack: Pick<SitePack, 'timeZone' | 'shifts'>, day: number): Start[] {
  const date = new Date(day * DAY_MS).toISOString().slice(0, 10);
  return pack.shifts.map((shift) => {
    const [hours = 0, minutes = 0] = shift.start.split(':').map(Number);
    return { ms: toInstant(pack.timeZone, day * DAY_MS, hours * 60 + minutes), date, shift: shift.id };
  });
}

/**
 * First instant at which the local clock shows, or has passed, `minutes` after midnight of the day. A time that is
 * skipped in spring starts when the clock jumps over it; one that comes twice in autumn starts the first time.
 */
export function toInstant(timeZone: string, localMidnightMs: number, minutes: number): number {
  const wanted = localMidnightMs + minutes * MINUTE_MS;
  const offsets = [wanted - DAY_MS, wanted + DAY_MS].map((probe) => offsetMs(timeZone, probe));
  const candidates = offsets.map((offset) => wanted - offset).filter((ms) => ms + offsetMs(timeZone, ms) === wanted);
  return candidates.length > 0 ? Math.min(...candidates) : jumpBetween(timeZone, wanted, offsets);
}

/** The minute at which the clock jumps over `wanted`, by halving the interval. */
function jumpBetween(timeZone: string, wanted: number, offsets: readonly number[]): number {
  let low = wanted - Math.max(...offsets);
  let high = wanted - Math.min(...offsets);
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (middle + offsetMs(timeZone, middle) < wanted) low = middle;
    else high = middle;
  }
  return high;
}

function offsetMs(timeZone: string, instantMs: number): number {
  return dateParts(timeZone, instantMs).localMs - Math.floor(instantMs / 1000) * 1000;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Local date of an instant, and its wall clock read as if it were UTC (ms, whole seconds). */
export function dateParts(timeZone: string, instantMs: number): { readonly date: string; readonly localMs: number } {
  let format = formats.get(timeZone);
  if (!format) {
    const numeric = { year: 'numeric', month: '2-digit', day: '2-digit' } as const;
    const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
    format = new Intl.DateTimeFormat('en-u-ca-iso8601', { timeZone, ...numeric, ...clock });
    formats.set(timeZone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(instantMs).map(({ type, value }) => [type, value]));
  const date = `${parts.year}-${parts.month}-${parts.day}`;
  return { date, localMs: Date.parse(`${date}T${parts.hour}:${parts.minute}:${parts.second}Z`) };
}
