/** An event as a request, and what its acceptance says. */
import { acceptedBy, readEvent, requestOf } from '../../../nodes/src/domain/publishing/event-request.ts';
import { canonicalEvent } from '../../support/canonical-event.ts';

const event = () => {
  const read = readEvent(canonicalEvent({ id: 'e-7', traceparent: '00-a-b-01', unknown: 'kept' }), 'send it');
  if (!read.ok) throw new Error(read.failure.reason);
  return read.value;
};

test('goes out as it is, under its own id', () => {
  const request = requestOf(event(), { path: '/orders', body: 'event' }, 'mes');
  expect(request).toMatchObject({ method: 'POST', path: '/orders', id: 'e-7' });
  expect(request.headers).toMatchObject({
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'idempotency-key': event().idempotencykey,
    traceparent: '00-a-b-01',
  });
  expect(JSON.parse(request.body ?? '')).toEqual(
    canonicalEvent({ id: 'e-7', traceparent: '00-a-b-01', unknown: 'kept' }),
  );
});

test('its data alone, where the other side wants no envelope', () => {
  const request = requestOf(event(), { path: '', body: 'data' }, 'mes');
  expect(request.headers['content-type']).toBe('application/json; charset=utf-8');
  expect(JSON.parse(request.body ?? '')).toEqual(event().data);
});

test('what is no event is refused with every finding', () => {
  expect(readEvent({ id: 'a.b' }, 'send it')).toMatchObject({
    ok: false,
    failure: {
      code: 'not-an-event',
      class: 'data',
      issues: expect.arrayContaining([expect.objectContaining({ path: 'id' })]),
    },
  });
});

test('a short answer is kept, a long one and a page are not', () => {
  const readBack = (body: string) => acceptedBy('mes', { status: 202, contentType: '', body }).readBack;
  expect(readBack('{"state":"accepted"}')).toEqual({ peer: 'mes', status: 202, answer: { state: 'accepted' } });
  expect(readBack(JSON.stringify('x'.repeat(5_000)))).toEqual({ peer: 'mes', status: 202 });
  expect(readBack('<html>')).toEqual({ peer: 'mes', status: 202 });
});
