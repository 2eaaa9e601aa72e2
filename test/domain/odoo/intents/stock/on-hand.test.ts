/** Which goods a movement takes. */
import fc from 'fast-check';
import { amount, sum } from '../../../../../nodes/src/domain/odoo/amount.ts';
import { take, totalOf } from '../../../../../nodes/src/domain/odoo/intents/stock/on-hand.ts';

const cents = (most: number) => fc.integer({ min: -most, max: most }).map((value) => amount(value).dividedBy(100));
const heap = fc.record({
  lot: fc.constant(undefined),
  package: fc.option(fc.integer({ min: 1, max: 3 }), { nil: undefined }),
  quantity: cents(5_000),
});

test('what is taken and what is missing is what was asked for; nothing is taken that does not lie there', () => {
  fc.assert(
    fc.property(fc.array(heap, { maxLength: 8 }), cents(10_000), (heaps, wanted) => {
      const asked = wanted.abs();
      const { taken, missing } = take(heaps, asked);
      expect(totalOf(taken).plus(missing).equals(asked)).toBe(true);
      const there = sum(heaps.map(({ quantity }) => quantity).filter((quantity) => quantity.greaterThan(0)));
      expect(missing.equals(0)).toBe(asked.lessThanOrEqualTo(there));
      for (const part of taken) expect(part.quantity.greaterThan(0)).toBe(true);
    }),
  );
});

test('loose goods go before packed ones', () => {
  const packed = { lot: undefined, package: 7, quantity: amount(5) };
  const loose = { lot: undefined, package: undefined, quantity: amount(3) };
  const { taken } = take([packed, loose], amount(4));
  expect(taken.map((part) => [part.package, Number(part.quantity)])).toEqual([
    [undefined, 3],
    [7, 1],
  ]);
});
