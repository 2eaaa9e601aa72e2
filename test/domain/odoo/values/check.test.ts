/** The value guard: what Odoo would take and silently change never leaves. */
import fc from 'fast-check';
import { checkValues, type Purpose } from '../../../../nodes/src/domain/odoo/values/check.ts';
import { readFields } from '../../../../nodes/src/domain/odoo/values/field.ts';
import { described, fieldsOf } from './fields.ts';

const check = (values: object, purpose: Purpose = 'write') =>
  checkValues('x.order', values as Record<string, unknown>, purpose, fieldsOf);
const rules = (values: object, purpose?: Purpose) => check(values, purpose).issues.map((issue) => issue.path);

test.each<[string, unknown]>([
  ['product_id', 'abc'],
  ['product_id', '2'],
  ['product_id', [2, 'Name']],
  ['product_id', 0],
  ['quantity', null],
  ['quantity', Number.NaN],
  ['quantity', '7,5'],
  ['quantity', 2.4567],
  ['price', '0.12345678901234567890'],
  ['count', 1.5],
  ['count', 2_147_483_648],
  ['blocked', 'false'],
  ['blocked', null],
  ['kind', 'By Lots'],
  ['at', '2026-11-20T08:00:00'],
  ['at', '2026-02-30T08:00:00Z'],
  ['due', '2026-11-20T08:00:00Z'],
  ['name', 'a\0b'],
  ['name', '\ud800'],
  ['name', '   '],
  ['name', null],
  ['name', 4711],
  ['name', 'thirteen long'],
  ['state', 'done'],
  ['computed', 1],
  ['id', 5],
  ['nowhere', 1],
  ['tag_ids', [1, 'two']],
  ['line_ids', [[5, 0, 0]]],
  ['line_ids', [[6, 0, [1]]]],
  ['line_ids', [[3, 7]]],
  ['line_ids', [[0, 0, { quantity: 1 }]]],
])('%s: %j does not leave', (name, value) => {
  expect(rules({ [name]: value })).toEqual([expect.stringMatching(`^${name}`)]);
});

test('what Odoo holds as it is passes, blanks and zones set right', () => {
  const values = {
    name: ' WS1 ',
    quantity: '2.45',
    price: 0.1,
    at: '2026-11-20T09:00:00.500+01:00',
    due: '2026-11-20',
    product_id: 7,
    tag_ids: [[6, 0, [9, 3, 9]]],
    line_ids: [
      [1, 4, { quantity: 2 }],
      [2, 5],
    ],
    open_in_draft: 'x',
    note: null,
  };
  expect(check(values)).toEqual({
    values: {
      ...values,
      name: 'WS1',
      quantity: 2.45,
      at: '2026-11-20 08:00:00',
      tag_ids: [3, 9],
      line_ids: [{ id: 4, values: { quantity: 2 } }, { id: 5 }],
      note: false,
    },
    references: [
      { path: 'product_id', model: 'product.product', ids: [7] },
      { path: 'tag_ids', model: 'x.tag', ids: [3, 9] },
    ],
    issues: [],
    absent: [],
  });
});

test('a new record names what it lacks; what Odoo computes need not be given', () => {
  expect(check({ name: 'A' }, 'create').absent).toEqual(['product_id']);
});

test('a wrong value in a line is named with its place', () => {
  const finding = check({ line_ids: [{ quantity: 1 }, { quantity: 'many', product_id: 3 }] }, 'create');
  expect(finding.issues.map((issue) => issue.path)).toEqual(['line_ids[1].quantity']);
  expect(finding.references).toEqual([{ path: 'line_ids[1].product_id', model: 'product.product', ids: [3] }]);
});

test.each([
  ['stock.quant', 'quantity', 'create'],
  ['stock.quant', 'inventory_quantity', 'create'],
  ['stock.move', 'quantity', 'write'],
  ['mrp.production', 'qty_producing', 'write'],
  ['mrp.production', 'state', 'create'],
  ['uom.uom', 'relative_factor', 'write'],
] as const)('%s.%s is denied in a %s, whatever the value', (model, field, purpose) => {
  const open = readFields({ [field]: described.quantity });
  const { issues, values } = checkValues(model, { [field]: 1 }, purpose, () => open);
  expect({ paths: issues.map((issue) => issue.path), values }).toEqual({ paths: [field], values: {} });
});

test('fields that a user may not write at all are left to Odoo, which names the right', () => {
  const shut = readFields({ name: { ...described.name, readonly: true }, code: { ...described.note, readonly: 1 } });
  expect(checkValues('x.order', { name: 'A' }, 'write', () => shut).issues).toEqual([]);
});

test('whatever comes in, what leaves is of the field’s own kind, and checking it again changes nothing', () => {
  const name = fc.constantFrom(...Object.keys(described));
  const odd = fc.oneof(fc.anything(), fc.constantFrom('2026-11-20T08:00:00Z', '7.25', [[6, 0, [1]]], [1, 2], 'lot'));
  fc.assert(
    fc.property(
      fc.dictionary(name, odd, { maxKeys: 6 }),
      fc.constantFrom<Purpose>('create', 'write'),
      (values, how) => {
        const once = check(values, how);
        const named = new Set(once.issues.map((issue) => issue.path.split(/[.[]/)[0]));
        for (const key of Object.keys(values)) expect(key in once.values).toBe(!named.has(key));
        const { line_ids: _lines, ...plain } = once.values;
        expect(check(plain, how)).toMatchObject({ values: plain, issues: [] });
        for (const value of Object.values(plain)) {
          expect(typeof value === 'number' ? Number.isFinite(value) : value !== undefined && value !== null).toBe(true);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('a decimal that fits keeps its value exactly, one that does not is refused, never rounded', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 5 }), (digits, places) => {
      const text = (digits / 10 ** places).toFixed(places);
      const { values, issues } = check({ quantity: text });
      const fits = Math.round(Number(text) * 100) / 100 === Number(text);
      expect(issues.length === 0).toBe(fits);
      if (fits) expect(values['quantity']).toBe(Number(text) + 0 === 0 ? values['quantity'] : Number(text));
    }),
  );
});
