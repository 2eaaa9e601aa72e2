/** Questions as rows of the journal, one each; those that ended are remembered for a while, so that none is asked again. */
import type { CounterState } from '../journal.ts';
import type { Hash } from '../ports.ts';
import { isOpen, type Question, questionSchema } from './decision.ts';

export const restore = (rows: readonly CounterState[]): Map<string, Question> =>
  new Map(
    rows.map(({ memory }) => {
      const question = questionSchema.parse(memory);
      return [question.id, question];
    }),
  );

export const tagOf = (id: string, hash: Hash): string => `question ${hash(id)}`;

export const rowOf = (question: Question, hash: Hash): CounterState => ({
  ...{ tag: tagOf(question.id, hash), epoch: 0, total: '0', openFrom: '0' },
  at: new Date(question.endedMs ?? question.askedMs).toISOString(),
  memory: question,
});

/** Those whose end is long ago. */
export const past = (questions: Iterable<Question>, nowMs: number, keepMs: number, most: number): readonly string[] =>
  [...questions]
    .filter((one) => !isOpen(one) && one.endedMs !== undefined && one.endedMs + keepMs < nowMs)
    .slice(0, most)
    .map(({ id }) => id);
