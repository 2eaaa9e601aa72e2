import { FAULTS, failureOf, shownAddress } from '../../../nodes/src/adapters/mqtt/faults.ts';

const error = (message: string, code?: string): Error => Object.assign(new Error(message), code ? { code } : {});

test.each([
  [error('connect ECONNREFUSED 127.0.0.1:1883', 'ECONNREFUSED'), 'mqtt-refused'],
  [new AggregateError([error('connect', 'ECONNREFUSED')], ''), 'mqtt-refused'],
  [error('getaddrinfo ENOTFOUND broker', 'ENOTFOUND'), 'mqtt-address-unknown'],
  ['reason 142', 'mqtt-session-taken'],
  [error('Connection refused: Not authorized'), 'mqtt-login-refused'],
  ['subscription refused: plant/#', 'mqtt-topic-refused'],
  [error('Subscribe error: Not authorized'), 'mqtt-topic-refused'],
  [error('Connection refused: Unsupported Protocol Version'), 'mqtt-version-refused'],
  [error('Connection refused: Identifier rejected'), 'mqtt-client-id-refused'],
  [error('self-signed certificate', 'DEPTH_ZERO_SELF_SIGNED_CERT'), 'mqtt-certificate'],
  [error('connack timeout'), 'mqtt-timeout'],
  ['', 'mqtt-lost'],
])('%s is %s', (cause, code) => {
  expect(failureOf(cause, 'mqtt://broker')).toMatchObject({ code, on: 'mqtt://broker' });
});

test('every row is a sentence a person can act on', () => {
  for (const { nextStep, reason } of FAULTS)
    expect([nextStep.endsWith('.'), reason.endsWith('.')]).toEqual([true, false]);
});

test('an address is shown without user and password', () => {
  expect(shownAddress('mqtts://user:secret@broker:8883/path')).toBe('mqtts://broker:8883');
  expect(shownAddress('nonsense//user:secret@broker')).not.toContain('secret');
});
