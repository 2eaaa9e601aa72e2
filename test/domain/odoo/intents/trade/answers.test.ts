import {
  type AnswerRef,
  answered,
  answersIn,
  leftOver,
  newerThan,
  replacedBy,
  WHOLE,
} from '../../../../../nodes/src/domain/odoo/intents/trade/answers.ts';

const answer = (response: string, more: Partial<AnswerRef> = {}): AnswerRef => ({
  key: `k.${response}`,
  response,
  ...more,
});
const none = answersIn({});
const asks = (...lines: number[]) => lines.map((line) => ({ line, said: `line ${line}` }));

test('a later answer replaces the task of an earlier one that asks about one of its lines, and no other', () => {
  const first = answered(none, answer('AB-1'), [7, 8], asks(7, 8));
  const both = answered(first, answer('AB-2'), [9], asks(9));
  expect(both.tasks.map(({ response }) => response)).toEqual(['AB-1', 'AB-2']);
  const [replaced, ...more] = replacedBy('k.AB-3', both, [8, WHOLE]);
  expect(more).toEqual([]);
  expect(replaced && leftOver(replaced, [8, WHOLE])).toEqual([{ line: 7, said: 'line 7 (from answer AB-1)' }]);
  expect(answered(both, answer('AB-3'), [8, WHOLE], []).tasks.map(({ response }) => response)).toEqual(['AB-2']);
});

test('what goes on from answer to answer keeps its first origin', () => {
  const first = { ...answer('AB-1'), open: asks(7, 8) };
  const second = { ...answer('AB-2'), open: [...leftOver(first, [8])] };
  expect(leftOver(second, [9])).toEqual([{ line: 7, said: 'line 7 (from answer AB-1)' }]);
});

test('the same answer again replaces nothing of its own', () => {
  const book = answered(none, answer('AB-1'), [7], asks(7));
  expect(replacedBy('k.AB-1', book, [7])).toEqual([]);
  expect(answered(book, answer('AB-1'), [7], asks(7))).toEqual(book);
});

test.each([
  ['an earlier day', { issued: '2026-11-01' }, { issued: '2026-11-02' }, true],
  ['a later day', { issued: '2026-11-03' }, { issued: '2026-11-02' }, false],
  ['no day', {}, { issued: '2026-11-02' }, false],
  ['the same day', { issued: '2026-11-02' }, { issued: '2026-11-02' }, false],
])('an answer of %s', (_what, mine, other, isOlder) => {
  const book = answered(none, answer('AB-2', other), [WHOLE, 7], []);
  expect(newerThan(answer('AB-1', mine), book, 7)?.response).toBe(isOlder ? 'AB-2' : undefined);
  expect(newerThan(answer('AB-1', mine), book, WHOLE)?.response).toBe(isOlder ? 'AB-2' : undefined);
  expect(newerThan(answer('AB-1', mine), book, 8)).toBeUndefined();
});

test('an earlier revision of one document is older than a later one', () => {
  const book = answered(none, { ...answer('AB-1', { revision: '10' }), key: 'k.10' }, [7], []);
  expect(newerThan(answer('AB-1', { revision: '9' }), book, 7)).toMatchObject({ revision: '10' });
  expect(newerThan(answer('AB-1', { revision: '11' }), book, 7)).toBeUndefined();
  expect(newerThan(answer('AB-9', { revision: '9' }), book, 7)).toBeUndefined();
});

test('an order to which nothing is known, or that an earlier release remembered, has no answers', () => {
  expect(answersIn({ answers: 'nonsense' })).toEqual({ lines: {}, tasks: [] });
});
