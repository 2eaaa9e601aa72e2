/** The last look at a change before it leaves: what Odoo would change in silence is refused, everything good passes. */
import fc from 'fast-check';
import { readFields } from '../../../../nodes/src/domain/odoo/values/field.ts';
import { checkOutgoing } from '../../../../nodes/src/domain/odoo/values/outgoing.ts';
import type { ErpCall } from '../../../../nodes/src/domain/ports.ts';
import { described, fieldsOf as read } from './fields.ts';

const known = new Map(['x.order', 'x.line'].map((model) => [model, read(model)]));
const fieldsOf = (model: string) => known.get(model);

const MADE = -1_000_000_001;
const write = (vals: object, model = 'x.order'): ErpCall => ({ model, method: 'write', ids: [1], args: { vals } });
const create = (vals: object, model = 'x.order'): ErpCall => ({ model, method: 'create', args: { vals_list: [vals] } });
const load = (row: Readonly<Record<string, unknown>>): ErpCall => ({
  model: 'x.order',
  method: 'load',
  args: { fields: Object.keys(row), data: [Object.values(row)] },
});
const look = (call: ErpCall) => checkOutgoing(call, fieldsOf);
const paths = (call: ErpCall) => look(call).issues.map((issue) => issue.path);

test.each([
  { name: 'A', note: '<p>x</p>', count: 3, quantity: 2.25, price: 1 / 3, blocked: true },
  { kind: 'lot', due: '2026-11-20', at: '2026-11-20 08:00:00', product_id: 7, tag_ids: [[6, 0, [1, 2]]] },
  { product_id: MADE, tag_ids: false, at: false, due: null, kind: false, note: '', blocked: false, total: 1 },
  { line_ids: [[0, 0, { quantity: 1, product_id: 7 }], [1, 5, { quantity: 2.5 }], [2, 6, 0]] }, // biome-ignore format: one case a line
  { quantity: -0, count: -2_147_483_647, name: undefined, computed: 2 },
])('a good change passes: %j', (vals) => {
  expect(look(write(vals)).issues).toEqual([]);
  expect(look(create(vals)).issues).toEqual([]);
});

test.each([
  ['a relation by name', { product_id: 'abc' }, 'product_id'],
  ['a relation by text', { product_id: '2' }, 'product_id'],
  ['a relation as it is read', { product_id: [2, 'Name'] }, 'product_id'],
  ['nothing for a number', { quantity: null }, 'quantity'],
  ['false for a number', { count: false }, 'count'],
  ['NaN', { quantity: Number.NaN }, 'quantity'],
  ['infinity where no decimals are said', { price: Number.POSITIVE_INFINITY }, 'price'],
  ['a word for a boolean', { blocked: 'false' }, 'blocked'],
  ['a moment with a zone', { at: '2026-11-20T08:00:00Z' }, 'at'],
  ['a moment with fractions', { at: '2026-11-20 08:00:00.5' }, 'at'],
  ['a day that does not exist', { due: '2026-02-30' }, 'due'],
  ['an unknown choice', { kind: 'serial' }, 'kind'],
  ['a text that is too long', { name: 'thirteen char' }, 'name'],
  ['NUL', { note: 'a\0b' }, 'note'],
  ['half a character', { note: 'a\ud800' }, 'note'],
  ['a number for a text', { name: 4711 }, 'name'],
  ['half a piece', { count: 1.5 }, 'count'],
  ['too many pieces', { count: 2 ** 31 }, 'count'],
  ['a required field that is emptied', { name: '' }, 'name'],
  ['a required relation that is emptied', { product_id: false }, 'product_id'],
  ['a state', { state: 'draft' }, 'state'],
  ['lines replaced', { line_ids: [[5, 0, 0]] }, 'line_ids[0]'],
  ['lines unlinked', { line_ids: [[2, 1, 0], [3, 4, 0]] }, 'line_ids[1]'], // biome-ignore format: one case a line
  ['a word for lines', { line_ids: 'none' }, 'line_ids'],
  ['a wrong value in a line', { line_ids: [[0, 0, { product_id: '7' }]] }, 'line_ids[0].product_id'],
  ['a state in a line', { line_ids: [[1, 4, { state: 'done' }]] }, 'line_ids[0].state'],
])('%s is refused in both kinds of change, with its field', (_what, vals, path) => {
  expect(paths(write(vals))).toEqual([`x.order.${path}`]);
  expect(paths(create(vals))).toEqual([`x.order.${path}`]);
});

test.each([
  ['mrp.production', 'product_qty', ['write']],
  ['stock.move', 'product_uom_qty', ['write']],
  ['stock.quant', 'quantity', ['write', 'create']],
  ['stock.quant', 'reserved_quantity', ['write', 'create']],
  ['mrp.production', 'state', ['write', 'create']],
] as const)('%s.%s is denied to intents as well, in a %j, whatever the value', (model, field, denied) => {
  const open = readFields({ [field]: described.price });
  for (const call of [write({ [field]: 1 }, model), create({ [field]: 1 }, model)]) {
    const { kinds } = checkOutgoing(call, () => open);
    expect(kinds.has('denied')).toBe((denied as readonly string[]).includes(call.method));
  }
});

test('what is required and filled by Odoo itself may be given empty, and what is not given is not judged', () => {
  const filled = readFields({
    company_id: { ...described.product_id, depends: ['product_id'] },
    owner_id: { ...described.product_id, related: 'product_id.owner_id' },
    name: described.name,
  });
  expect(checkOutgoing(create({ company_id: false, owner_id: null }), () => filled).issues).toEqual([]);
});

