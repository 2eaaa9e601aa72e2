import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { compileValidator } from '../../../nodes/src/domain/validation/compile.ts';
import { event, good, hash } from '../mapping/plant.ts';

type Json = Record<string, unknown>;
const validate = compileValidator({ accepts: [], strictness: 'tolerant', hash });
const output = (): Json => ({ ...event('production.output.reported', good) });
const withData = (change: Json): Json => ({ ...output(), data: { ...(output()['data'] as Json), ...change } });

describe('what is no event', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, 'empty'],
    ['null', null, 'empty'],
    ['a number', 42, 'a number: 42'],
    ['NaN', Number.NaN, 'a number: NaN'],
    ['an array', [], 'an array'],
    ['an object without type', { samples: [] }, 'an object'],
  ])('%s is refused as such', (_, input, words) => {
    expect(validate(input)).toMatchObject({
      failure: { code: 'not-an-event', reason: expect.stringContaining(words) },
    });
  });

  test('text that looks like JSON gets the hint to parse it', () => {
    expect(validate('{"type":"x"}')).toMatchObject({ failure: { nextStep: expect.stringContaining('JSON node') } });
  });
});

describe('versions', () => {
  test.each([
    ['an unknown type', 'mfg.production.output.guessed.v1'],
    ['a type of nobody', 'com.example.thing'],
    ['a newer major', 'mfg.production.output.reported.v2'],
    ['major zero', 'mfg.production.output.reported.v0'],
  ])('%s is refused, never read as well as possible', (_, type) => {
    expect(validate({ ...output(), type })).toMatchObject({ failure: { code: 'unsupported-version', class: 'data' } });
  });

  test('a schemaversion of another major is refused', () => {
    expect(validate({ ...output(), schemaversion: '2.0.0' })).toMatchObject({
      failure: { code: 'unsupported-version' },
    });
  });

  test('a newer minor is read', () => {
    expect(validate({ ...output(), schemaversion: '1.9.0' })).toMatchObject({
      ok: true,
      value: { schemaversion: '1.9.0' },
    });
  });

  test('a missing schemaversion counts as the first of its major', () => {
    const { schemaversion: _, ...older } = output();
    expect(validate(older)).toMatchObject({ ok: true, value: { schemaversion: '1.0.0' } });
  });

  test('a type that is not on the list is refused', () => {
    const scrapOnly = compileValidator({ accepts: ['production.scrap.reported'], strictness: 'tolerant', hash });
    expect(scrapOnly(output())).toMatchObject({ failure: { code: 'type-not-accepted' } });
  });
});

describe('bad data', () => {
  test.each<[string, Json, string, string]>([
    ['NaN in a counter', { counter: { ...good.counter, epoch: Number.NaN } }, 'data.counter.epoch', 'finite'],
    ['a number for a quantity', { quantity: { value: 12, uom: 'C62' } }, 'data.quantity.value', 'must be a string'],
    ['a missing unit', { quantity: { value: '12' } }, 'data.quantity.uom', 'is missing'],
    ['blanks around a code', { operationsRequestId: ' WH/MO/1' }, 'data.operationsRequestId', 'without blanks'],
    ['a negative partial', { quantity: { value: '-1', uom: 'C62' } }, 'data.quantity.value', 'above zero'],
    ['a counter that did not move', { counter: { ...good.counter, to: '0' } }, 'data.counter.to', 'must differ'],
    ['a correction of nothing', { reportKind: 'correction' }, 'data.correctsEventId', 'must name the event'],
    [
      'an interval backwards',
      { interval: { start: '2026-11-20T09:00:00Z', end: '2026-11-20T08:00:00Z' } },
      'data.interval.end',
      'before',
    ],
    [
      'a wrong GTIN check digit',
      { material: { materialDefinitionId: 'FG-1000', gtin: '04012345000017' } },
      'data.material.gtin',
      'check digit',
    ],
    [
      'half a Unicode character',
      { material: { materialDefinitionId: 'FG\ud800' } },
      'data.material.materialDefinitionId',
      'broken text',
    ],
    ['a function', { extra: () => 1 }, 'data.extra', 'plain JSON'],
    ['a date object', { extra: new Date(0) }, 'data.extra', 'not a Date'],
  ])('%s is reported at its path', (_, change, path, words) => {
    const result = validate(withData(change));
    expect(result).toMatchObject({ ok: false, failure: { code: 'event-invalid', class: 'data' } });
    expect(result).toMatchObject({ failure: { issues: [{ path, rule: expect.stringContaining(words) }] } });
  });

  test('all findings are listed, those about the attributes too', () => {
    const result = validate({ ...withData({ quantity: { value: 1 }, reportKind: 'x' }), time: 'now' });
    expect(result).toMatchObject({
      failure: {
        reason: expect.stringContaining('and 3 more'),
        issues: [
          { path: 'data.reportKind' },
          { path: 'data.quantity.value' },
          { path: 'data.quantity.uom' },
          { path: 'time' },
        ],
      },
    });
  });

  test('a lot may be missing here', () => {
    const { lot: _, ...lotless } = output()['data'] as Json;
    expect(validate({ ...output(), data: lotless })).toMatchObject({ ok: true });
  });

  test('what is nested too deeply, too large or circular is refused without being walked to the end', () => {
    const circle: Json = {};
    circle['again'] = circle;
    for (const extra of [circle, 'x'.repeat(300_000), Array.from({ length: 20_000 }, () => 0)]) {
      expect(validate(withData({ extra }))).toMatchObject({ failure: { code: 'event-invalid' } });
    }
  });

  test('a secret never appears in a message', () => {
    const result = validate({
      ...withData({ reason: 'x', quantity: { apiKey: 'hunter2' } }),
      password: 'hunter2',
      time: 5,
    });
    expect(result).toMatchObject({ ok: false });
    expect(JSON.stringify(result)).not.toContain('hunter2');
  });
});

