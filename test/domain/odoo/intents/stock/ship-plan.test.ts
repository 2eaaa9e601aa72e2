/** Which goods go on which move of a delivery. */
import fc from 'fast-check';
import { amount, sum } from '../../../../../nodes/src/domain/odoo/amount.ts';
import { planShipment } from '../../../../../nodes/src/domain/odoo/intents/stock/ship-plan.ts';

const cents = fc.integer({ min: 1, max: 2_000 }).map((value) => amount(value).dividedBy(100));
const move = fc.record({ product: fc.constantFrom(1, 2), demand: cents });
const stock = fc.record({ product: fc.constantFrom(1, 2), lot: fc.constantFrom(7, 8), quantity: cents });
const wish = fc.record({ product: fc.constantFrom(1, 2), lot: fc.constantFrom(7, 8), quantity: cents });

test('a plan ships exactly what was told, from what lies there, and no move gets more than it asks for', () => {
  fc.assert(
    fc.property(
      fc.array(move, { maxLength: 5 }),
      fc.array(stock, { maxLength: 6 }),
      fc.array(wish, { maxLength: 4 }),
      (wanted, lying, wishes) => {
        const moves = wanted.map((one, index) => ({ ...one, id: index + 1, from: 5, to: 6 }));
        const heaps = lying.map((one, index) => ({ ...one, id: index + 1, location: 5, package: undefined }));
        const shipped = wishes.map((one) => ({
          ...one,
          unit: 1,
          into: undefined,
          heaps: heaps.filter((heap) => heap.product === one.product && heap.lot === one.lot),
        }));
        const plan = planShipment(shipped, moves);
        const total = (of: readonly { quantity: ReturnType<typeof amount> }[]) => sum(of.map((one) => one.quantity));
        const asked = (product: number) => total(wishes.filter((one) => one.product === product));
        if (plan.kind === 'over') {
          const demand = (product: number) =>
            sum(moves.filter((one) => one.product === product).map((one) => one.demand));
          expect([1, 2].some((product) => asked(product).greaterThan(demand(product)))).toBe(true);
          return;
        }
        const perLot = (of: readonly { product: number; lot: number | undefined }[], product: number, lot: number) =>
          of.filter((one) => one.product === product && one.lot === lot);
        const isShort = [1, 2].some((product) =>
          [7, 8].some((lot) =>
            total(perLot(wishes, product, lot) as typeof wishes).greaterThan(
              total(perLot(heaps, product, lot) as typeof heaps),
            ),
          ),
        );
        if (plan.kind === 'short') {
          expect(isShort).toBe(true);
          return;
        }
        expect(isShort).toBe(false);
        expect(total(plan.lines).equals(total(wishes))).toBe(true);
        for (const { id, demand } of moves)
          expect(total(plan.lines.filter((line) => line.move.id === id)).lessThanOrEqualTo(demand)).toBe(true);
        for (const { id, quantity } of heaps)
          expect(total(plan.lines.filter((line) => line.id === id)).lessThanOrEqualTo(quantity)).toBe(true);
      },
    ),
  );
});
