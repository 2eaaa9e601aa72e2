/** The books of some places: the innermost place that the plant knows counts, and products that two answer to are nobody's. */
import { readBook } from '../../../nodes/src/domain/odoo/stock-book.ts';
import { productsIn } from '../../../nodes/src/domain/odoo/stock-products.ts';
import { type Erp, ok } from '../../../nodes/src/domain/ports.ts';

type Term = readonly [string, string, unknown];
const product = (id: number, code: string, barcode: string | false = false) => ({
  ...{ id, display_name: `P${id}`, default_code: code, barcode, tracking: 'lot', uom_id: [1, 'Units'] },
});
const quant = (id: number, location: number, reserved = 0) => ({
  ...{ id, product_id: [3, 'P3'], lot_id: [9, 'L1'], location_id: [location, 'x'], quantity: 4 },
  reserved_quantity: reserved,
});
const line = (from: number, to: number, picking: string | false) => ({
  ...{ id: 1, product_id: [3, 'P3'], location_id: [from, 'x'], location_dest_id: [to, 'y'] },
  picking_id: picking === false ? false : [7, picking],
});
const PLACES = [
  { id: 8, display_name: 'WH/Stock', complete_name: 'WH/Stock', parent_path: '1/8/' },
  { id: 11, display_name: 'WH/Stock/Shelf', complete_name: 'WH/Stock/Shelf', parent_path: '1/8/11/' },
  { id: 12, display_name: 'WH/Stock/Staging', complete_name: 'WH/Stock/Staging', parent_path: '1/8/12/' },
];
const asked: unknown[] = [];
const erp: Erp = {
  profile: async () => ok({ major: 19, version: '19.0', protocol: 'json2', database: 'x' }),
  call: async ({ model, method, args }) => {
    const domain = (args?.['domain'] ?? []) as readonly (Term | string)[];
    const of = (field: string): unknown => domain.find((term) => Array.isArray(term) && term[0] === field)?.[2];
    if (method === 'precision_get') return ok(2);
    if (method === 'get_external_id') return ok({ '1': 'uom.product_uom_unit' });
    if (method === 'check_object_reference') return ok(['product.product', 5]);
    if (model === 'uom.uom') return ok([{ id: 1, name: 'Units', factor: 1, parent_path: '1/' }]);
    if (model === 'product.product') return ok([product(3, 'A'), product(4, 'B'), product(5, 'B', '400')]);
    if (model === 'stock.location')
      return ok(PLACES.filter(({ complete_name }) => of('id') !== undefined || complete_name === of('complete_name')));
    if (model === 'stock.quant') return ok([quant(1, 8), quant(2, 11, 1), quant(3, 12)]);
    asked.push(domain);
    return ok(of('date') === undefined ? [line(11, 5, 'WH/OUT/1'), line(12, 5, 'WH/OUT/2')] : [line(5, 12, false)]);
  },
};
const place = (id: string, value: string) => ({ id, by: 'code' as const, value });
const question = {
  places: [place('STOCK', 'WH/Stock')],
  others: [place('STAGE', 'WH/Stock/Staging'), place('GONE', 'WH/Gone')],
  known: [place('A', 'A')],
  since: '2026-11-20T09:00:00.700Z',
};

test('places inside count with the place that was asked for, except those the plant knows by themselves', async () => {
  const read = await readBook(erp, question);
  if (!read.ok) throw new Error(read.failure.reason);
  const { heaps, hasMoved } = read.value;
  expect(heaps.map((heap) => [heap.place, heap.lot, heap.isSetAside, heap.takenBy])).toEqual([
    ['STOCK', 'L1', false, ['WH/OUT/1']],
    ['STOCK', 'L1', true, ['WH/OUT/1']],
  ]);
  expect(hasMoved(3, 'STOCK')).toBe(false);
  expect(JSON.stringify(asked)).toContain('2026-11-20 09:00:00');
  const both = await readBook(erp, { ...question, places: [...question.places, place('STAGE', 'WH/Stock/Staging')] });
  expect(both.ok && [both.value.heaps.length, both.value.hasMoved(3, 'STAGE')]).toEqual([3, true]);
});

test('a place that was asked for and is not there is a failure, not an empty place', async () => {
  const read = await readBook(erp, { ...question, places: [place('GONE', 'WH/Gone')], others: [] });
  expect(read).toMatchObject({ failure: { code: 'unmapped' } });
});

test('what two products answer to is left out; external ids and barcodes find their own', async () => {
  const byCode = await productsIn(erp, { refs: [place('A', 'A'), place('TWICE', 'B')] });
  expect(byCode.ok && [...byCode.value.keys()].filter((name) => name === 'A' || name === 'TWICE')).toEqual(['A']);
  const direct = await productsIn(erp, {
    refs: [
      { id: 'EXT', by: 'externalId', value: 'x.p' },
      { id: 'BAR', by: 'barcode', value: '400' },
    ],
  });
  expect(direct.ok && direct.value.get('EXT')).toMatchObject({ id: 5, isKnown: true });
});
