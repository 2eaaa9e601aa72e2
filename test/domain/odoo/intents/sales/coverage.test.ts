/** Goods are promised from the first day on which nobody else goes without. */
import fc from 'fast-check';
import { amount, text } from '../../../../../nodes/src/domain/odoo/amount.ts';
import { coverageOf } from '../../../../../nodes/src/domain/odoo/intents/sales/coverage.ts';
import { plusDays } from '../../../../../nodes/src/domain/odoo/intents/sales/promise.ts';

const TODAY = '2026-11-20';
const changes = (...rows: readonly (readonly [days: number, quantity: number])[]) =>
  rows.map(([days, quantity]) => ({ day: plusDays(TODAY, days), quantity: amount(quantity) }));

test.each([
  ['what lies there is there today', 5, changes(), 5, TODAY],
  ['what is late may still come today', 0, changes([-3, 5]), 5, TODAY],
  ['what comes is there when it comes', 1, changes([4, 3], [8, 3]), 5, '2026-11-28'],
  ['what others were promised later is not taken', 5, changes([9, -4], [12, 4]), 4, '2026-12-02'],
])('%s', (_what, stock, plan, needed, from) => {
  expect(coverageOf(amount(stock), plan, amount(needed), TODAY)).toEqual({ kind: 'covered', from });
});

test('what stock and plans never cover is short by what is missing in the end', () => {
  const coverage = coverageOf(amount(5), changes([2, -4]), amount(4), TODAY);
  expect(coverage.kind === 'short' && text(coverage.missing)).toBe('3');
});

const plan = fc.array(fc.tuple(fc.integer({ min: -5, max: 30 }), fc.integer({ min: -20, max: 20 })), { maxLength: 8 });

test('whoever is promised goods gets them, and everybody else still does; the day before somebody would not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 20 }), plan, fc.integer({ min: 1, max: 20 }), (stock, rows, needed) => {
      const after = (days: number): number =>
        rows.filter(([at]) => Math.max(0, at) <= days).reduce((sum, [, quantity]) => sum + quantity, stock);
      const isSafe = (from: number): boolean =>
        Array.from({ length: 31 - from }, (_, index) => after(from + index)).every((level) => level >= needed);
      const coverage = coverageOf(amount(stock), changes(...rows), amount(needed), TODAY);
      const first = Array.from({ length: 31 }, (_, day) => day).find(isSafe);
      expect(coverage.kind === 'covered' ? coverage.from : undefined).toBe(
        first === undefined ? undefined : plusDays(TODAY, first),
      );
    }),
  );
});
