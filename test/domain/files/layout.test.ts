/** Rows as text: what is written is what the readers of the file source read. */
import fc from 'fast-check';
import { csvReader } from '../../../nodes/src/domain/files/csv.ts';
import { encoded } from '../../../nodes/src/domain/files/encode.ts';
import { fill, safeName } from '../../../nodes/src/domain/files/fill.ts';
import { firstLines, type Layout, lastLines, lineOf } from '../../../nodes/src/domain/files/layout.ts';
import { fixedWidthReader, jsonLinesReader } from '../../../nodes/src/domain/files/lines.ts';
import type { RecordReader } from '../../../nodes/src/domain/files/record.ts';
import { xmlReader } from '../../../nodes/src/domain/files/xml.ts';

const columns = [
  { name: 'order', from: 'order', as: 'text', start: 1, length: 12 },
  { name: 'words', from: 'told.words', as: 'text', start: 14, length: 20 },
] as const;
const layout: Layout = { format: 'csv', columns, separator: ';', hasNames: true, root: 'rows', element: 'row' };

function textOf(use: Layout, rows: readonly unknown[]): string {
  const lines = rows.map((row) => {
    const line = lineOf(use, row);
    if (!line.ok) throw new Error(line.trouble);
    return line.text;
  });
  return [...firstLines(use, 'utf-8'), ...lines, ...lastLines(use)].map((line) => `${line}\r\n`).join('');
}
function read(reader: RecordReader, text: string) {
  const { records } = reader.push(text);
  return [...records, ...reader.end().records].map(({ fields }) => fields);
}

const word = fc
  .string({ maxLength: 12, unit: fc.constantFrom(...'aZ09;,"\'<>&=| äß€') })
  .map((text) => `x${text.trim()}x`.slice(0, 12));
const rows = fc.array(fc.record({ order: word, told: fc.record({ words: word }) }), { minLength: 1, maxLength: 8 });

test.each([
  ['CSV', layout, () => csvReader({ separator: ';' })],
  ['JSON lines', { ...layout, format: 'jsonl' as const }, jsonLinesReader],
  ['XML', { ...layout, format: 'xml' as const }, () => xmlReader('row')],
  ['fixed width', { ...layout, format: 'fixed' as const }, () => fixedWidthReader(columns)],
])('%s comes back as it was', (_name, use, reader) => {
  fc.assert(
    fc.property(rows, (all) => {
      expect(read(reader(), textOf(use, all))).toEqual(all.map(({ order, told }) => ({ order, words: told.words })));
    }),
  );
});

test('what does not fit its place is told, not cut', () => {
  expect(lineOf({ ...layout, format: 'fixed' }, { order: '1234567890123' })).toEqual({
    ok: false,
    trouble: 'order: "1234567890123" is longer than 12 characters',
  });
  expect(lineOf({ ...layout, format: 'fixed' }, { order: 'a\nb' })).toMatchObject({ ok: false });
  expect(lineOf({ ...layout, format: 'xml' }, { order: '\u0001' })).toMatchObject({ ok: false });
});

test('constants, numbers with a comma, objects and missing values have their text', () => {
  const wide = [
    { name: 'a', from: '=RES', as: 'text' },
    { name: 'b', from: 'q', as: 'decimalComma' },
    { name: 'c', from: 'o', as: 'text' },
    { name: 'd', from: 'none', as: 'text' },
  ] as const;
  expect(lineOf({ ...layout, columns: wide }, { q: '12.5', o: { x: 1 } })).toEqual({
    ok: true,
    text: 'RES;12,5;"{""x"":1}";',
  });
  expect(lineOf({ ...layout, format: 'jsonl', columns: [] }, { q: 1 })).toEqual({ ok: true, text: '{"q":1}' });
});

test('windows-1252 is what the readers read; a character it lacks is told', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'aäÖß€‚Ž™ÿ') }), (text) => {
      const bytes = encoded(text, 'windows-1252');
      expect(bytes.ok && new TextDecoder('windows-1252').decode(bytes.bytes)).toBe(text);
    }),
  );
  expect(encoded('aЖb', 'windows-1252')).toEqual({ ok: false, character: 'Ж' });
  expect(encoded('a😀', 'windows-1252')).toEqual({ ok: false, character: '😀' });
});

test('names are filled from the event, are no path, and stay short', () => {
  const event = { id: 'e1-x', data: { order: 'WH/MO/1', n: 2 } };
  expect(fill('{data.order}-{data.n}-{rows}.csv', event, { rows: '7' })).toEqual({ ok: true, text: 'WH/MO/1-2-7.csv' });
  expect(fill('{data.nothing}.csv', event)).toEqual({ ok: false, missing: 'data.nothing' });
  expect(safeName('../WH/MO/1.csv')).toBe('__WH_MO_1.csv');
  fc.assert(
    fc.property(fc.string({ maxLength: 300 }), (text) => {
      const name = safeName(text);
      expect(name).toMatch(/^(?!\.)[^/\\\0]{0,150}$/u);
      expect(safeName(name)).toBe(name);
    }),
  );
  expect(safeName(`${'x'.repeat(300)}.csv`)).toMatch(/^x{146}\.csv$/);
});
