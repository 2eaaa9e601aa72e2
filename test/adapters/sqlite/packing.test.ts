import { deserialize, serialize } from 'node:v8';
import fc from 'fast-check';
import {
  packAnswers,
  packRequests,
  unpackAnswers,
  unpackRequests,
} from '../../../nodes/src/adapters/sqlite/packing.ts';
import type { Answer, Request } from '../../../nodes/src/adapters/sqlite/protocol.ts';

const text = fc.string({ unit: 'grapheme' });
const number = fc.integer({ min: 0 });
const reservation = fc.record({ key: text, lease: text });
const token = fc.record({ queue: text, id: number, attempt: number, lease: text, verify: fc.boolean() });
const fact = fc.record(
  {
    ...{ partition: text, use: fc.constantFrom('good', 'scrap'), material: text, lot: text, reason: text },
    ...{ quantity: text, uom: text, shiftId: text, at: text, key: text },
  },
  { requiredKeys: ['partition', 'use', 'material', 'quantity', 'uom', 'at', 'key'] },
);
const failure = fc.record({ ok: fc.constant(false), failure: fc.record({ code: text, reason: text }) });

const args = fc.oneof(
  fc.tuple(
    fc.constant('reserve'),
    fc.tuple(fc.record({ key: text, fingerprint: text, leaseMs: number, retentionMs: number })),
  ),
  fc.tuple(
    fc.constant('enqueue'),
    fc.tuple(
      fc.record(
        { queue: text, lane: text, priority: number, body: text, eventId: text, reservation, fact },
        { requiredKeys: ['queue', 'lane', 'priority', 'body'] },
      ),
    ),
  ),
  fc.tuple(fc.constant('settle'), fc.tuple(token, fc.record({ kind: text, receipt: fc.object() }))),
  fc.tuple(fc.constantFrom('lease', 'stats', 'bury', 'audit'), fc.array(fc.jsonValue())),
);

const requests = fc
  .array(fc.tuple(args, fc.nat(), fc.double({ noNaN: true })))
  .map((rows) =>
    rows.map(([[name, list], now, random], id) => ({ id, name, args: list, now, random }) as unknown as Request),
  );

/** As it arrives in the other thread. */
const sent = <T>(value: T): T => deserialize(serialize(value)) as T;

test('requests arrive as they were', () => {
  fc.assert(fc.property(requests, (list) => expect(unpackRequests(sent(packRequests(list)))).toEqual(list)));
});

test('a field that was not given is not there on the other side', () => {
  const wire = { queue: 'q', lane: 'l', priority: 1, body: '{}' };
  const [request] = unpackRequests(sent(packRequests([{ id: 1, name: 'enqueue', args: [wire], now: 0, random: 0 }])));
  expect(Object.keys(request?.args[0] as object)).toEqual(Object.keys(wire));
});

const answerTo = (name: string): fc.Arbitrary<unknown> => {
  const value = {
    reserve: fc.oneof(
      fc.record({ kind: fc.constant('reserved'), token: reservation }),
      fc.record({
        kind: fc.constant('duplicate'),
        state: fc.constant('applied'),
        firstSeen: text,
        receipt: fc.object(),
      }),
      fc.record({ kind: fc.constant('in-flight'), retryAfterMs: number }),
    ),
    enqueue: fc.record({ id: number }),
    settle: fc.oneof(
      fc.constant({ kind: 'settled', state: 'delivered' }),
      fc.record({ kind: fc.constant('settled'), state: fc.constantFrom('ready', 'buried'), deadLetterId: number }),
      fc.constant({ kind: 'stale' }),
    ),
    lease: fc.array(fc.record({ token, body: text, enqueuedAt: number })),
  }[name];
  return fc.oneof(
    (value ?? fc.oneof(fc.jsonValue(), fc.constant(undefined))).map((given) => ({ ok: true, value: given })),
    failure,
  );
};

test('answers arrive as they were, in their order', () => {
  const pairs = fc.array(
    fc
      .constantFrom('reserve', 'enqueue', 'settle', 'lease', 'stats', 'take')
      .chain((name) => fc.tuple(fc.constant(name), answerTo(name), fc.option(text, { nil: undefined }))),
  );
  fc.assert(
    fc.property(pairs, (rows) => {
      const asked = rows.map(([name], id) => ({ id, name, args: [], now: 0, random: 0 }) as unknown as Request);
      const answers = rows.map(
        ([, result, bug], id) => ({ id, result, ...(bug === undefined ? {} : { bug }) }) as Answer,
      );
      const arrived = [...unpackAnswers(sent(packAnswers(answers, asked)))];
      expect(arrived).toEqual(answers);
    }),
  );
});
