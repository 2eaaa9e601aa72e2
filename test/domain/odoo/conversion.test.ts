/** What an event measured, in the unit of Odoo: all of it or a refusal, and never a little more or less in the end. */
import fc from 'fast-check';
import { type Amount, amount, fits, sum, text } from '../../../nodes/src/domain/odoo/amount.ts';
import { exactIn } from '../../../nodes/src/domain/odoo/conversion.ts';
import { unitBook } from '../../../nodes/src/domain/odoo/materials.ts';

const PIECE = 1;
const DOZEN = 2;
const KILO = 3;
const POUND = 4;
const BOX = 5;
const units = unitBook([
  { id: PIECE, name: 'Units', root: 'units', factor: amount(1), code: 'C62', step: amount('0.01') },
  { id: DOZEN, name: 'Dozens', root: 'units', factor: amount(12), code: 'DZN' },
  { id: KILO, name: 'kg', root: 'weight', factor: amount(1), code: 'KGM' },
  { id: POUND, name: 'lb', root: 'weight', factor: amount('0.45359237'), code: 'LBR' },
  { id: BOX, name: 'Box of 7', root: 'units', factor: amount(7), step: amount(1) },
]);
const where = { attempted: 'consume', on: 'MO/1' };
const said = (value: string, uom: string, unit: number, digits = 2): string => {
  const answer = exactIn({ units, digits }, { value, uom }, unit, where);
  return answer.ok ? text(answer.value) : answer.failure.code;
};

test.each([
  ['12', 'C62', DOZEN, '1'],
  ['6', 'C62', DOZEN, '0.5'],
  ['1', 'C62', DOZEN, 'precision'],
  ['-12', 'C62', DOZEN, '-1'],
  ['250', 'GRM', KILO, '0.25'],
  ['5', 'GRM', KILO, 'precision'],
  ['1', 'LBR', KILO, 'precision'],
  ['0.45359237', 'KGM', POUND, '1'],
  ['7', 'C62', BOX, '1'],
  ['21', 'C62', BOX, '3'],
  ['3.5', 'C62', BOX, 'precision'],
  ['1', 'KGM', PIECE, 'unit-mismatch'],
  ['1', 'ZZZ', PIECE, 'unit-mismatch'],
])('%s %s in unit %i is %s', (value, uom, unit, expected) => {
  expect(said(value, uom, unit)).toBe(expected);
});

test('the refusal says the quantity and what Odoo could hold', () => {
  const step = exactIn({ units, digits: 2 }, { value: '3.5', uom: 'C62' }, BOX, where);
  expect(step).toMatchObject({ failure: { reason: expect.stringContaining('0.5 is no multiple of 1') } });
  const digits = exactIn({ units, digits: 2 }, { value: '5', uom: 'GRM' }, KILO, where);
  expect(digits).toMatchObject({ failure: { reason: expect.stringContaining('0.005 has more than 2 decimals') } });
});

const decimal = fc
  .tuple(fc.integer({ min: -9_999_999, max: 9_999_999 }), fc.integer({ min: 0, max: 6 }))
  .map(([number, places]) => text(amount(number).dividedBy(amount(10).pow(places))));
const uom = fc.constantFrom('C62', 'DZN', 'KGM', 'GRM', 'LBR', 'LTR');
const unit = fc.constantFrom(PIECE, DOZEN, KILO, POUND, BOX);
const digits = fc.integer({ min: 0, max: 6 });

test('what is accepted fits as it is and is the whole quantity: converted back it is what was measured', () => {
  fc.assert(
    fc.property(decimal, uom, unit, digits, (value, code, target, places) => {
      const answer = exactIn({ units, digits: places }, { value, uom: code }, target, where);
      if (!answer.ok) {
        expect(['precision', 'unit-mismatch']).toContain(answer.failure.code);
        return;
      }
      const factor = units.factor(code, target, where);
      if (!factor.ok) throw new Error(factor.failure.code);
      const step = units.step?.(target);
      expect(fits(answer.value, places)).toBe(true);
      expect(step === undefined || answer.value.modulo(step).isZero()).toBe(true);
      expect(text(answer.value.dividedBy(factor.value).toDecimalPlaces(25))).toBe(text(amount(value)));
    }),
    { numRuns: 500 },
  );
});

test('nothing is left over: many small postings that were accepted are together what one large one would be', () => {
  fc.assert(
    fc.property(
      fc.array(decimal, { minLength: 1, maxLength: 20 }),
      uom,
      unit,
      digits,
      (values, code, target, places) => {
        const posted = values.flatMap((value): [string, Amount][] => {
          const answer = exactIn({ units, digits: places }, { value, uom: code }, target, where);
          return answer.ok ? [[value, answer.value]] : [];
        });
        if (posted.length === 0) return;
        const all = text(sum(posted.map(([value]) => amount(value))));
        const once = exactIn({ units, digits: places }, { value: all, uom: code }, target, where);
        expect(once.ok ? text(once.value) : once.failure).toBe(text(sum(posted.map(([, value]) => value))));
      },
    ),
    { numRuns: 500 },
  );
});
