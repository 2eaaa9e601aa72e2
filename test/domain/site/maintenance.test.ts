import fc from 'fast-check';
import { buildMaintenance } from '../../../nodes/src/domain/site/maintenance.ts';
import type { SitePack } from '../../../nodes/src/domain/site/pack.ts';

const HOUR = 3_600_000;
const berlin = (...maintenance: NonNullable<SitePack['maintenance']>) =>
  buildMaintenance({ timeZone: 'Europe/Berlin', maintenance });
const ms = (text: string): number => Date.parse(text);
const iso = (instant: number | undefined): string | undefined =>
  instant === undefined ? undefined : new Date(instant).toISOString();

const sunday = berlin({ title: 'backup', days: ['sun'], start: '02:00', end: '04:00' });

test('a window of every week is open from its first instant up to its last, in local time', () => {
  expect(sunday.at(ms('2026-11-22T00:59:59.999Z'))).toBeUndefined();
  expect(sunday.at(ms('2026-11-22T01:00:00Z'))).toMatchObject({ title: 'backup' });
  expect(sunday.at(ms('2026-11-22T02:59:59.999Z'))).toBeDefined();
  expect(sunday.at(ms('2026-11-22T03:00:00Z'))).toBeUndefined();
  expect(sunday.at(ms('2026-11-23T02:00:00Z'))).toBeUndefined();
});

test('it says when that changes next', () => {
  expect(iso(sunday.nextChange(ms('2026-11-20T12:00:00Z')))).toBe('2026-11-22T01:00:00.000Z');
  expect(iso(sunday.nextChange(ms('2026-11-22T02:00:00Z')))).toBe('2026-11-22T03:00:00.000Z');
  expect(iso(sunday.nextChange(ms('2026-11-22T03:00:00Z')))).toBe('2026-11-29T01:00:00.000Z');
  expect(berlin().nextChange(0)).toBeUndefined();
});

test('a window over midnight belongs to the day it starts on', () => {
  const night = berlin({ title: 'month end', date: '2026-11-30', start: '22:00', end: '06:00' });
  expect(iso(night.at(ms('2026-12-01T04:59:00Z'))?.untilMs)).toBe('2026-12-01T05:00:00.000Z');
  expect(night.at(ms('2026-11-30T04:00:00Z'))).toBeUndefined();
  expect(night.at(ms('2026-12-01T22:00:00Z'))).toBeUndefined();
});

test('in the night with two two-o’clocks the window holds both', () => {
  expect(sunday.at(ms('2026-10-25T00:00:00Z'))).toEqual({
    title: 'backup',
    fromMs: ms('2026-10-25T00:00:00Z'),
    untilMs: ms('2026-10-25T03:00:00Z'),
    ends: '04:00',
  });
});

test('in the night without two o’clock it begins when the clock jumps', () => {
  expect(sunday.at(ms('2026-03-29T01:00:00Z'))).toEqual({
    title: 'backup',
    fromMs: ms('2026-03-29T01:00:00Z'),
    untilMs: ms('2026-03-29T02:00:00Z'),
    ends: '04:00',
  });
});

test('a window that lies wholly in the skipped hour does not happen', () => {
  const skipped = berlin({ title: 'short', days: ['sun'], start: '02:10', end: '02:50' });
  for (let minute = 0; minute < 180; minute += 1)
    expect(skipped.at(ms('2026-03-29T00:00:00Z') + minute * 60_000)).toBeUndefined();
});

test('windows that overlap or touch are one, so nothing is posted between them', () => {
  const two = berlin(
    { title: 'backup', days: ['sun'], start: '02:00', end: '04:00' },
    { title: 'upgrade', date: '2026-11-22', start: '04:00', end: '07:00' },
  );
  expect(iso(two.at(ms('2026-11-22T01:30:00Z'))?.untilMs)).toBe('2026-11-22T06:00:00.000Z');
});

const days = fc.subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const, { minLength: 1 });
const clock = fc
  .record({ h: fc.nat(23), m: fc.nat(59) })
  .map(({ h, m }) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const row = fc.record({ title: fc.constant('w'), days, start: clock, end: clock });
const zone = fc.constantFrom('Europe/Berlin', 'America/New_York', 'Pacific/Auckland', 'Asia/Kolkata', 'UTC');

test('between one change and the next the answer stays the same, in every zone', () => {
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 3 }),
      zone,
      fc.integer({ min: ms('2026-01-01T00:00:00Z'), max: ms('2027-01-01T00:00:00Z') }),
      fc.double({ min: 0, max: 0.999_999, noNaN: true }),
      (maintenance, timeZone, instant, part) => {
        const calendar = buildMaintenance({ timeZone, maintenance });
        const isOpen = calendar.at(instant) !== undefined;
        const next = calendar.nextChange(instant);
        if (next === undefined) return expect(isOpen).toBe(false);
        expect(next).toBeGreaterThan(instant);
        const between = instant + Math.floor((next - instant) * part);
        expect(calendar.at(between) !== undefined).toBe(isOpen);
        if (next - instant < 6 * 24 * HOUR) expect(calendar.at(next) !== undefined).toBe(!isOpen);
      },
    ),
    { numRuns: 300 },
  );
});
