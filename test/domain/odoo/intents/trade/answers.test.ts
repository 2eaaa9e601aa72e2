import {
  type AnswerRef,
  answered,
  answersIn,
  leftOver,
  newerThan,
  replacedBy,
  type Spoken,
  type Topic,
  topicsOf,
} from '../../../../../nodes/src/domain/odoo/intents/trade/answers.ts';

const answer = (response: string, more: Partial<AnswerRef> = {}): AnswerRef => ({
  key: `k.${response}`,
  response,
  ...more,
});
const none = answersIn({});
const asks = (...topics: Topic[]) => topics.map((topic) => ({ topic, said: `about ${topic}` }));
const about = (...lines: number[]): Spoken => ({ lines, topics: ['whole', ...lines.flatMap(topicsOf)] });
const names = (tasks: readonly AnswerRef[]) => tasks.map(({ response }) => response);

test('a later answer replaces the task of an earlier one that asks about one of its lines, and no other', () => {
  const first = answered(none, answer('AB-1'), about(7, 8), asks('7.price', '8.quantity'));
  const both = answered(first, answer('AB-2'), about(9), asks('9.coming'));
  expect(names(both.tasks)).toEqual(['AB-1', 'AB-2']);
  const [replaced, ...more] = replacedBy('k.AB-3', both, about(8).topics);
  expect(more).toEqual([]);
  expect(replaced && leftOver(replaced, about(8).topics)).toEqual([
    { topic: '7.price', said: 'about 7.price (from answer AB-1)' },
  ]);
  expect(names(answered(both, answer('AB-3'), about(8), []).tasks)).toEqual(['AB-2']);
});

test('an answer that names a day alone says nothing about the quantity that was asked about', () => {
  const book = answered(none, answer('AB-1'), about(7), asks('7.quantity'));
  const day: Spoken = { lines: [7], topics: ['whole', '7.coming'] };
  expect(replacedBy('k.AB-2', book, day.topics)).toEqual([]);
  expect(names(answered(book, answer('AB-2'), day, []).tasks)).toEqual(['AB-1']);
});

test('whoever speaks about a line refuses the whole order no longer', () => {
  const book = answered(none, answer('AB-1'), about(7, 8), asks('whole'));
  expect(names(replacedBy('k.AB-2', book, ['whole', '7.coming']))).toEqual(['AB-1']);
});

test('what goes on from answer to answer keeps its first origin', () => {
  const first = { ...answer('AB-1'), open: asks('7.price', '8.price') };
  const second = { ...answer('AB-2'), open: [...leftOver(first, ['8.price'])] };
  expect(leftOver(second, ['9.price'])).toEqual([{ topic: '7.price', said: 'about 7.price (from answer AB-1)' }]);
});

test('the same answer again replaces nothing of its own', () => {
  const book = answered(none, answer('AB-1'), about(7), asks('7.price'));
  expect(replacedBy('k.AB-1', book, about(7).topics)).toEqual([]);
  expect(answered(book, answer('AB-1'), about(7), asks('7.price'))).toEqual(book);
});

test.each([
  ['an earlier day', { issued: '2026-11-01' }, { issued: '2026-11-02' }, true],
  ['a later day', { issued: '2026-11-03' }, { issued: '2026-11-02' }, false],
  ['no day', {}, { issued: '2026-11-02' }, false],
  ['the same day', { issued: '2026-11-02' }, { issued: '2026-11-02' }, false],
])('an answer of %s', (_what, mine, other, isOlder) => {
  const book = answered(none, answer('AB-2', other), about(7), []);
  expect(newerThan(answer('AB-1', mine), book, 7)?.response).toBe(isOlder ? 'AB-2' : undefined);
  expect(newerThan(answer('AB-1', mine), book)?.response).toBe(isOlder ? 'AB-2' : undefined);
  expect(newerThan(answer('AB-1', mine), book, 8)).toBeUndefined();
});

test('an earlier revision of one document is older than a later one', () => {
  const book = answered(none, { ...answer('AB-1', { revision: '10' }), key: 'k.10' }, about(7), []);
  expect(newerThan(answer('AB-1', { revision: '9' }), book, 7)).toMatchObject({ revision: '10' });
  expect(newerThan(answer('AB-1', { revision: '11' }), book, 7)).toBeUndefined();
  expect(newerThan(answer('AB-9', { revision: '9' }), book, 7)).toBeUndefined();
});

test('an order to which nothing is known, or that an earlier release remembered, has no answers', () => {
  expect(answersIn({ answers: 'nonsense' })).toEqual({ lines: {}, tasks: [] });
});
