import type { FeedHealth } from '../../../nodes/src/domain/plant/tag-feed.ts';
import { freshness } from '../../../nodes/src/palette/opcua-source/freshness.ts';

const of = (over: Partial<Parameters<typeof freshness>[0]> = {}) =>
  freshness({ health: { state: 'flowing' }, ageMs: 500, publishingMs: 500, tags: 12, bad: new Map(), ...over });
const refused = {
  code: 'opcua-login-refused',
  class: 'authorisation',
  attempted: 'connect',
  on: 'x',
  reason: 'the server refuses this user or password',
  nextStep: 'Check.',
} as const;

test('it is green while values are fresh, and only then', () => {
  expect(of()).toEqual({ health: 'ok', text: '12 tags, fresh' });
  expect(of({ ageMs: 45_000 })).toEqual({ health: 'idle', text: 'no change for 40 s' });
  expect(of({ ageMs: 3 * 3_600_000 })).toEqual({ health: 'idle', text: 'no change for 3 h' });
  expect(of({ ageMs: undefined })).toEqual({ health: 'waiting', text: 'connected, no value yet' });
});

test('a slow interval is given time before its values count as old', () => {
  expect(of({ ageMs: 30_000, publishingMs: 10_000 })).toMatchObject({ health: 'ok' });
});

test('bad tags are counted, with the status of the first', () => {
  expect(of({ bad: new Map([['a', 'BadNodeIdUnknown']]) })).toEqual({
    health: 'degraded',
    text: '1 of 12 tags bad: BadNodeIdUnknown',
  });
});

test.each<[FeedHealth, string, string]>([
  [{ state: 'connecting' }, 'waiting', 'connecting'],
  [{ state: 'connecting', failure: refused }, 'failed', refused.reason],
  [{ state: 'silent' }, 'degraded', 'server is silent, subscribing again'],
  [{ state: 'lost' }, 'degraded', 'connection lost'],
  [{ state: 'lost', failure: refused }, 'failed', refused.reason],
])('%j is %s', (health, expected, text) => {
  expect(of({ health })).toEqual({ health: expected, text });
});
