/** Rows that are one document: taken together, or not at all. */
import fc from 'fast-check';
import { type ColumnRule, mapColumns } from '../../../nodes/src/domain/files/columns.ts';
import { csvReader } from '../../../nodes/src/domain/files/csv.ts';
import { groupedReader, MAX_ROWS_OF_DOCUMENT } from '../../../nodes/src/domain/files/grouped.ts';
import type { FileRecord } from '../../../nodes/src/domain/files/record.ts';

const make = () => groupedReader(csvReader({ separator: ';' }), ['Advice', 'Order']);
const HEAD = 'Advice;Order;Item;Qty';

function read(text: string, pieces: readonly string[] = [text]) {
  const reader = make();
  const records: FileRecord[] = [];
  let broken: string | undefined;
  for (const one of [...pieces.map((piece) => reader.push(piece)), reader.end()]) {
    records.push(...one.records);
    broken ??= one.broken;
  }
  return { records, broken };
}
const shown = (text: string) =>
  read([HEAD, text].join('\n')).records.map(({ row, line, rows, trouble }) => [row, line, rows?.length ?? trouble]);

test('rows that agree in the named columns are one record, named by the last of them', () => {
  expect(shown('D1;P1;a;1\nD1;P1;b;2\nD1;P2;a;3\nD2;P2;a;4\nD2; P2 ;b;5')).toEqual([
    [2, 2, 2],
    [3, 4, 1],
    [5, 5, 2],
  ]);
});

test('a row that cannot be read keeps both documents beside it from being taken', () => {
  const wrong = expect.stringContaining('line 3: it has 2 fields');
  expect(shown('D1;P1;a;1\nD1;P1\nD2;P1;a;1\nD3;P1;a;1')).toEqual([
    [2, 2, wrong],
    [3, 4, wrong],
    [4, 5, 1],
  ]);
});

test('what stands before an unreadable rest is not taken: it may lack rows', () => {
  const { records, broken } = read(`${HEAD}\nD1;P1;a;1\nD2;P1;a;1\nD2;P1;"b;2`);
  expect(records.map(({ row }) => row)).toEqual([1]);
  expect(broken).toContain('ends inside');
});

test('whatever the pieces in which the text arrives, the documents are the same, and every row is in one', () => {
  const row = fc.tuple(fc.constantFrom('D1', 'D2'), fc.constantFrom('P1', 'P2'), fc.nat(9), fc.nat(9));
  fc.assert(
    fc.property(fc.array(row, { maxLength: 12 }), fc.nat(40), (rows, cut) => {
      const text = [HEAD, ...rows.map((one) => one.join(';'))].join('\n');
      const { records } = read(text);
      expect(read(text, [text.slice(0, cut), text.slice(cut)]).records).toEqual(records);
      expect(records.flatMap((record) => record.rows?.map(({ Item }) => Item))).toEqual(
        rows.map(([, , item]) => `${item}`),
      );
      for (const { rows: of = [] } of records)
        expect(new Set(of.map((one) => `${one['Advice']} ${one['Order']}`)).size).toBe(1);
    }),
  );
});

test('a document without end is none', () => {
  const text = [HEAD, ...Array.from({ length: MAX_ROWS_OF_DOCUMENT + 1 }, () => 'D1;P1;a;1')].join('\n');
  expect(read(text).records.map(({ trouble }) => trouble)).toEqual([expect.stringContaining('more than')]);
});

const rule = (field: string, from: string, as: ColumnRule['as'] = 'text'): ColumnRule => ({ field, from, as });
const RULES = [
  rule('despatchAdviceId', 'Advice'),
  rule('logisticUnits[].sscc', 'Label'),
  rule('logisticUnits[].lines[].quantity.value', 'Qty', 'decimal'),
  rule('logisticUnits[].lines[].quantity.uom', '=C62'),
];

test('fields of a list have an entry for each row, lists inside of it one', () => {
  const rows = [
    { Advice: 'D1', Label: 'S1', Qty: '1' },
    { Advice: 'D1', Label: '', Qty: '2' },
  ];
  expect(mapColumns(RULES, rows[0] ?? {}, rows)).toEqual({
    ok: true,
    data: {
      despatchAdviceId: 'D1',
      logisticUnits: [
        { sscc: 'S1', lines: [{ quantity: { value: '1', uom: 'C62' } }] },
        { lines: [{ quantity: { value: '2', uom: 'C62' } }] },
      ],
    },
  });
});

test('what stands once must be the same in all rows, and each row is checked', () => {
  const head = { Advice: 'D1', Qty: '1' };
  const mapped = (second: object) => mapColumns(RULES, head, [head, { ...head, ...second }]);
  expect(mapped({ Advice: 'D2' })).toEqual({
    ok: false,
    trouble: 'Advice: "D1" and "D2" stand in rows of one document',
  });
  expect(mapped({ Qty: 'many' })).toEqual({ ok: false, trouble: 'Qty: "many" is no number with a decimal point' });
});
