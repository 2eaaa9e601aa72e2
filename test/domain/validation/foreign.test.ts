import { compileForeign } from '../../../nodes/src/domain/validation/foreign.ts';

const schema = JSON.stringify({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  required: ['order', 'pieces'],
  properties: { order: { type: 'string', minLength: 1 }, pieces: { $ref: '#/$defs/count' } },
  $defs: { count: { type: 'integer', minimum: 0 } },
});

test('a payload that keeps the schema passes unchanged, unknown fields included', () => {
  const check = compileForeign(schema);
  const payload = { order: 'A1', pieces: 3, shift: 'B' };
  expect(check.ok && check.value(payload)).toEqual({ ok: true, value: payload });
});

test('every finding of a payload is listed with its path', () => {
  const check = compileForeign(schema);
  expect(check.ok && check.value({ order: '', pieces: Number.NaN })).toMatchObject({
    failure: { code: 'payload-invalid', issues: [{ path: 'pieces', rule: 'must be a finite number' }] },
  });
  expect(check.ok && check.value({ order: '', pieces: -1 })).toMatchObject({
    failure: { issues: [{ path: 'order' }, { path: 'pieces' }] },
  });
});

test.each([
  ['no JSON', '{', 'no valid JSON'],
  ['a reference to the network', '{"$ref":"https://example.com/x.json"}', 'not supported'],
  ['a condition', '{"type":"object","if":{"required":["a"]},"then":{"required":["b"]}}', 'not supported'],
])('a schema with %s cannot be used', (_, text, words) => {
  expect(compileForeign(text)).toMatchObject({
    failure: { code: 'schema-invalid', class: 'configuration', reason: expect.stringContaining(words) },
  });
});
