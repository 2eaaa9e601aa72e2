import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { z } from 'zod';
import { definitionsByName } from '../../../nodes/src/domain/canonical/registry.ts';
import { type Envelope, envelopeSchema } from '../../../nodes/src/domain/envelope.ts';
import { prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import { intentSchema } from '../../../nodes/src/domain/odoo/intent.ts';
import { surely } from '../../../nodes/src/domain/validation/sure-reader.ts';
import { demoSite } from '../../bench/events.ts';

type Json = Record<string, unknown>;

const folder = join(__dirname, '../canonical/samples');
const samples = readdirSync(folder).flatMap(
  (file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { valid: readonly Json[] }).valid,
);

/** Plain objects of this realm, which those of `structuredClone` under jest and of fast-check are not. */
function copyOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(copyOf);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, copyOf(part)]));
}

/** Every place in a value: the way to it. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([name, part]) => places(part, [...path, name]))];
}

function changed(value: unknown, path: readonly string[], change: (part: unknown) => unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return change(value);
  const copy = copyOf(value) as Json;
  const part = changed(copy[step], rest, change);
  if (part === GONE) delete copy[step];
  else copy[step] = part;
  return copy;
}

const GONE = Symbol('gone');

const junk = fc.oneof(
  fc.constantFrom<unknown>(GONE, undefined, null, '', ' ', 'x'.repeat(300), '😀', '😀'.repeat(80), 'C62', '2026-02-30'),
  fc.constantFrom<unknown>('2026-11-20T09:14:05Z', '2026-11-20T09:14:05', 'P1D', '-0', '1e3', 0, -1, 1.5, 2 ** 53),
  fc.string({ unit: 'grapheme' }),
  fc.double({ noNaN: true }),
  fc.jsonValue(),
);

/** A value with up to three of its places spoiled, or fields added to it. */
const spoiled = (value: unknown): fc.Arbitrary<unknown> =>
  fc
    .array(fc.tuple(fc.constantFrom(...places(value)), junk, fc.boolean(), fc.string({ maxLength: 8 })), {
      maxLength: 3,
    })
    .map((changes) =>
      changes.reduce<unknown>(
        (at, [path, part, adds, name]) =>
          path.every((_step, index) => reaches(at, path.slice(0, index)))
            ? changed(at, path, (old) =>
                adds && name !== '__proto__' && typeof old === 'object' && old !== null
                  ? { ...old, [name]: part }
                  : part,
              )
            : at,
        value,
      ),
    )
    .filter((result) => result !== GONE);

function reaches(value: unknown, path: readonly string[]): boolean {
  const end = path.reduce<unknown>(
    (at, step) => (typeof at === 'object' && at !== null ? (at as Json)[step] : at),
    value,
  );
  return typeof end === 'object' && end !== null;
}

function sameAsZod(schema: z.ZodType, given: unknown): void {
  const input = copyOf(given);
  const theirs = schema.safeParse(copyOf(input));
  for (const sharing of ['keep', 'copy'] as const) {
    const before = copyOf(input);
    const ours = surely(schema, sharing).safeParse(input);
    expect(input).toStrictEqual(before);
    expect(ours.success).toBe(theirs.success);
    if (ours.success && theirs.success) expect(ours.data).toStrictEqual(theirs.data);
    else expect(ours.error?.issues).toEqual(theirs.error?.issues);
  }
}

/** Counts what zod was asked, by a schema that cannot be asked. */
function mute<S extends z.ZodType>(schema: S): S {
  return new Proxy(schema, {
    get: (target, name) =>
      name === 'safeParse' ? () => ({ success: false, error: 'asked zod' }) : Reflect.get(target, name),
  });
}

const intents = samples.flatMap((event) => {
  const map = prepareMapper(demoSite());
  const mapped = map(event as Envelope);
  return mapped.ok && mapped.value.kind === 'intent' ? [mapped.value.intent as unknown as Json] : [];
});

test('envelopes, data of every event type and intents, right or spoiled, are read as zod reads them', () => {
  const cases = samples.flatMap((event) => {
    const definition = definitionsByName.get(String(event.type).split('.').slice(1, -1).join('.'));
    if (!definition) throw new Error(`no definition of ${String(event.type)}`);
    return [
      [definition.reader, event.data],
      [definition.writer, event.data],
      [envelopeSchema, event],
    ] as const;
  });
  const all = [...cases, ...intents.map((intent) => [intentSchema, intent] as const)];
  const spoilt = fc.constantFrom(...all).chain(([schema, value]) => fc.tuple(fc.constant(schema), spoiled(value)));
  fc.assert(
    fc.property(spoilt, ([schema, input]) => sameAsZod(schema, input)),
    { numRuns: 1_000 },
  );
  for (const [schema, value] of all) sameAsZod(schema, value);
});

test('what is right is read without asking zod as a whole', () => {
  const output = samples.filter(({ type }) => String(type) === 'mfg.production.output.reported.v1');
  expect(output.length).toBeGreaterThan(0);
  expect(intents.length).toBeGreaterThan(3);
  for (const event of output) {
    const definition = definitionsByName.get('production.output.reported');
    expect(surely(mute(definition?.reader ?? z.never()), 'keep').safeParse(event.data)).toMatchObject({
      success: true,
    });
    expect(surely(mute(envelopeSchema), 'keep').safeParse(event)).toMatchObject({ success: true });
  }
  for (const intent of intents.filter(({ kind }) => kind === 'produce')) {
    expect(surely(mute(intentSchema), 'copy').safeParse(intent)).toMatchObject({ success: true });
  }
});

test('a copy shares no object with its input, so that changing it changes nothing else', () => {
  for (const intent of intents) {
    const read = surely(intentSchema, 'copy').safeParse(intent);
    if (!read.success) throw read.error;
    for (const [name, part] of Object.entries(read.data)) {
      if (typeof part === 'object') expect(part).not.toBe(intent[name]);
    }
  }
});

test('text is counted in characters, as zod counts', () => {
  const schema = z.string().min(2).max(3);
  for (const input of ['', 'a', '😀', 'ab', '😀😀', 'abc', '😀😀😀', 'abcd', '😀😀😀😀']) sameAsZod(schema, input);
});

test('defaults, nullables and unions are read as zod reads them', () => {
  const inner = z.strictObject({ a: z.string().default('x'), b: z.array(z.int().min(1)).default([]) });
  const schema = z.object({
    inner: inner.optional(),
    maybe: z.string().nullable(),
    either: z.union([z.string(), z.int()]).optional(),
    defaulted: z.string().optional().default('d'),
    deep: z.string().default('e').optional(),
  });
  const field = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.constant(null),
    fc.constant(undefined),
    fc.constant([]),
    fc.object(),
  );
  const input = fc.record(
    {
      inner: fc.oneof(fc.record({ a: field, b: field, c: field }, { requiredKeys: [] }), field),
      maybe: field,
      either: field,
      defaulted: field,
      deep: field,
      other: field,
    },
    { requiredKeys: [] },
  );
  fc.assert(fc.property(input, (value) => sameAsZod(schema, value)));
});