test('decimals alone are told apart, because they are raised in Odoo and not corrected in the message', () => {
  expect([...look(write({ quantity: 2.4567 })).kinds]).toEqual(['decimals']);
  expect([...look(load({ quantity: '2.4567' })).kinds]).toEqual(['decimals']);
  expect(look(write({ quantity: 2.4567, kind: 'x' })).kinds.size).toBe(2);
});

test.each([
  { id: 'plantwire.k1', name: 'A', count: '3', quantity: '2.25', blocked: '1', kind: 'lot', at: '2026-11-20 08:00:00' },
  { '.id': '4', 'product_id/.id': '7', 'tag_ids/.id': '1,2', due: '2026-11-20', price: '0.333333', note: '' },
  {
    'product_id/id': 'base.x',
    product_id: 'by name',
    'line_ids/product_id/.id': String(MADE),
    'line_ids/quantity': '',
  },
])('a good row passes: %j', (row) => {
  expect(look(load(row)).issues).toEqual([]);
});

test.each([
  ['name', 'thirteen char'],
  ['name', 'a\0b'],
  ['count', '1.5'],
  ['quantity', '7,5'],
  ['quantity', 'NaN'],
  ['quantity', 2.5],
  ['blocked', 'yes'],
  ['kind', 'By Nothing'],
  ['due', '2026-02-30'],
  ['at', '2026-11-20T08:00:00Z'],
  ['at', '2026-11-20'],
  ['product_id/.id', 'abc'],
  ['product_id/.id', 'undefined'],
  ['tag_ids/.id', '1,,2'],
  ['.id', '0'],
  ['state', 'draft'],
  ['line_ids/quantity', '1.234'],
])('a row whose %s is %j is refused', (column, cell) => {
  expect(paths(load({ [column]: cell }))).toEqual([`x.order.${column}`]);
});

test('a field that nobody described is named and left to Odoo: it refuses what is not there, and 14 takes what it hides', () => {
  const line = { model: 'x.line', name: 'colour' };
  expect(look(write({ colour: 1, line_ids: [[0, 0, { colour: 'red' }]] }))).toMatchObject({
    issues: [],
    strangers: [{ model: 'x.order', name: 'colour' }, line],
  });
  expect(look(load({ 'line_ids/colour': '1' }))).toMatchObject({ issues: [], strangers: [line] });
});

test('a model that nobody described is named, once, and not judged', () => {
  const found = checkOutgoing(write({ a: 'x', b: [[0, 0, {}]] }, 'x.new'), () => undefined);
  expect(found).toMatchObject({ issues: [], unknown: new Set(['x.new']) });
});

/** One value per field that Odoo 19 was seen to keep as it is. */
const good: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: fc.stringMatching(/^[a-z]{1,12}$/),
  note: fc.oneof(fc.stringMatching(/^[ -~]{0,40}$/), fc.constant(false)),
  count: fc.integer({ min: -2_147_483_647, max: 2_147_483_647 }),
  quantity: fc.integer({ min: -1e12, max: 1e12 }).map((hundredths) => hundredths / 100),
  price: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
  blocked: fc.boolean(),
  kind: fc.constantFrom('lot', 'none', false),
  at: fc.date({ min: new Date(0), noInvalidDate: true, max: new Date(4e12) }).map((at) => moment(at)),
  product_id: fc.integer({ min: 1, max: 2_147_483_647 }),
  tag_ids: fc.array(fc.integer({ min: 1, max: 99 })).map((ids) => [[6, 0, ids]]),
  line_ids: fc.array(fc.integer({ min: 1, max: 99 }).map((id) => [1, id, { quantity: id / 4 }])),
};
const moment = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ');

test('every mixture of good values passes, and one bad value among them is the only one named', () => {
  const bad = fc.constantFrom<readonly [string, unknown]>(
    ['quantity', 0.001],
    ['product_id', '7'],
    ['at', '2026-11-20T08:00:00Z'],
    ['blocked', 'true'],
    ['count', Number.NaN],
    ['kind', 'serial'],
  );
  const vals = fc.record(good, { requiredKeys: [] });
  fc.assert(
    fc.property(vals, bad, (values, [name, value]) => {
      expect(look(write(values)).issues).toEqual([]);
      expect(look(create(values)).issues).toEqual([]);
      expect(paths(write({ ...values, [name]: value }))).toEqual([`x.order.${name}`]);
    }),
    { numRuns: 300 },
  );
});

test('whatever is sent is judged without a throw, and what passes never holds what Odoo stores otherwise', () => {
  const names = fc.constantFrom(...Object.keys(described), 'colour');
  fc.assert(
    fc.property(fc.dictionary(names, fc.anything(), { maxKeys: 5 }), (values) => {
      const refused = new Set(paths(write(values)).map((path) => path.split(/[.[]/)[2]));
      for (const [name, value] of Object.entries(values)) {
        if (refused.has(name) || value === undefined) continue;
        if (['count', 'quantity', 'price'].includes(name)) expect(Number.isFinite(value)).toBe(true);
        if (name === 'product_id') expect(Number.isInteger(value)).toBe(true);
        if (name === 'blocked') expect(typeof value).toBe('boolean');
        expect(name).not.toBe('state');
      }
    }),
    { numRuns: 300 },
  );
});
