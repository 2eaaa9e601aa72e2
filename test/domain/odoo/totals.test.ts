/** Sums per lot, shift and unit: exact, commutative, and back again. */
import fc from 'fast-check';
import { type Measure, minus, plus, totalsOf } from '../../../nodes/src/domain/odoo/totals.ts';

const measure: fc.Arbitrary<Measure> = fc.record({
  use: fc.constantFrom('good' as const, 'scrap' as const, 'consumed' as const),
  material: fc.constantFrom('FG', 'RM "A"'),
  quantity: fc.integer({ min: -9999, max: 9999 }).map((value) => (value / 100).toFixed(2)),
  uom: fc.constantFrom('C62', 'KGM'),
  at: fc.constant('2026-11-20T08:00:00Z'),
  key: fc.uuid(),
  lot: fc.constantFrom('L1', 'L,2'),
});

test('adding and taking away again gives what was there', () => {
  fc.assert(
    fc.property(fc.array(measure), fc.array(measure), (one, other) => {
      const sum = plus(totalsOf(one), totalsOf(other));
      expect(minus(sum, totalsOf(other))).toEqual(totalsOf(one));
      expect(sum).toEqual(totalsOf([...one, ...other]));
    }),
  );
});

test('what cancels out leaves nothing', () => {
  fc.assert(fc.property(fc.array(measure), (all) => expect(minus(totalsOf(all), totalsOf(all))).toEqual({})));
});
