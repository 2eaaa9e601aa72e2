import { type ColumnRule, mapColumns } from '../../../nodes/src/domain/files/columns.ts';

const rule = (field: string, from: string, as: ColumnRule['as'] = 'text'): ColumnRule => ({ field, from, as });

test('columns go to fields, constants to every row, empty columns nowhere', () => {
  const rules = [
    rule('operationsRequestId', 'Order'),
    rule('quantity.value', 'Qty', 'decimalComma'),
    rule('quantity.uom', '=C62'),
    rule('lot.lotId', 'Lot'),
    rule('revision', 'Rev', 'integer'),
    rule('closed', 'Closed', 'boolean'),
    rule('serials', 'Serials', 'json'),
    rule('absent', 'Nowhere'),
  ];
  const row = { Order: ' MO-1 ', Qty: '1.234,50', Lot: '', Rev: '3', Closed: 'TRUE', Serials: '["s1"]' };
  expect(mapColumns(rules, row)).toEqual({
    ok: true,
    data: {
      operationsRequestId: 'MO-1',
      quantity: { value: '1234.50', uom: 'C62' },
      revision: 3,
      closed: true,
      serials: ['s1'],
    },
  });
});

test.each([
  ['decimal', '1,5'],
  ['decimal', '1e3'],
  ['decimalComma', '1.5'],
  ['decimalComma', '1.2345,6'],
  ['integer', '1.0'],
  ['boolean', 'yes'],
  ['json', '{'],
] as const)('%s does not guess what "%s" means', (as, text) => {
  expect(mapColumns([rule('x', 'c', as)], { c: text })).toEqual({
    ok: false,
    trouble: expect.stringContaining(`c: "${text}" is no`),
  });
});

test('a field named like a part of every object is a field like any other', () => {
  const mapped = mapColumns([rule('__proto__.polluted', 'c'), rule('constructor.x', 'c')], { c: '1' });
  expect(({} as { polluted?: string }).polluted).toBeUndefined();
  expect(mapped.ok && Object.keys(mapped.data)).toEqual(['__proto__', 'constructor']);
});
