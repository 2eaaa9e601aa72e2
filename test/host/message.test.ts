import fc from 'fast-check';
import { eventType, lane, toMessage, toRed, withStep } from '../../nodes/src/host/message.ts';
import type { RedMessage } from '../../nodes/src/host/red.ts';

test('a message survives the way through msg and back, whatever it holds', () => {
  const trail = fc.array(fc.record({ stage: fc.string(), at: fc.string(), verdict: fc.string() }), { maxLength: 5 });
  const delivery = fc.record({
    queue: fc.string(),
    id: fc.nat(),
    attempt: fc.nat(),
    lease: fc.string(),
    verify: fc.boolean(),
  });
  const reservation = fc.record({ key: fc.string(), lease: fc.string() });
  const message = fc.record(
    { event: fc.jsonValue(), trail, delivery, reservation, intake: fc.string(), versions: fc.constant({ map: 'm-1' }) },
    { requiredKeys: ['event', 'trail'] },
  );
  fc.assert(fc.property(message, (one) => expect(toMessage(toRed(one))).toEqual(one)));
});

test('what other nodes put into msg stays; what was ours and is gone, goes', () => {
  const origin: RedMessage = { _msgid: 'm', payload: 1, topic: 't', req: {}, failure: { code: 'old' }, intent: {} };
  expect(toRed({ event: 2, trail: [] }, origin)).toEqual({
    _msgid: 'm',
    topic: 't',
    req: {},
    payload: 2,
    plantwire: { trail: [] },
  });
});

test.each([null, undefined, 'text', 7, [], { plantwire: 'x' }])('payload %j is taken as it is', (payload) => {
  const message = toMessage({ payload });
  expect(message).toEqual({ event: payload, trail: [] });
  expect(eventType(message)).toBeUndefined();
  expect(lane(message)).toBeUndefined();
});

test('a damaged msg.plantwire is no reason to fail', () => {
  expect(toMessage({ payload: 1, plantwire: { trail: 'x' } }).trail).toEqual([]);
  expect(toMessage({ payload: 1, plantwire: 5 }).trail).toEqual([]);
});

test('the story of a message is bounded, and raw samples have none', () => {
  const step = { stage: 's', at: 'now', verdict: 'passed' };
  let message = {
    event: { specversion: '1.0', type: 'mfg.a.b.c.v1' } as unknown,
    trail: [] as readonly (typeof step)[],
  };
  for (let n = 0; n < 200; n += 1) message = withStep(message, step) as typeof message;
  expect(message.trail).toHaveLength(50);
  expect(withStep({ event: { samples: [] }, trail: [] }, step).trail).toEqual([]);
});
