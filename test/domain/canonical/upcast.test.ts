import type { EventDefinition } from '../../../nodes/src/domain/canonical/definition.ts';
import { definitionsByName } from '../../../nodes/src/domain/canonical/registry.ts';
import { toCurrent, type Upcast, upcasts } from '../../../nodes/src/domain/canonical/upcast.ts';

const type = 'mfg.production.output.reported.v1';

test('the current major needs no change', () => {
  const event = { type, schemaversion: '1.0.0', data: { a: 1 } };
  expect(toCurrent(event)).toMatchObject({
    ok: true,
    value: { event, definition: { name: 'production.output.reported' } },
  });
});

test.each([
  [{ type: 'mfg.production.output.reported.v7' }, 'the producer is newer'],
  [{ type: 'mfg.production.output.imagined.v1' }, 'not known here'],
  [{ type, schemaversion: '3.1.0' }, 'does not belong to major 1'],
  [{ type: 7 }, 'not known here'],
])('%j is refused', (event, words) => {
  expect(toCurrent(event)).toMatchObject({
    failure: { code: 'unsupported-version', reason: expect.stringContaining(words) },
  });
});

test('every step of the table belongs to a known event type and lifts to a major that exists', () => {
  for (const step of upcasts) expect(toCurrent({ type: `mfg.${step.name}.v${step.from}`, data: {} }).ok).toBe(true);
});

describe('a second major', () => {
  const [first] = definitionsByName.values();
  const name = 'production.output.reported';
  const third = { ...first, name, major: 3, version: '3.0.0' } as EventDefinition;
  const definitions = new Map([[name, third]]);
  const steps: Upcast[] = [
    { name, from: 1, change: (data) => ({ ...data, path: [1] }) },
    { name, from: 2, change: (data) => ({ ...data, path: [...(data['path'] as number[]), 2] }) },
  ];

  test('is reached step by step, in order, without touching the original', () => {
    const data = Object.freeze({ a: 1 });
    expect(toCurrent({ type, data }, steps, definitions)).toMatchObject({
      value: {
        event: { type: 'mfg.production.output.reported.v3', schemaversion: '3.0.0', data: { a: 1, path: [1, 2] } },
      },
    });
  });

  test('is out of reach when a step is missing, or when there is no data to lift', () => {
    expect(toCurrent({ type, data: {} }, steps.slice(1), definitions)).toMatchObject({
      failure: { code: 'unsupported-version', reason: expect.stringContaining('lifts major 1 to 2') },
    });
    expect(toCurrent({ type, data: 'x' }, steps, definitions)).toMatchObject({
      failure: { code: 'unsupported-version' },
    });
  });
});
