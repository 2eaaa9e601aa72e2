/** Times that move with the clock: `now-8h`, `today`, `today-7d`, `date:today` for fields without a time. */
import { dateParts, toInstant } from '../../domain/site/calendar.ts';

const DAY_MS = 86_400_000;
const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: DAY_MS, w: 7 * DAY_MS };
const WORDS = /^(date:)?(now|today)(?:\s*([+-])\s*(\d{1,4})\s*([mhdw]))?$/;

/**
 * `timeZone` (IANA) says when a day begins: `today` is midnight there, `today+6h` six o'clock there, and days are those of
 * its calendar, also where the clock is changed. Hours and minutes from `now` are hours and minutes.
 * The answer is as Odoo writes it, a time in UTC or a date of that zone; undefined when the words mean nothing.
 */
export function relativeTime(words: string, nowMs: number, timeZone: string): string | undefined {
  const match = WORDS.exec(words.trim());
  if (!match) return undefined;
  const [, isDate, base, sign, count = '0', unit = 'd'] = match;
  const shiftMs = Number(count) * (UNIT_MS[unit] ?? 0) * (sign === '-' ? -1 : 1);
  const isExact = base === 'now' && (shiftMs === 0 || unit === 'h' || unit === 'm');
  const instantMs = isExact ? nowMs + shiftMs : toInstant(timeZone, wallMs(timeZone, nowMs, base) + shiftMs, 0);
  if (isDate) return dateParts(timeZone, instantMs).date;
  return new Date(instantMs).toISOString().slice(0, 19).replace('T', ' ');
}

/** The wall clock read as if it were UTC. */
function wallMs(timeZone: string, nowMs: number, base: string | undefined): number {
  const { date, localMs } = dateParts(timeZone, nowMs);
  return base === 'today' ? Date.parse(`${date}T00:00:00Z`) : localMs;
}
