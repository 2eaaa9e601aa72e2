/**
 * Maintenance windows of a site: times at which nothing is posted. Written as local wall-clock times, so a window keeps
 * its place in the night when the clock changes; a time that is skipped counts as the moment of the jump.
 */
import { dateParts, toInstant } from './calendar.ts';
import type { SitePack } from './pack.ts';

export interface Window {
  readonly title: string;
  /** Epoch ms. */
  readonly fromMs: number;
  readonly untilMs: number;
  /** Local wall clock of the end, `04:00`. */
  readonly ends: string;
}

export interface Maintenance {
  /** The window that holds the instant, with the end of all that touch it. */
  at(instantMs: number): Window | undefined;
  /** When the answer of `at` changes next, as far as a week ahead. Epoch ms. */
  nextChange(instantMs: number): number | undefined;
}

type Span = Omit<Window, 'ends'>;
type Row = NonNullable<SitePack['maintenance']>[number];

const DAY_MS = 86_400_000;
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const AHEAD_DAYS = 8;

export function buildMaintenance(pack: Pick<SitePack, 'timeZone' | 'maintenance'>): Maintenance {
  const rows = pack.maintenance ?? [];
  let known: { readonly day: number; readonly windows: readonly Span[] } | undefined;
  const around = (instantMs: number): readonly Span[] => {
    const day = Math.floor(instantMs / DAY_MS);
    if (known?.day === day) return known.windows;
    // Two days back: a local date begins up to 14 h before the UTC one, and a window may last into the next day.
    const days = Array.from({ length: AHEAD_DAYS + 3 }, (_, index) => day - 2 + index);
    const windows = days
      .flatMap((one) => rows.filter((row) => isOn(row, one)).map((row) => windowOf(pack.timeZone, row, one)))
      .filter(({ fromMs, untilMs }) => untilMs > fromMs)
      .sort((one, other) => one.fromMs - other.fromMs);
    known = { day, windows };
    return windows;
  };
  const at = (instantMs: number): Window | undefined => joined(around(instantMs), instantMs, pack.timeZone);
  return {
    at,
    nextChange: (instantMs) =>
      at(instantMs)?.untilMs ?? around(instantMs).find(({ fromMs }) => fromMs > instantMs)?.fromMs,
  };
}

function isOn(row: Row, day: number): boolean {
  const date = new Date(day * DAY_MS);
  if (row.date !== undefined) return row.date === date.toISOString().slice(0, 10);
  const weekday = DAYS[date.getUTCDay()];
  return weekday !== undefined && (row.days ?? []).includes(weekday);
}

function windowOf(timeZone: string, row: Row, day: number): Span {
  const [start, end] = [minutes(row.start), minutes(row.end)];
  const lastDay = end <= start ? day + 1 : day;
  return {
    title: row.title,
    fromMs: toInstant(timeZone, day * DAY_MS, start),
    untilMs: toInstant(timeZone, lastDay * DAY_MS, end),
  };
}

function minutes(clock: string): number {
  const [hours = 0, rest = 0] = clock.split(':').map(Number);
  return hours * 60 + rest;
}

/** Windows that overlap or touch are one: who asks at the end of the first must not post for a moment. */
function joined(windows: readonly Span[], instantMs: number, timeZone: string): Window | undefined {
  const first = windows.find(({ fromMs, untilMs }) => fromMs <= instantMs && instantMs < untilMs);
  if (!first) return undefined;
  let { untilMs } = first;
  for (const next of windows) if (next.fromMs <= untilMs && next.untilMs > untilMs) untilMs = next.untilMs;
  return { ...first, untilMs, ends: new Date(dateParts(timeZone, untilMs).localMs).toISOString().slice(11, 16) };
}
