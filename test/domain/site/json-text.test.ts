import fc from 'fast-check';
import { readJsonText } from '../../../nodes/src/domain/site/json-text.ts';

test.each([
  ['{ "a": 1,, }', 1, 10, 'expected a field name in double quotes, found ","'],
  ['{\n  "a": 1\n  "b": 2\n}', 3, 3, 'expected "," or "}", found ""b":"'],
  ['{ "a": 1, }', 1, 11, 'expected a field name in double quotes, found "}"'],
  ['[1, 2', 1, 6, 'expected "," or "]", found the end'],
  ["{ 'a': 1 }", 1, 3, `expected a field name in double quotes, found "'a':"`],
  ['{ "a": True }', 1, 8, 'expected a value, found "True"'],
  ['{ "a": 0,1 }', 1, 10, 'expected a field name in double quotes, found "1"'],
  ['{ "a": "x\ny" }', 1, 8, 'this text never ends, or holds a line break or a wrong \\'],
  ['{ "a" 1 }', 1, 7, 'expected ":", found "1"'],
  ['{} {}', 1, 4, 'expected the end of the file, found "{}"'],
  ['// note\n{}', 1, 1, 'expected a value, found "//"'],
  ['', 1, 1, 'expected a value, found the end'],
  ['[01]', 1, 3, 'expected "," or "]", found "1]"'],
])('%j is refused at line %i, column %i', (text, line, column, reason) => {
  expect(readJsonText(text)).toEqual({ ok: false, line, column, reason });
});

test('a field that stands twice in one object is refused, in two objects it is not', () => {
  const twice = '{\n "policies": {},\n "shifts": [],\n "policies": {}\n}';
  expect(readJsonText(twice)).toEqual({
    ok: false,
    line: 4,
    column: 2,
    reason: 'the field "policies" stands twice in this object',
  });
  expect(readJsonText('[{"a":1},{"a":2}]')).toEqual({ ok: true, value: [{ a: 1 }, { a: 2 }] });
});

test('nesting without end is refused', () => {
  expect(readJsonText('['.repeat(100_000))).toMatchObject({ ok: false, reason: 'nested deeper than 64 levels' });
});

test('whatever JSON writes is read back the same', () => {
  const value = fc.jsonValue({ maxDepth: 5 });
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
      const text = JSON.stringify(json, undefined, indent);
      expect(readJsonText(text)).toEqual({ ok: true, value: JSON.parse(text) });
    }),
  );
});

test('what it takes, JSON.parse takes too, and gives the same', () => {
  const noise = fc.array(
    fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"\\u00e4"', '1', '-0.5e3', 'null', 'true', ' ', '"', '\\'),
    { maxLength: 12 },
  );
  fc.assert(
    fc.property(noise, (parts) => {
      const text = parts.join('');
      const read = readJsonText(text);
      if (read.ok) expect(read.value).toEqual(JSON.parse(text));
    }),
    { numRuns: 2000 },
  );
});
