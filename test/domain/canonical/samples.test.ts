import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { jsonSchemaOf } from '../../../nodes/src/domain/canonical/json-schema.ts';
import { definitionsByName, eventNames } from '../../../nodes/src/domain/canonical/registry.ts';
import { compileValidator } from '../../../nodes/src/domain/validation/compile.ts';

type Json = Record<string, unknown>;
interface Samples {
  readonly valid: readonly Json[];
  /** The first valid sample with one value changed, or removed when there is no `value`. */
  readonly invalid: readonly { readonly because: string; readonly path: string[]; readonly value?: unknown }[];
}

const folder = join(__dirname, 'samples');
const hash = (text: string): string => createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, 32);
const samplesOf = (name: string): Samples => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

function spoiled(sample: Json, path: readonly string[], value: unknown): Json {
  const copy = structuredClone(sample);
  const owner = path.slice(0, -1).reduce<Json>((at, step) => at[step] as Json, copy);
  const last = path[path.length - 1] ?? '';
  if (value === undefined) delete owner[last];
  else owner[last] = value;
  return copy;
}

test('every event type has golden samples, and there are no others', () => {
  expect(readdirSync(folder).sort()).toEqual([...eventNames].map((name) => `${name}.json`).sort());
});

describe.each([...definitionsByName])('%s', (name, definition) => {
  const { valid, invalid } = samplesOf(name);
  const schema = jsonSchemaOf(definition);
  const published = new Ajv2020({ strict: false, validateFormats: false }).compile(schema);
  const strict = compileValidator({ accepts: [name], strictness: 'strict', hash });
  const tolerant = compileValidator({ accepts: [name], strictness: 'tolerant', hash });
  const first = valid[0] ?? {};

  test('valid samples pass the strict and the tolerant reader and the published schema', () => {
    for (const sample of valid) {
      expect(strict(sample)).toMatchObject({ ok: true });
      expect(tolerant(sample)).toMatchObject({ ok: true });
      expect([published(sample), published.errors]).toEqual([true, null]);
    }
  });

  test('a field of a later minor is kept by the tolerant reader, allowed by the schema, refused by the strict one', () => {
    const data = { ...(first['data'] as Json), laterField: { deep: [1, 2] } };
    const later = { ...first, data };
    expect(tolerant(later)).toMatchObject({ ok: true, value: { data } });
    expect(published(later)).toBe(true);
    expect(strict(later)).toMatchObject({ ok: false, failure: { issues: [{ path: 'data.laterField' }] } });
  });

  test.each(invalid)('refuses $because', ({ path, value }) => {
    const sample = spoiled(first, path, value);
    const result = tolerant(sample);
    expect(result).toMatchObject({ ok: false, failure: { code: 'event-invalid', class: 'data' } });
    expect(result).toMatchObject({ failure: { reason: expect.stringContaining(path.join('.')) } });
    expect(published(sample)).toBe(false);
  });

  test('the published schema has the name of its version', () => {
    expect(schema['$id']).toBe(`urn:plantwire:schema:mfg:${name}:${definition.version}`);
    expect(definition.version.split('.')[0]).toBe(String(definition.major));
  });
});
