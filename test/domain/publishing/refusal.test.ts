/** What another system answers → what happens with the message. */
import fc from 'fast-check';
import type { PeerRequest } from '../../../nodes/src/domain/publishing/peer.ts';
import { refusalOf, wordsOf } from '../../../nodes/src/domain/publishing/refusal.ts';

const request: PeerRequest = {
  method: 'POST',
  path: '/orders',
  headers: {},
  id: 'e-1',
  attempted: 'send an order',
};
const classOf = (status: number, change: Partial<PeerRequest> = {}) =>
  refusalOf({ status, body: '' }, { ...request, ...change }, 'mes').class;

test.each([
  [301, 'configuration'],
  [400, 'data'],
  [401, 'authorisation'],
  [403, 'authorisation'],
  [404, 'configuration'],
  [408, 'transient'],
  [409, 'conflict'],
  [410, 'business'],
  [413, 'data'],
  [415, 'data'],
  [422, 'data'],
  [425, 'transient'],
  [429, 'throttled'],
  [500, 'transient'],
  [502, 'transient'],
  [503, 'throttled'],
])('HTTP %i is a failure of the class %s', (status, failureClass) => expect(classOf(status)).toBe(failureClass));

test('a question about something that is not there is answered for good', () =>
  expect(classOf(404, { asks: true })).toBe('business'));

test('an error of the other side may hide that it was done; a busy one surely did nothing', () => {
  expect(refusalOf({ status: 500, body: '' }, request, 'mes').answerLost).toBe(true);
  expect(refusalOf({ status: 503, body: '' }, request, 'mes').answerLost).toBeUndefined();
});

test('every status has a failure with words, and only 4xx of the message itself is final', () => {
  fc.assert(
    fc.property(fc.integer({ min: 300, max: 599 }), fc.boolean(), (status, asks) => {
      const failure = refusalOf({ status, body: 'no' }, { ...request, asks }, 'mes');
      expect([failure.reason, failure.nextStep, failure.cause]).not.toContain('');
      const isFinal = ['data', 'business'].includes(failure.class);
      expect(isFinal && (status < 400 || status >= 500)).toBe(false);
    }),
  );
});

test('the time it asks for is kept', () =>
  expect(refusalOf({ status: 429, body: '', retryAfterMs: 7_000 }, request, 'mes').retryAfterMs).toBe(7_000));

test.each([
  ['{"title":"Bad","detail":"order 7 is closed"}', 'order 7 is closed'],
  ['{"error":{"code":1},"message":"no such item"}', 'no such item'],
  ['plain\n words', 'plain words'],
  ['<html><body>500</body></html>', ''],
  ['{"traceback":["secret"]}', ''],
  ['', ''],
])('of the answer %j the words %j are shown', (body, words) => expect(wordsOf(body)).toBe(words));
