/** Units: exact factors where ours are known, Odoo's where only it knows them, never across dimensions. */
import fc from 'fast-check';
import { amount, text } from '../../../nodes/src/domain/odoo/amount.ts';
import { resolveExternalId, unitBook } from '../../../nodes/src/domain/odoo/materials.ts';
import { type Erp, ok } from '../../../nodes/src/domain/ports.ts';

const where = { attempted: 'post', on: 'order' };
const book = unitBook([
  { id: 1, name: 'Units', root: '1', factor: amount(1), code: 'C62' },
  { id: 2, name: 'Box of 12', root: '1', factor: amount(12) },
  { id: 3, name: 'g', root: '3', factor: amount(1), code: 'GRM' },
  { id: 4, name: 'kg', root: '3', factor: amount(1000), code: 'KGM' },
  { id: 5, name: 'Bag of 25 kg', root: '3', factor: amount(25_000) },
  { id: 6, name: 'L', root: '6', factor: amount(1), code: 'LTR' },
]);
const factor = (code: string, unit: number): string => {
  const answer = book.factor(code, unit, where);
  return answer.ok ? text(answer.value) : answer.failure.code;
};

test.each([
  ['GRM', 4, '0.001'],
  ['KGM', 3, '1000'],
  ['TNE', 4, '1000'],
  ['KGM', 5, '0.04'],
  ['C62', 1, '1'],
  ['DZN', 1, '12'],
  ['DZN', 2, '1'],
])('one %s in unit %i is %s', (code, unit, expected) => {
  expect(factor(code, unit)).toBe(expected);
});

test.each([
  ['KGM', 6],
  ['C62', 4],
  ['LTR', 3],
  ['XYZ', 1],
  ['BAR', 1],
])('%s in unit %i is refused', (code, unit) => {
  expect(factor(code, unit)).toBe('unit-mismatch');
});

test('grams to kilograms lose nothing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000_000 }), (grams) => {
      const kilograms = amount(grams).times(factor('GRM', 4));
      expect(kilograms.times(1000).equals(grams)).toBe(true);
    }),
  );
});

test.each([
  ['of another kind', ['res.partner', 7], 'is no stock.lot'],
  ['archived or hidden by a rule', ['stock.lot', false], 'is archived in Odoo, or this user may not see it'],
])('an external id %s says so', async (_, shown, words) => {
  const erp: Erp = {
    profile: async () => ok({ major: 19, version: '19.0', protocol: 'json2', database: 'plant' }),
    call: async () => ok(shown),
  };
  const found = await resolveExternalId(erp, 'erp.lot_7', 'stock.lot', where);
  expect(found).toMatchObject({
    failure: { code: 'unmapped', reason: expect.stringContaining(`"erp.lot_7" ${words}`) },
  });
});
