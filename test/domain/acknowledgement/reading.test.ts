import { system } from '../../../nodes/src/adapters/system.ts';
import { hear, type Reading } from '../../../nodes/src/domain/acknowledgement/reading.ts';

const order: Reading = {
  asks: ['operations.request.released', 'operations.request.cancelled'],
  recalls: ['operations.request.cancelled'],
  answers: ['operations.request.acknowledged'],
  ...{ subject: 'operationsRequestId', revision: 'requestVersion', decision: 'decision' },
  ...{ refusing: ['rejected'], partly: ['partial'], interim: ['received'] },
};
const time = '2026-11-20T08:00:00Z';
const event = (name: string, data: object, more: object = {}) => ({
  ...{ id: 'e-1', type: `mfg.${name}.v1`, time, data: { operationsRequestId: 'MO', requestVersion: 2, ...data } },
  ...more,
});
const heard = (given: unknown, reading = order) => hear(given, reading, system.hash);

test('a release asks, a cancellation takes back, and another content is another question', () => {
  const released = heard(event('operations.request.released', {}));
  expect(released).toMatchObject({ value: { kind: 'ask', subject: 'MO', isAgain: false } });
  expect(released).toMatchObject({ value: { asking: { revision: 2, isRecall: false, event: 'e-1' } } });
  expect(heard(event('operations.request.cancelled', {}))).toMatchObject({ value: { asking: { isRecall: true } } });
  expect(heard(event('operations.request.released', {}, { deliverymode: 'replay' }))).toMatchObject({
    value: { isAgain: true },
  });
  expect(heard(event('operations.request.released', { quantity: 2 }))).not.toEqual(released);
});

test.each([
  ['accepted', 'accepted'],
  ['rejected', 'rejected'],
  ['partial', 'partial'],
  ['received', 'interim'],
])('an answer "%s" means %s', (decision, meaning) => {
  const given = heard(event('operations.request.acknowledged', { decision }));
  expect(given).toEqual({
    ok: true,
    value: { kind: 'answer', subject: 'MO', revision: 2, decision: meaning, atMs: Date.parse(time) },
  });
});

test('without a field for revisions everything is asked once, without one for decisions every answer is a yes', () => {
  const once = { ...order, revision: '', decision: '' };
  expect(heard(event('operations.request.released', { requestVersion: 'x' }), once)).toMatchObject({
    value: { asking: { revision: 1 } },
  });
  expect(heard(event('operations.request.acknowledged', { decision: 'rejected' }), once)).toMatchObject({
    value: { revision: 1, decision: 'accepted' },
  });
});

test.each([
  ['nothing', undefined],
  ['an event without data', { id: 'e', type: 'mfg.operations.request.released.v1', time }],
  ['a time that is none', event('operations.request.released', {}, { time: 'soon' })],
  ['another type', event('material.consumed', {})],
  ['no subject', event('operations.request.released', { operationsRequestId: '' })],
  ['no revision', event('operations.request.released', { requestVersion: '2' })],
  ['revision 0', event('operations.request.acknowledged', { requestVersion: 0 })],
])('refuses %s', (_what, given) => {
  expect(heard(given)).toMatchObject({ ok: false, failure: { code: 'acknowledgement-unreadable', class: 'data' } });
});
