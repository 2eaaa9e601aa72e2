/** What Odoo shows is the rounded sum of all that was reported; the rest is exact and known, whatever came when. */
import fc from 'fast-check';
import { type Amount, amount, sum, text } from '../../../nodes/src/domain/odoo/amount.ts';
import { unitBook } from '../../../nodes/src/domain/odoo/materials.ts';
import { carriedOf, groupsOf, heldOf, leftOf, type Scales } from '../../../nodes/src/domain/odoo/residual.ts';
import { atClose, down, stepOf } from '../../../nodes/src/domain/odoo/rounding.ts';
import { entriesOf, type Measure, plus, totalsOf } from '../../../nodes/src/domain/odoo/totals.ts';

const KILO = 1;
const POUND = 2;
const DOZEN = 3;
const BOX = 4;
const units = unitBook([
  { id: KILO, name: 'kg', root: 'weight', factor: amount(1), code: 'KGM', step: amount('0.01') },
  { id: POUND, name: 'lb', root: 'weight', factor: amount('0.45359237'), code: 'LBR', step: amount('0.25') },
  { id: DOZEN, name: 'Dozens', root: 'units', factor: amount(12), code: 'DZN' },
  // As Odoo 14 tells it: by a float that is not quite a seventh.
  { id: BOX, name: 'Box of 7', root: 'units', factor: amount(1).dividedBy('0.14285714285714285') },
  { id: 5, name: 'Units', root: 'units', factor: amount(1), code: 'C62' },
]);
const where = { attempted: 'consume', on: 'MO/1' };
const factorTo = (unit: number) => (uom: string) => {
  const factor = units.factor(uom, unit, where);
  if (!factor.ok) throw new Error(factor.failure.code);
  return factor.value;
};
const scalesFor = (unit: number, digits: number, byLot: boolean): Scales => {
  const scale = { factor: factorTo(unit), step: stepOf({ units, digits }, unit), byLot };
  return ({ use }) => (use === 'scrap' ? undefined : scale);
};

describe('a step', () => {
  test.each([
    [KILO, 2, '0.01'],
    [KILO, 4, '0.01'],
    [KILO, 1, '0.1'],
    [POUND, 2, '0.25'],
    [POUND, 1, '0.5'],
    [DOZEN, 3, '0.001'],
    [DOZEN, 0, '1'],
  ])('of unit %i with %i decimals is %s', (unit, digits, step) => {
    expect(text(stepOf({ units, digits }, unit))).toBe(step);
  });

  test.each([
    ['1.0002', '1', '1'],
    ['1.0049', '1', '1'],
    ['1.005', '1', '1.01'],
    ['1.0099', '1', '1.01'],
    ['0.0099', '0', '0'],
    ['-0.0099', '0', '0'],
  ])('%s is %s on an open order and %s at its close', (value, open, closed) => {
    const step = amount('0.01');
    expect([down, atClose].map((rounding) => text(rounding(amount(value), step)))).toEqual([open, closed]);
  });

  test('the floats of Odoo take nothing away: seven pieces are a box', () => {
    const scales = scalesFor(BOX, 2, false);
    const totals = totalsOf([measure('7', 'C62')]);
    expect(entriesOf(carriedOf(totals, scales))).toEqual([]);
    expect(text(shown(totals, scales))).toBe('1');
  });

  test('a rest is told in the unit it was reported in: one piece of what is kept in dozens', () => {
    const scales = scalesFor(DOZEN, 2, false);
    expect(entriesOf(carriedOf(totalsOf([measure('1', 'C62')]), scales))).toMatchObject([
      { quantity: '0.04', uom: 'C62' },
    ]);
  });
});

let keys = 0;
function measure(quantity: string, uom = 'KGM', lot = 'L1', use: Measure['use'] = 'consumed'): Measure {
  keys += 1;
  return { use, material: 'RM', quantity, uom, lot, at: '2026-11-20T08:00:00Z', key: `k${keys}` };
}

