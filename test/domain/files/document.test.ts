/** A whole file as one row. */
import { documentReader } from '../../../nodes/src/domain/files/document.ts';

test('whatever the pieces, the file is one row with its text as it is', () => {
  const reader = documentReader();
  for (const piece of ["UNA:+.? '\r\nUN", "B+UNOC:3'"]) expect(reader.push(piece)).toEqual({ records: [] });
  expect(reader.end()).toMatchObject({ records: [{ row: 1, fields: { text: "UNA:+.? '\r\nUNB+UNOC:3'" } }] });
});

test('an empty file has no row, and one that is too long is broken', () => {
  const empty = documentReader();
  empty.push(' \n');
  expect(empty.end()).toEqual({ records: [] });
  expect(documentReader().push('x'.repeat(250_001)).broken).toContain('250000');
});
