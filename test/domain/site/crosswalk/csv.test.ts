import fc from 'fast-check';
import { csvImport, toCsv } from '../../../../nodes/src/domain/site/crosswalk/csv.ts';
import type { KeptRow } from '../../../../nodes/src/domain/site/crosswalk/row.ts';
import { crosswalkRowSchema } from '../../../../nodes/src/domain/site/pack.ts';
import { demoPlant } from '../../mapping/plant.ts';

const HEADING = 'domain,system,localCode,canonicalId,validFrom,validTo,status';
const pack = { ...demoPlant(), crosswalk: [] };

function read(text: string, rows: readonly KeptRow[] = [], size = text.length) {
  const file = csvImport(pack);
  for (let at = 0; at < text.length; at += Math.max(1, size)) file.push(text.slice(at, at + size));
  return file.end(rows);
}

test('every bad row is named with its line and its reason, and the good ones are told apart', () => {
  const text = [
    HEADING,
    'material,mes,A,FG-1000,,,approved',
    'material,mes,B,FG-999,,,',
    'colour,mes,C,FG-1000,,,',
    'material,mes,D',
    '"material",mes,"E\n1",FG-1000,2026-13-01,,',
    'material,mes,A,FG-2000,,,approved',
  ].join('\n');
  const { moves, bad } = read(text);
  expect(moves).toMatchObject([{ kind: 'add', row: { localCode: 'A', status: 'approved' } }]);
  expect(bad.map(({ line, reason }) => `${line}: ${reason}`)).toEqual([
    expect.stringContaining('3: material "FG-999" has no binding'),
    expect.stringContaining('4: domain: '),
    '5: it has 3 fields, the heading has 7',
    expect.stringContaining('6: validFrom: '),
    '8: a row before it says FG-1000 for all days: no two rows on one day',
  ]);
  expect(bad[0]).toMatchObject({ text: 'material,mes,B,FG-999,,,' });
});

test('a row without status is a proposal; semicolons, a byte order mark and other orders of columns are read', () => {
  const { moves, bad } = read('\uFEFFlocalCode;canonicalId;domain;system\r\n"A;1";FG-1000;material;mes\r\n');
  expect(bad).toEqual([]);
  expect(moves).toMatchObject([{ row: { localCode: 'A;1', canonicalId: 'FG-1000', status: 'proposed' } }]);
});

test('a heading without the columns that are needed ends it, and so does a quote that is never closed', () => {
  expect(read('domain,code\nmaterial,A\nmaterial,B\n').bad).toMatchObject([
    { line: 1, reason: expect.stringContaining('the heading lacks system, localCode, canonicalId') },
  ]);
  expect(read(`${HEADING}\nmaterial,mes,"A`).bad).toMatchObject([{ line: 0 }]);
  expect(read('').bad).toEqual([]);
});

const anyRow = fc
  .record({
    localCode: fc.string({ minLength: 1 }).map((code) => code.trim().normalize('NFC')),
    canonicalId: fc.constantFrom('FG-1000', 'FG-2000'),
    system: fc.constantFrom('mes', 'a,b', 'say "x"'),
    status: fc.constantFrom('proposed' as const, 'approved' as const),
  })
  .filter(({ localCode }) => localCode !== '')
  .map((row) => crosswalkRowSchema.parse({ ...row, domain: 'material' }));
const unique = fc.uniqueArray(anyRow, { selector: ({ system, localCode }) => `${system}\n${localCode}` });

test('what goes out comes in again, in pieces of any size, and then changes nothing', () => {
  fc.assert(
    fc.property(unique, fc.integer({ min: 1, max: 50 }), (rows, size) => {
      const first = read(toCsv(rows), [], size);
      expect(first.bad).toEqual([]);
      expect(first.moves.map((move) => move.kind === 'add' && move.row)).toEqual(rows);
      const kept = rows.map((row, id): KeptRow => ({ ...row, id, changedAt: 0, changedBy: 'a', reason: 'b' }));
      expect(read(toCsv(rows), kept, size)).toMatchObject({ bad: [], unchanged: rows.length });
    }),
  );
});
