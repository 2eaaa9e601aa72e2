/** Times from now: what a day is depends on the plant's clock, also on the days on which it is changed. */
import fc from 'fast-check';
import { relativeTime } from '../../../nodes/src/palette/odoo-read/relative-time.ts';

const ZONES = ['Europe/Berlin', 'America/New_York'] as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Days on which one of the two changes its clock. */
const CHANGES = ['2026-03-08', '2026-03-29', '2026-10-25', '2026-11-01', '2027-03-14', '2027-03-28'];

const moment = fc
  .record({ day: fc.constantFrom(...CHANGES), seconds: fc.integer({ min: -4 * 86_400, max: 4 * 86_400 }) })
  .map(({ day, seconds }) => Date.parse(`${day}T12:00:00Z`) + seconds * 1_000);
const zone = fc.constantFrom(...ZONES);
const days = fc.integer({ min: -9, max: 9 });

/** What the clock on the wall shows, by other code than the one under test. */
function wall(timeZone: string, ms: number): { date: string; time: string } {
  const shown = new Date(ms).toLocaleString('sv-SE', { timeZone });
  return { date: shown.slice(0, 10), time: shown.slice(11, 19) };
}

const signed = (count: number, unit: string): string => (count < 0 ? `-${-count}${unit}` : `+${count}${unit}`);
const later = (date: string, count: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);

function instant(words: string, nowMs: number, timeZone: string): number {
  const text = relativeTime(words, nowMs, timeZone) ?? 'nothing';
  return Date.parse(`${text.replace(' ', 'T')}Z`);
}

test('a day begins when the clock of the plant shows midnight, and holds the present moment', () => {
  fc.assert(
    fc.property(moment, zone, (nowMs, timeZone) => {
      const today = instant('today', nowMs, timeZone);
      expect(wall(timeZone, today)).toEqual({ date: wall(timeZone, nowMs).date, time: '00:00:00' });
      expect(today).toBeLessThanOrEqual(nowMs);
      expect(instant('today+1d', nowMs, timeZone)).toBeGreaterThan(nowMs);
    }),
  );
});

test('days count by the calendar: so many dates away, at midnight of that day', () => {
  fc.assert(
    fc.property(moment, zone, days, (nowMs, timeZone, count) => {
      const date = later(wall(timeZone, nowMs).date, count);
      const words = signed(count, 'd');
      expect(wall(timeZone, instant(`today${words}`, nowMs, timeZone))).toEqual({ date, time: '00:00:00' });
      expect(relativeTime(`date:today${words}`, nowMs, timeZone)).toBe(date);
    }),
  );
});

test('hours of a day are those that the clock shows', () => {
  const hour = fc.integer({ min: 4, max: 23 });
  fc.assert(
    fc.property(moment, zone, hour, (nowMs, timeZone, count) => {
      const time = `${String(count).padStart(2, '0')}:00:00`;
      const { date } = wall(timeZone, nowMs);
      expect(wall(timeZone, instant(`today+${count}h`, nowMs, timeZone))).toEqual({ date, time });
    }),
  );
});

test('hours from now are hours, days from now are the same time of another day', () => {
  fc.assert(
    fc.property(moment, zone, days, (nowMs, timeZone, count) => {
      expect(instant(`now${signed(count, 'h')}`, nowMs, timeZone)).toBe(nowMs + count * HOUR_MS);
      const now = wall(timeZone, nowMs);
      const then = wall(timeZone, instant(`now${signed(count, 'd')}`, nowMs, timeZone));
      expect(then.date).toBe(later(now.date, count));
      // A time that the change skips is the moment of the change.
      if (then.time !== now.time) expect(then.time).toBe('03:00:00');
    }),
  );
});

test.each([
  ['today', 'Europe/Berlin', '2026-11-19 23:00:00'],
  ['today', 'America/New_York', '2026-11-19 05:00:00'],
  ['date:today', 'America/New_York', '2026-11-19'],
  ['date:now', 'Pacific/Auckland', '2026-11-20'],
  ['today+6h', 'Europe/Berlin', '2026-11-20 05:00:00'],
  ['now-1d', 'UTC', '2026-11-19 02:30:00'],
  ['now-90m', 'Europe/Berlin', '2026-11-20 01:00:00'],
  ['today', 'UTC', '2026-11-20 00:00:00'],
  ['date:today+1d', 'UTC', '2026-11-21'],
  ['now + 2w', 'UTC', '2026-12-04 02:30:00'],
])('at half past two in the night UTC, %s in %s is %s', (words, timeZone, text) =>
  expect(relativeTime(words, Date.UTC(2026, 10, 20, 2, 30), timeZone)).toBe(text),
);

test('a day of 23 hours begins and ends at midnight', () => {
  const noon = Date.UTC(2026, 2, 29, 10);
  expect(relativeTime('today', noon, 'Europe/Berlin')).toBe('2026-03-28 23:00:00');
  expect(relativeTime('today+1d', noon, 'Europe/Berlin')).toBe('2026-03-29 22:00:00');
});
