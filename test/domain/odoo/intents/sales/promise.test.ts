/** Days that are promised hold what stock and plans say, and never more. */
import fc from 'fast-check';
import { type Outlook, plusDays, promiseOf } from '../../../../../nodes/src/domain/odoo/intents/sales/promise.ts';

const TODAY = '2026-11-20';
const line = (lineNo: string, verdict: Outlook['verdict'], more: Partial<Outlook> = {}): Outlook => {
  return { lineNo, verdict, ...more };
};

test('what lies there leaves after the days for dispatch, what comes after that, on no day before the one wanted', () => {
  const lines = [
    line('1', 'now'),
    line('2', 'forecast', { ready: '2026-11-25' }),
    line('3', 'now', { wanted: '2026-12-18' }),
  ];
  expect(promiseOf(lines, { dispatchDays: 2 }, TODAY)).toEqual({
    day: '2026-12-18',
    lines: [
      { lineNo: '1', verdict: 'now', promisedDate: '2026-11-22' },
      { lineNo: '2', verdict: 'forecast', promisedDate: '2026-11-27' },
      { lineNo: '3', verdict: 'now', promisedDate: '2026-12-18' },
    ],
  });
});

test('what nobody plans is promised only where the plant says how long it takes', () => {
  const lines = [line('1', 'short', { missing: '4' })];
  expect(promiseOf(lines, { dispatchDays: 1 }, TODAY)).toEqual({
    day: undefined,
    lines: [{ lineNo: '1', verdict: 'short', missing: '4' }],
  });
  expect(promiseOf(lines, { dispatchDays: 1, replenishDays: 10 }, TODAY).day).toBe('2026-12-01');
});

const day = fc.integer({ min: -30, max: 60 }).map((days) => plusDays(TODAY, days));
const outlook = fc.record({
  lineNo: fc.string({ minLength: 1, maxLength: 3 }),
  verdict: fc.constantFrom('now', 'forecast', 'short'),
  ready: fc.option(day, { nil: undefined }),
  wanted: fc.option(day, { nil: undefined }),
}) as fc.Arbitrary<Outlook>;

test('the order has the day of its last line, none as long as one is open, and never one that is over', () => {
  fc.assert(
    fc.property(
      fc.array(outlook, { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 9 }),
      fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined }),
      (lines, dispatchDays, replenishDays) => {
        const promising = { dispatchDays, ...(replenishDays === undefined ? {} : { replenishDays }) };
        const promised = promiseOf(lines, promising, TODAY);
        const isOpen = replenishDays === undefined && lines.some(({ verdict }) => verdict === 'short');
        expect(promised.day === undefined).toBe(isOpen);
        for (const [index, { promisedDate }] of promised.lines.entries()) {
          if (promisedDate === undefined) continue;
          expect(promisedDate >= plusDays(TODAY, dispatchDays)).toBe(true);
          expect(promisedDate >= (lines[index]?.wanted ?? TODAY)).toBe(true);
          if (promised.day !== undefined) expect(promised.day >= promisedDate).toBe(true);
        }
      },
    ),
  );
});
