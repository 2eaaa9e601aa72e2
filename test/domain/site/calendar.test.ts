import fc from 'fast-check';
import { buildCalendar } from '../../../nodes/src/domain/site/calendar.ts';

const threeShifts = [
  { id: 'A', start: '06:00' },
  { id: 'B', start: '14:00' },
  { id: 'N', start: '22:00' },
];
const berlin = buildCalendar({ timeZone: 'Europe/Berlin', shifts: threeShifts });
const at = (text: string, calendar = berlin) => calendar.at(Date.parse(text));

test.each([
  ['2026-11-20T05:00:00Z', '2026-11-20/A', 'the first minute of the early shift'],
  ['2026-11-20T04:59:59.999Z', '2026-11-19/N', 'the last millisecond of the night'],
  ['2026-11-20T01:30:00Z', '2026-11-19/N', 'half past two at night belongs to yesterday'],
  ['2026-11-20T21:30:00Z', '2026-11-20/N', 'the night shift has begun'],
  ['2026-07-01T04:00:00Z', '2026-07-01/A', 'summer time'],
  ['2026-01-01T00:00:00Z', '2025-12-31/N', 'the night of the new year belongs to the old one'],
])('%s is %s: %s', (time, shiftId) => {
  expect(at(time)).toMatchObject({ shiftId, businessDate: shiftId.slice(0, 10) });
});

test('the night in which the clock springs forward is an hour short', () => {
  expect(at('2026-03-29T00:30:00Z')).toEqual({
    shiftId: '2026-03-28/N',
    businessDate: '2026-03-28',
    start: '2026-03-28T21:00:00.000Z',
    end: '2026-03-29T04:00:00.000Z',
  });
});

test('the night in which the clock falls back is an hour long, and its double hour is one shift', () => {
  for (const time of ['2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z']) {
    expect(at(time)).toMatchObject({ start: '2026-10-24T20:00:00.000Z', end: '2026-10-25T05:00:00.000Z' });
  }
});

test('a shift that starts at a skipped time starts when the clock jumps over it', () => {
  const odd = buildCalendar({ timeZone: 'Europe/Berlin', shifts: [{ id: 'X', start: '02:30' }] });
  expect(at('2026-03-29T00:59:59Z', odd).businessDate).toBe('2026-03-28');
  expect(at('2026-03-29T01:00:00Z', odd)).toMatchObject({
    businessDate: '2026-03-29',
    start: '2026-03-29T01:00:00.000Z',
  });
});

test('a shift that starts at a time that comes twice starts the first time, and only then', () => {
  const odd = buildCalendar({ timeZone: 'Europe/Berlin', shifts: [{ id: 'X', start: '02:30' }] });
  expect(at('2026-10-25T00:29:59Z', odd).businessDate).toBe('2026-10-24');
  expect(at('2026-10-25T00:30:00Z', odd).businessDate).toBe('2026-10-25');
  expect(at('2026-10-25T01:15:00Z', odd).businessDate).toBe('2026-10-25');
});

test('a zone of half hours and one that jumps at midnight work too', () => {
  const kolkata = buildCalendar({ timeZone: 'Asia/Kolkata', shifts: threeShifts });
  expect(at('2026-11-20T00:29:00Z', kolkata).shiftId).toBe('2026-11-19/N');
  expect(at('2026-11-20T00:30:00Z', kolkata).shiftId).toBe('2026-11-20/A');
  const cairo = buildCalendar({ timeZone: 'Africa/Cairo', shifts: [{ id: 'D', start: '00:00' }] });
  expect(at('2026-04-23T21:59:59Z', cairo).businessDate).toBe('2026-04-23');
  expect(at('2026-04-23T22:00:00Z', cairo).businessDate).toBe('2026-04-24');
});

const zones = fc.constantFrom(
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'UTC',
  'America/St_Johns',
);
const starts = fc
  .uniqueArray(fc.integer({ min: 0, max: 1439 }), { minLength: 1, maxLength: 5 })
  .map((minutes) => [...minutes].sort((one, other) => one - other))
  .map((minutes) =>
    minutes.map((minute, index) => ({
      id: `S${index}`,
      start: `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`,
    })),
  );
const moments = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2035, 0, 1) });

test('every instant lies in exactly one shift, and shifts follow each other without gap', () => {
  fc.assert(
    fc.property(zones, starts, moments, (timeZone, shifts, ms) => {
      const calendar = buildCalendar({ timeZone, shifts });
      const shift = calendar.at(ms);
      const [start, end] = [Date.parse(shift.start), Date.parse(shift.end)];
      expect(start <= ms && ms < end).toBe(true);
      expect(calendar.at(start)).toEqual(shift);
      expect(calendar.at(end - 1)).toEqual(shift);
      expect(calendar.at(end).start).toBe(shift.end);
    }),
    { numRuns: 300 },
  );
});

test('away from clock changes the shift is the one the wall clock says', () => {
  fc.assert(
    fc.property(starts, moments, (shifts, ms) => {
      const calendar = buildCalendar({ timeZone: 'Asia/Kolkata', shifts });
      const wall = new Date(ms + 330 * 60_000).toISOString();
      const begun = shifts.filter((shift) => shift.start <= wall.slice(11, 16)).at(-1);
      const yesterday = new Date(ms + 330 * 60_000 - 86_400_000).toISOString().slice(0, 10);
      const expected = begun ? `${wall.slice(0, 10)}/${begun.id}` : `${yesterday}/${shifts.at(-1)?.id}`;
      expect(calendar.at(ms).shiftId).toBe(expected);
    }),
  );
});
