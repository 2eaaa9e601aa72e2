/** Rows of files in four formats. Whatever the pieces in which the text arrives, the rows are the same. */
import fc from 'fast-check';
import { csvReader } from '../../../nodes/src/domain/files/csv.ts';
import { fixedWidthReader, jsonLinesReader } from '../../../nodes/src/domain/files/lines.ts';
import { type FileRecord, MAX_ROW_CHARACTERS, type RecordReader } from '../../../nodes/src/domain/files/record.ts';
import { xmlReader } from '../../../nodes/src/domain/files/xml.ts';

function readAll(reader: RecordReader, pieces: readonly string[]) {
  const records: FileRecord[] = [];
  for (const piece of pieces) {
    const { records: more, broken } = reader.push(piece);
    records.push(...more);
    if (broken !== undefined) return { records, broken };
  }
  const last = reader.end();
  return { records: [...records, ...last.records], ...(last.broken === undefined ? {} : { broken: last.broken }) };
}
const whole = (make: () => RecordReader, text: string) => readAll(make(), [text]);
const fieldsOf = (records: readonly FileRecord[]) => records.map(({ fields, trouble }) => fields ?? trouble);

const csv = () => csvReader({ separator: ';' });
const fixed = () =>
  fixedWidthReader([
    { name: 'order', start: 1, length: 6 },
    { name: 'quantity', start: 7, length: 5 },
  ]);
const xml = () => xmlReader('line');

const CSV = 'order;note;qty\r\nMO-1;"a;b ""c""\r\nd";1\r\n\r\nMO-2;x\r\nMO-3;y"z;3\nMO-4;;4';
const XML = `<?xml version="1.0"?><!-- <line> --><doc xmlns="urn:x"><head/>
<x:line id="1"><order>MO &amp; 1</order><lot a='>'>L1</lot><lot>L2</lot><![CDATA[<raw>]]></x:line>
<line id="2"><order>&bad;</order></line>
<line/></doc>`;
const LINES = '{"order":"MO-1"}\n\nnot json\r\n[1]\n{"order":"MO-2"}';
const FIXED = 'MO-001   12\r\nMO\nMO-0023\n';

test('CSV: quotes, doubled quotes, line breaks inside, empty lines, and rows that do not fit', () => {
  const { records, broken } = whole(csv, CSV) as { records: FileRecord[]; broken?: string };
  expect(broken).toBeUndefined();
  expect(records.map(({ row, line }) => [row, line])).toEqual([
    [1, 2],
    [2, 5],
    [3, 6],
    [4, 7],
  ]);
  expect(fieldsOf(records)).toEqual([
    { order: 'MO-1', note: 'a;b "c"\r\nd', qty: '1' },
    'it has 2 fields, the heading has 3',
    'a quote stands inside a field that is not quoted',
    { order: 'MO-4', note: '', qty: '4' },
  ]);
});

test('CSV without heading takes the names it is given; an open quote ends the file', () => {
  const named = () => csvReader({ separator: ',', names: ['a', 'b'] });
  expect(fieldsOf(whole(named, '1,2\n').records)).toEqual([{ a: '1', b: '2' }]);
  expect(whole(named, '1,"2\n')).toMatchObject({ records: [], broken: 'the file ends inside a quoted field' });
});

test('fixed width: blanks are trimmed, the last column may be cut, a line that is too short is told', () => {
  expect(fieldsOf(whole(fixed, FIXED).records)).toEqual([
    { order: 'MO-001', quantity: '12' },
    'it has 2 characters, 11 are expected',
    { order: 'MO-002', quantity: '3' },
  ]);
});

test('JSON lines: one object each; a bad line does not stop the next', () => {
  expect(fieldsOf(whole(jsonLinesReader, LINES).records)).toEqual([
    { order: 'MO-1' },
    'it is no JSON',
    'it is no JSON object',
    { order: 'MO-2' },
  ]);
});

test('XML: elements, attributes, repeated elements, CDATA, namespaces, and an entity nobody knows', () => {
  const { records } = whole(xml, XML);
  expect(records.map(({ row, line }) => [row, line])).toEqual([
    [1, 2],
    [2, 3],
    [3, 4],
  ]);
  expect(fieldsOf(records)).toEqual([
    { '@id': '1', order: 'MO & 1', 'lot.@a': '>', lot: 'L1', 'lot#2': 'L2', '#text': '<raw>' },
    'it uses an entity that is not known',
    {},
  ]);
});

test.each([
  ['a document type', '<!DOCTYPE x [<!ENTITY a "b">]><doc><line/></doc>', 'document type'],
  ['elements that cross', '<doc><line><a></line></a></doc>', 'which is not open'],
  ['an end that is missing', '<doc><line></line>', 'ends inside an element'],
  ['an open tag at the end', '<doc><line', 'ends inside an element'],
])('XML with %s is not read further', (_what, text, words) => {
  expect(whole(xml, text)).toMatchObject({ broken: expect.stringContaining(words) });
});

test.each([
  ['CSV', csv, CSV],
  ['fixed width', fixed, FIXED],
  ['JSON lines', jsonLinesReader, LINES],
  ['XML', xml, XML],
] as const)('%s: the pieces do not matter', (_name, make, text) => {
  const expected = whole(make, text);
  const cuts = fc.uniqueArray(fc.nat(text.length), { maxLength: 12 });
  fc.assert(
    fc.property(cuts, (places) => {
      const sorted = [0, ...[...places].sort((a, b) => a - b), text.length];
      const pieces = sorted.slice(1).map((end, index) => text.slice(sorted[index], end));
      expect(readAll(make(), pieces)).toEqual(expected);
    }),
  );
});

test('CSV: what was quoted comes back as it was', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ';', '"', '\n', '\r', ' ', 'ü') });
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
      const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      const text = ['a;b', ...rows.map((cells) => cells.map(quote).join(';'))].join('\n');
      expect(fieldsOf(whole(csv, text).records)).toEqual(rows.map(([a, b]) => ({ a, b })));
    }),
  );
});

test.each([
  ['CSV', csv, 'a\n"'],
  ['fixed width', fixed, ''],
  ['JSON lines', jsonLinesReader, '"'],
  ['XML', xml, '<doc><line>'],
] as const)('%s: a row without end does not fill the memory', (_name, make, head) => {
  const pieces = [head, ...Array.from({ length: 12 }, () => 'x'.repeat(MAX_ROW_CHARACTERS / 10))];
  expect(readAll(make(), pieces)).toMatchObject({ broken: expect.stringContaining('characters') });
});