const shown = (totals: ReturnType<typeof totalsOf>, scales: Scales): Amount =>
  sum(groupsOf(totals, scales).map(({ exact, scale }) => down(exact, scale.step)));

const decimal = fc
  .tuple(fc.integer({ min: -99_999, max: 999_999 }), fc.integer({ min: 0, max: 9 }))
  .map(([number, places]) => text(amount(number).dividedBy(amount(10).pow(places))));
const report = fc.record({
  value: decimal,
  lot: fc.constantFrom('L1', 'L2'),
  uom: fc.constantFrom('KGM', 'GRM', 'TNE'),
});
const reports = fc.array(report, { minLength: 1, maxLength: 15 });
const setting = fc.record({
  unit: fc.constantFrom(KILO, POUND),
  digits: fc.integer({ min: 0, max: 4 }),
  byLot: fc.boolean(),
});

describe('whatever is reported, in whatever portions and order', () => {
  test('what Odoo shows and the rest are together the sum, to the last digit, and the rest is less than a step', () => {
    fc.assert(
      fc.property(reports, setting, (all, { unit, digits, byLot }) => {
        const scales = scalesFor(unit, digits, byLot);
        const totals = totalsOf(all.map(({ value, uom, lot }) => measure(value, uom, lot)));
        for (const { exact, scale } of groupsOf(totals, scales)) {
          const held = down(exact, scale.step);
          expect(held.modulo(scale.step).isZero()).toBe(true);
          expect(exact.minus(held).abs().lessThan(scale.step)).toBe(true);
          const closed = atClose(exact, scale.step);
          const most = held.isZero() ? scale.step : scale.step.dividedBy(2);
          expect(exact.minus(closed).abs().lessThanOrEqualTo(most)).toBe(true);
        }
      }),
    );
  });

  test('in the unit it was reported in, the rest and what is shown are the sum exactly', () => {
    const kilos = fc.array(decimal, { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(kilos, fc.integer({ min: 0, max: 4 }), (values, digits) => {
        const scales = scalesFor(KILO, digits, false);
        const totals = totalsOf(values.map((value) => measure(value)));
        const told = (rests: ReturnType<typeof carriedOf>) =>
          sum(entriesOf(rests).map(({ quantity }) => amount(quantity)));
        const all = sum(values.map((value) => amount(value)));
        expect(text(told(carriedOf(totals, scales)).plus(shown(totals, scales)))).toBe(text(all));
        const closed = sum(groupsOf(totals, scales).map(({ exact, scale }) => atClose(exact, scale.step)));
        expect(text(told(leftOf(totals, scales)).plus(closed))).toBe(text(all));
      }),
    );
  });

  test('order and portions make no difference', () => {
    fc.assert(
      fc.property(reports, setting, fc.integer({ min: 1, max: 15 }), (all, { unit, digits, byLot }, cut) => {
        const scales = scalesFor(unit, digits, byLot);
        const measures = all.map(({ value, uom, lot }) => measure(value, uom, lot));
        const once = text(shown(totalsOf(measures), scales));
        expect(text(shown(totalsOf([...measures].reverse()), scales))).toBe(once);
        const portions = plus(totalsOf(measures.slice(0, cut)), totalsOf(measures.slice(cut)));
        expect(text(shown(portions, scales))).toBe(once);
      }),
    );
  });

  test('what is held is held again without a rest', () => {
    fc.assert(
      fc.property(reports, setting, (all, { unit, digits, byLot }) => {
        const scales = scalesFor(unit, digits, byLot);
        const totals = totalsOf(all.map(({ value, uom, lot }) => measure(value.replace('-', ''), uom, lot)));
        const held = heldOf(totals, scales);
        expect(text(shown(held, scales))).toBe(text(shown(totals, scales)));
        expect(entriesOf(carriedOf(held, scales))).toEqual([]);
      }),
    );
  });

  test('what has no scale stays as it is', () => {
    const totals = totalsOf([measure('1.23456', 'KGM', 'L1', 'scrap')]);
    expect(heldOf(totals, scalesFor(KILO, 2, true))).toEqual(totals);
  });
});
