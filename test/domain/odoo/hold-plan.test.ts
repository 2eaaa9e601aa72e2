/** Properties of the plan of a hold: never more than is there, never what is used up, free goods first. */
import fc from 'fast-check';
import { amount, sum } from '../../../nodes/src/domain/odoo/amount.ts';
import { planHold } from '../../../nodes/src/domain/odoo/intents/quality/hold-plan.ts';

const units = fc.integer({ min: 0, max: 500 }).map((tenths) => amount(tenths).dividedBy(10));
const stock = fc.array(
  fc
    .record({
      place: fc.integer({ min: 1, max: 3 }),
      quantity: units,
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ place, quantity, share }) => ({ place, quantity, reserved: quantity.times(share).toDecimalPlaces(1) })),
  { maxLength: 5 },
);
const consumed = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 3 }), units), { maxLength: 3 })
  .map((entries) => new Map(entries));
const total = (values: readonly { readonly quantity: ReturnType<typeof amount> }[]) =>
  sum(values.map(({ quantity }) => quantity));

test('the whole lot: everything that is not used up moves, and every reservation is taken back', () => {
  fc.assert(
    fc.property(stock, consumed, (there, used) => {
      const plan = planHold(there, used, undefined);
      const gone = [1, 2, 3].map((place) => {
        const lies = total(there.filter((one) => one.place === place));
        const asked = used.get(place) ?? amount(0);
        return asked.lessThan(lies) ? asked : lies;
      });
      expect(plan.takesBack).toBe(true);
      expect(total(plan.shares).plus(sum(gone)).equals(total(there))).toBe(true);
      expect(plan.shares.every(({ stock: from, quantity }) => quantity.lessThanOrEqualTo(from.quantity))).toBe(true);
    }),
  );
});

test('a part: never more than is wanted, and reserved goods only where the free ones do not suffice', () => {
  fc.assert(
    fc.property(stock, consumed, units, (there, used, wanted) => {
      const plan = planHold(there, used, wanted);
      const whole = planHold(there, used, undefined);
      const least = wanted.lessThan(total(whole.shares)) ? wanted : total(whole.shares);
      expect(total(plan.shares).equals(least)).toBe(true);
      const touchesReserved = plan.shares.some(({ stock: from, quantity }) =>
        quantity.greaterThan(from.quantity.minus(from.reserved)),
      );
      expect(plan.takesBack || !touchesReserved).toBe(true);
    }),
  );
});
