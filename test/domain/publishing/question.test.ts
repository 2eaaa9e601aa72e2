/** Questions to another system. */
import fc from 'fast-check';
import { answerOf, fillPath, questionOf } from '../../../nodes/src/domain/publishing/question.ts';
import { canonicalEvent } from '../../support/canonical-event.ts';

const asker = { id: 'n7', uuid: () => 'u-1' };
const message = (event: unknown) => ({ event, trail: [] });

test('braces are filled from the message', () => {
  const event = canonicalEvent({ data: { lines: [{ item: 'FG 1/0' }], count: 3 } });
  expect(fillPath('/stock/{data.lines.0.item}?n={ data.count }&site={siteid}', event, 'ask')).toEqual({
    ok: true,
    value: '/stock/FG%201%2F0?n=3&site=MUC1',
  });
});

test('whatever a code holds, it stays one segment and adds no parameter', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (code) => {
      const path = fillPath('/stock/{code}?site=A', { code }, 'ask');
      const url = new URL(`http://wms${path.ok ? path.value : ''}`);
      // A URL takes these two for steps, whoever wrote them.
      fc.pre(code !== '.' && code !== '..');
      expect(url.pathname.split('/')).toHaveLength(3);
      expect([...url.searchParams.keys()]).toEqual(['site']);
    }),
  );
});

test.each([[{}], [{ data: {} }], [{ data: { item: '' } }], [{ data: { item: { a: 1 } } }], ['text'], [null]])(
  'without a value nothing is asked: %j',
  (event) => {
    expect(
      questionOf(message(event), { method: 'GET', path: '/{data.item}', body: 'none' }, 'wms', asker),
    ).toMatchObject({
      ok: false,
      failure: { code: 'question-incomplete', reason: 'it has no data.item' },
    });
  },
);

test('two nodes that ask about one event ask two things, one node that asks twice asks one', () => {
  const form = { method: 'POST', path: '/check', body: 'data' } as const;
  const ask = (id: string) => questionOf(message(canonicalEvent({ id: 'e-1' })), form, 'wms', { ...asker, id });
  expect(ask('n7')).toEqual(ask('n7'));
  expect(ask('n7')).toMatchObject({ value: { id: 'e-1~n7', headers: { 'idempotency-key': 'e-1~n7' } } });
  expect(ask('n8')).toMatchObject({ value: { id: 'e-1~n8' } });
});

test('a body is sent only where there is one to send', () => {
  const ask = (event: unknown, method: 'GET' | 'POST', body: 'none' | 'event' | 'data') =>
    questionOf(message(event), { method, path: '', body }, 'wms', asker);
  expect(ask({ data: { a: 1 } }, 'POST', 'data')).toMatchObject({ value: { body: '{"a":1}' } });
  expect(ask({ a: 1 }, 'POST', 'event')).toMatchObject({ value: { body: '{"a":1}' } });
  expect(ask({ a: 1 }, 'POST', 'data')).toMatchObject({ failure: { reason: 'it has no data' } });
  const get = ask({ data: { a: 1 } }, 'GET', 'data');
  expect(get.ok && get.value.body).toBeUndefined();
});

test('an answer is JSON where it says so, else text, and carries its question', () => {
  const at = Date.UTC(2026, 10, 20, 8);
  const answer = (contentType: string, body: string) => answerOf({ status: 200, contentType, body }, 'q', at);
  expect(answer('application/problem+json; charset=utf-8', '{"a":1}')).toEqual({
    status: 200,
    contentType: 'application/problem+json; charset=utf-8',
    body: { a: 1 },
    answeredAt: '2026-11-20T08:00:00.000Z',
    question: 'q',
  });
  expect(answer('application/json', 'no json').body).toBe('no json');
  expect(answer('text/csv', '1;2').body).toBe('1;2');
});