describe('attributes that follow from the data', () => {
  const derived = [
    'idempotencykey',
    'partitionkey',
    'subject',
    'correlationid',
    'dataschema',
    'datacontenttype',
    'areaid',
    'workcenterid',
  ];

  test('are filled in when they are missing, exactly as a full producer writes them', () => {
    const complete = output();
    const bare = Object.fromEntries(Object.entries(complete).filter(([name]) => !derived.includes(name)));
    expect(validate(bare)).toEqual({ ok: true, value: complete });
  });

  test('a range put aside by the counter becomes whole again when a person adds what was missing', () => {
    const { specversion, id, source, type, time, recordedtime, siteid, originsystem, deliverymode, timequality } =
      output();
    const { operationsRequestId, ...data } = good;
    const asideBase = {
      specversion,
      id,
      source,
      type,
      time,
      recordedtime,
      siteid,
      originsystem,
      deliverymode,
      timequality,
    };
    expect(validate({ ...asideBase, data })).toMatchObject({
      failure: { issues: [{ path: 'data.operationsRequestId', rule: 'is missing' }] },
    });
    const repaired = validate({ ...asideBase, data: { ...data, operationsRequestId } });
    const { sequence: _, ...numbered } = output();
    expect(repaired).toMatchObject({ ok: true, value: { ...numbered, sequence: '0000000000-000000000000' } });
  });

  test.each(['idempotencykey', 'partitionkey'])('a wrong %s is refused with the right one', (name) => {
    const wrong = name === 'idempotencykey' ? `k1.${'A'.repeat(32)}` : 'MUC1:or:WH/MO/99999';
    const result = validate({ ...output(), [name]: wrong });
    expect(result).toMatchObject({ failure: { code: 'key-mismatch', issues: [{ path: name, value: wrong }] } });
    expect(JSON.stringify(result)).toContain(String(output()[name]));
  });

  test('the natural key needs the place where the event was made, not its bytes on the wire', () => {
    const sample = JSON.parse(
      readFileSync(join(__dirname, '../canonical/samples/operations.request.released.json'), 'utf8'),
    ).valid[0] as Json;
    expect(validate(sample)).toMatchObject({ value: { idempotencykey: 'k1.arcTeJhRlMNRXPqXg4-RfEG45JJKE85E' } });
  });
});

test('anything at all gets an answer and never an exception', () => {
  fc.assert(fc.property(fc.anything(), (input) => expect(validate(input).ok).toBe(false)));
  const spoiled = fc.record({ name: fc.constantFrom(...Object.keys(output()), 'data'), value: fc.anything() });
  fc.assert(
    fc.property(spoiled, ({ name, value }) =>
      expect(typeof validate({ ...output(), [name]: value }).ok).toBe('boolean'),
    ),
  );
});

test('reading what was read changes nothing', () => {
  const once = validate(output());
  expect(once.ok && validate(once.value)).toEqual(once);
});
