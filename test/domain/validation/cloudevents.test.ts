import { system } from '../../../nodes/src/adapters/system.ts';
import { type Arrival, readArrival } from '../../../nodes/src/domain/validation/cloudevents.ts';
import { contractOf, eventOf } from '../../../nodes/src/domain/validation/contract.ts';

const arrival = (body: string, change: Partial<Arrival> = {}): Arrival => ({
  on: 'plant/a',
  attributes: {},
  body: new TextEncoder().encode(body),
  ...change,
});
const event = {
  specversion: '1.0',
  id: 'm-1',
  source: 'urn:x',
  type: 'mfg.production.output.reported.v1',
  data: { n: 1 },
};

test('structured mode is recognised by its content type or, as in MQTT 3.1.1, by what it holds', () => {
  for (const contentType of ['application/cloudevents+json', 'application/json', undefined])
    expect(readArrival(arrival(JSON.stringify(event), contentType ? { contentType } : {}))).toEqual({
      ok: true,
      value: { kind: 'event', event },
    });
});

test('binary mode joins attributes and data', () => {
  const { data, ...attributes } = event;
  const binary = arrival(JSON.stringify(data), {
    attributes: { ...attributes, 'Not-An-Attribute': 'x' },
    contentType: 'application/json; charset=utf-8',
  });
  expect(readArrival(binary)).toEqual({
    ok: true,
    value: { kind: 'event', event: { ...event, datacontenttype: 'application/json' } },
  });
});

test.each([
  ['text that is no JSON', arrival('{"a":'), 'payload-unreadable'],
  ['nothing', arrival(''), 'payload-unreadable'],
  ['bytes that are no text', arrival('', { body: new Uint8Array([0xff, 0xfe, 0x00]) }), 'payload-unreadable'],
  ['a batch', arrival('[]', { contentType: 'application/cloudevents-batch+json' }), 'batch-refused'],
  ['an event that is none', arrival('{"type":1}', { contentType: 'application/cloudevents+json' }), 'not-an-event'],
])('%s is refused in words', (_what, one, code) => {
  expect(readArrival(one)).toMatchObject({ ok: false, failure: { code, class: 'data', on: 'plant/a' } });
});

describe('a contract', () => {
  const choice = { enterprise: 'ACME', site: 'MUC1', system: 'mes', timePath: 'interval.end' };
  const data = {
    operationsRequestId: 'WH/MO/1',
    material: { materialDefinitionId: 'FG-1000' },
    quantity: { value: '12', uom: 'C62' },
    reportKind: 'partial',
    interval: { start: '2026-11-20T08:00:00Z', end: '2026-11-20T08:05:00Z' },
    transactionId: 'T-77',
  };
  const made = (body: unknown, eventType = 'production.output.reported') => {
    const contract = contractOf({ ...choice, eventType });
    if (!contract.ok) throw new Error(contract.failure.reason);
    return eventOf(contract.value, arrival(JSON.stringify(body)), Date.UTC(2026, 10, 20, 8, 6), system.hash);
  };

  test('makes the same event of the same data, whenever it arrives', () => {
    const one = made(data);
    expect(one).toMatchObject({
      ok: true,
      value: { time: '2026-11-20T08:05:00.000Z', timequality: 'synced', siteid: 'MUC1', originsystem: 'mes', data },
    });
    expect(made(data)).toEqual(one);
  });

  test('refuses data that breaks the type, and plain data where none is named', () => {
    expect(made({ ...data, quantity: '12' })).toMatchObject({ failure: { code: 'event-invalid', on: 'plant/a' } });
    expect(made([1])).toMatchObject({ failure: { code: 'event-invalid' } });
    expect(made(data, '')).toMatchObject({ failure: { code: 'not-an-event' } });
    expect(made(event, '')).toEqual({ ok: true, value: event });
  });

  test('with a misspelt type does not start, and says what is near', () => {
    expect(contractOf({ ...choice, eventType: 'production.output.reportd' })).toMatchObject({
      ok: false,
      failure: { code: 'node-misconfigured', reason: expect.stringContaining('production.output.reported') },
    });
  });
});
