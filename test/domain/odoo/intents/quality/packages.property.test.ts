/** Packages on the way into quarantine and back. */
import fc from 'fast-check';
import { amount } from '../../../../../nodes/src/domain/odoo/amount.ts';
import { type Inside, packagesWith } from '../../../../../nodes/src/domain/odoo/intents/quality/packages.ts';

const QUARANTINE = 99;
const PALLETS = [1, 2, 3, 4];

interface Goods {
  readonly id: number;
  readonly home: number;
  readonly place: number;
  readonly quantity: number;
}

/** Pallets, each in a place of its own, with one or several kinds of goods on it; 0: goods on none. */
const store = fc
  .array(fc.record({ home: fc.integer({ min: 0, max: 4 }), quantity: fc.integer({ min: 1, max: 9 }) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((rows): Goods[] => rows.map((row, index) => ({ ...row, id: index + 1, place: row.home + 10 })));

const wanted = ({ home }: Goods): number | undefined => (home === 0 ? undefined : home);

/** As a database holds it: by package, what lies in it. */
function contents(goods: readonly (Goods & { box?: number | undefined })[]) {
  const inside = new Map(PALLETS.map((box) => [box, [] as Inside[]]));
  for (const { id, place, box, quantity } of goods)
    if (box !== undefined) inside.get(box)?.push({ quant: id, place, quantity: amount(quantity) });
  return inside;
}

describe('packages of goods that are held', () => {
  const plan = fc.tuple(store, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), fc.integer({ min: 1, max: 8 }));

  test('never lie in two places, and hold what they held after goods came back in the opposite order', () => {
    fc.assert(
      fc.property(plan, ([goods, isHeld, split]) => {
        const held = goods.filter(({ id }) => isHeld[id - 1]);
        let now = goods.map((one) => ({ ...one, box: wanted(one) }));
        const move = (one: Goods, to: number, packages: ReturnType<typeof packagesWith>): void => {
          const stock = now.find(({ id }) => id === one.id);
          const box = packages({
            stock: { id: one.id, package_id: stock?.box },
            quantity: amount(one.quantity),
            to,
            wanted: wanted(one),
          });
          now = now.map((other) => (other.id === one.id ? { ...other, place: to, box } : other));
          for (const pallet of PALLETS) {
            const places = now.filter((other) => other.box === pallet).map(({ place }) => place);
            expect(new Set(places).size).toBeLessThan(2);
          }
        };
        // What was made of a lot is held after it, with a look of its own at the pallets.
        const parts = [held.slice(0, split), held.slice(split)];
        for (const part of parts) {
          const packages = packagesWith(contents(now));
          for (const one of part) move(one, QUARANTINE, packages);
        }
        for (const part of parts.toReversed()) {
          const packages = packagesWith(contents(now));
          for (const one of part.toReversed()) move(one, one.place, packages);
        }
        expect(now).toEqual(goods.map((one) => ({ ...one, box: wanted(one) })));
      }),
    );
  });

  test('are left by a part of their goods, and are no place for what lies elsewhere', () => {
    const stock = { id: 1, package_id: 7 };
    const inside = () => new Map([[7, [{ quant: 1, place: 10, quantity: amount(5) }]]]);
    const part = packagesWith(inside());
    expect(part({ stock, quantity: amount(2), to: QUARANTINE, wanted: 7 })).toBeUndefined();
    // The rest of it takes the pallet along.
    expect(part({ stock, quantity: amount(3), to: QUARANTINE, wanted: 7 })).toBe(7);
    const moved = packagesWith(inside());
    expect(moved({ stock: { id: 2 }, quantity: amount(1), to: 11, wanted: 7 })).toBeUndefined();
    expect(moved({ stock: { id: 2 }, quantity: amount(1), to: 10, wanted: 7 })).toBe(7);
  });
});
