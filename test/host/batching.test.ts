/** Messages that share a transaction. */
import fc from 'fast-check';
import { Batching } from '../../nodes/src/host/batching.ts';
import { Steps } from '../../nodes/src/host/steps.ts';
import { testClock } from '../support/time.ts';

const stepsOf = (): Steps =>
  new Steps({ clock: testClock(), everyMs: 1_000, look: () => Promise.resolve(), bug: () => undefined });

test('what comes while one is taken is taken together after it, in its order and no more than may be', async () => {
  const batches: number[][] = [];
  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const batching = new Batching<number, string>({
    ...{ steps: stepsOf(), most: 3 },
    async take(items) {
      batches.push([...items]);
      if (batches.length === 1) await held;
      return items.map((item) => `done ${item}`);
    },
  });
  const first = batching.add(0);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  const others = [1, 2, 3, 4, 5].map((item) => batching.add(item));
  letGo();
  expect(await Promise.all([first, ...others])).toEqual([0, 1, 2, 3, 4, 5].map((item) => `done ${item}`));
  expect(batches.map(({ length }) => length).every((length) => length <= 3)).toBe(true);
  expect(batches.flat()).toEqual([0, 1, 2, 3, 4, 5]);
  expect(batches.length).toBeLessThan(6);
});

test('every message has its own answer once, whatever throws and whatever comes meanwhile', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ bad: fc.boolean(), pause: fc.integer({ min: 0, max: 4 }) }), { maxLength: 30 }),
      fc.integer({ min: 1, max: 5 }),
      async (messages, most) => {
        const taken: number[] = [];
        const batching = new Batching<number, number>({
          ...{ steps: stepsOf(), most },
          async take(items) {
            taken.push(...items);
            await Promise.resolve();
            if (items.some((item) => messages[item]?.bad)) throw new Error('bug');
            return items.map((item) => item * 2);
          },
        });
        const answers: Promise<PromiseSettledResult<number>[]>[] = [];
        for (const [index, { pause }] of messages.entries()) {
          answers.push(Promise.allSettled([batching.add(index)]));
          for (let turn = 0; turn < pause; turn += 1) await Promise.resolve();
        }
        const settled = (await Promise.all(answers)).flat();
        expect(taken).toEqual(messages.map((_, index) => index));
        for (const [index, one] of settled.entries()) {
          if (one.status === 'fulfilled') expect(one.value).toBe(index * 2);
          if (messages[index]?.bad) expect(one.status).toBe('rejected');
        }
      },
    ),
  );
});
