/** External ids survive Odoo, stay apart, and the binding reads back what it wrote. */
import fc from 'fast-check';
import { externalId, readBinding } from '../../../nodes/src/domain/odoo/binding.ts';
import { isPartOf } from '../../../nodes/src/domain/odoo/dialects/naming.ts';

test('an external id has one dot, after the prefix that no module of Odoo has', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (key) => {
      expect(externalId('lot', key)).toMatch(/^mfgx\.lot__[A-Za-z0-9_~-]+$/);
    }),
  );
});

test('different keys give different external ids', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      expect(externalId('lot', one) === externalId('lot', other)).toBe(one === other);
    }),
  );
});

test.each([
  ['WH/MO/00042-001', 'WH/MO/00042', true],
  ['WH/MO/00042-1000', 'WH/MO/00042', true],
  ['WH/MO/00042', 'WH/MO/00042', false],
  ['WH/MO/00042-1', 'WH/MO/00042', false],
  ['WH/MO/000421-001', 'WH/MO/00042', false],
  ['WH/MO/00042-001-002', 'WH/MO/00042', false],
])('%s is a part of %s: %s', (part, order, expected) => {
  expect(isPartOf(part, order)).toBe(expected);
});

test('a note of another format is nothing we remember', () => {
  expect(readBinding(undefined)).toBeUndefined();
  expect(readBinding({ format: 2, order: 'x' })).toBeUndefined();
});

test('notes of other intents in the same ordering scope neither hide the binding nor get lost', () => {
  const own = { format: 1, order: 'MO-1', root: 1, product: 2, foreign: [], closed: {}, parts: [], materials: {} };
  const standing = { sent: null, calling: { key: 'k' } };
  expect(readBinding({ ...own, standing })).toEqual({ ...own, standing });
});
