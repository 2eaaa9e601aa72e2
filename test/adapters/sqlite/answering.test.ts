import { setImmediate as turn } from 'node:timers/promises';
import { type Answers, answering } from '../../../nodes/src/adapters/sqlite/answering.ts';
import { packAnswers } from '../../../nodes/src/adapters/sqlite/packing.ts';

const message = (from: number, count: number): Answers => {
  const answers = Array.from({ length: count }, (_, i) => ({
    id: from + i,
    result: { ok: true, value: from + i } as const,
  }));
  return { kind: 'answers', answers: packAnswers(answers, []), work: [], owners: [String(from)] };
};

function listening() {
  const given: (number | string)[] = [];
  const answers = answering(
    ({ id }) => void given.push(id),
    ({ owners }) => void given.push(...owners),
  );
  return { given, answers };
}

const upTo = (from: number, count: number): number[] => Array.from({ length: count }, (_, i) => from + i);

test('others have their turn between two parts of the answers, which come in their order', async () => {
  const { given, answers } = listening();
  answers.arrived(message(0, 1_000));
  expect(given.length).toBeGreaterThan(0);
  expect(given.length).toBeLessThan(200);
  answers.arrived(message(1_000, 10));
  const turns: number[] = [];
  while (given.length < 1_012) {
    turns.push(given.length);
    await turn();
  }
  expect(turns.length).toBeGreaterThan(5);
  expect(given).toEqual([...upTo(0, 1_000), '0', ...upTo(1_000, 10), '1000']);
});

test('a few answers are given at once', () => {
  const { given, answers } = listening();
  answers.arrived(message(5, 3));
  expect(given).toEqual([5, 6, 7, '5']);
});

test('all that arrived is given when there is no time left, and none of it again', async () => {
  const { given, answers } = listening();
  answers.arrived(message(0, 500));
  answers.arrived(message(500, 500));
  answers.drain();
  const all = [...upTo(0, 500), '0', ...upTo(500, 500), '500'];
  expect(given).toEqual(all);
  await turn();
  expect(given).toEqual(all);
});
