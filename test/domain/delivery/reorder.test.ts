import fc from 'fast-check';
import {
  arrived,
  gapFailure,
  handed,
  judge,
  type Numbered,
  numberOf,
  type Reorder,
  type ReorderPolicy,
  stillWaiting,
} from '../../../nodes/src/domain/delivery/reorder.ts';
import { orderMessage } from '../../support/messages.ts';

const policy: ReorderPolicy = { waitMs: 5_000, most: 4, sources: 3 };
const one = (count: number, epoch = 1, source = 'urn:s', lane = 'a'): Numbered => ({ source, epoch, count, lane });
const after = (...counts: number[]): Reorder =>
  counts.reduce<Reorder>((state, count) => arrived(state, one(count), policy), new Map());
const verdict = (state: Reorder, count: number, waitedMs = 0) => judge(state, one(count), waitedMs, policy);

test('numbers in a row go at once; the first of a source is where its row begins', () => {
  const state = after(7, 8, 9);
  for (const count of [7, 8, 9]) expect(verdict(state, count)).toEqual({ kind: 'go' });
});

test('behind a gap it waits until the missing number came, or its time is over', () => {
  expect(verdict(after(7, 9), 9)).toEqual({ kind: 'wait', forMs: 5_000, missing: 8 });
  expect(verdict(after(7, 9), 9, 4_000)).toEqual({ kind: 'wait', forMs: 1_000, missing: 8 });
  expect(verdict(handed(after(7, 9, 8), one(8)), 9)).toEqual({ kind: 'go' });
  expect(verdict(after(7, 9), 9, 5_000)).toEqual({ kind: 'gap', missing: 8 });
});

test('a latecomer goes before what came too early on its lane, and holds no other lane', () => {
  const state = after(7, 9, 10, 8);
  expect(verdict(state, 8)).toEqual({ kind: 'go' });
  for (const count of [9, 10]) expect(verdict(state, count)).toEqual({ kind: 'behind', first: 8 });
  expect(judge(state, one(9, 1, 'urn:s', 'b'), 0, policy)).toEqual({ kind: 'go' });
  for (const count of [9, 10]) expect(verdict(handed(state, one(8)), count)).toEqual({ kind: 'go' });
});

test('a latecomer that was taken out of the queue holds nobody', () => {
  const state = after(7, 9, 10, 8);
  const without = stillWaiting(state, [one(9), one(10)]);
  for (const count of [9, 10]) expect(verdict(without, count)).toEqual({ kind: 'go' });
  expect(stillWaiting(state, [one(8), one(9), one(10)])).toEqual(state);
});

test('what stood in the queue, put to what was kept when something left last, is what was known before', () => {
  const counts = fc.shuffledSubarray([1, 2, 3, 4, 5, 6], { minLength: 1 });
  fc.assert(
    fc.property(counts, fc.nat(6), (order, leftFirst) => {
      const wide = { ...policy, most: 10 };
      const all = [1, ...order.map((count) => count + 1)];
      const before = all.slice(0, leftFirst + 1).reduce<Reorder>((s, n) => arrived(s, one(n), wide), new Map());
      const kept = handed(before, one(1));
      const now = all.slice(leftFirst + 1).reduce((s, n) => arrived(s, one(n), wide), kept);
      const waiting = all.slice(1).map((count) => one(count));
      const again = waiting.reduce((s, n) => arrived(s, n, wide), stillWaiting(kept, waiting));
      expect(again).toEqual(now);
    }),
  );
});

test('once a gap is given up, what comes late goes on as well', () => {
  const state = handed(after(7, 9, 10), one(9));
  for (const count of [8, 9, 10]) expect(verdict(state, count)).toEqual({ kind: 'go' });
});

test('a source that counts anew begins a new row; a latecomer of the old one is not held', () => {
  const state = arrived(after(7, 9), one(1, 2), policy);
  expect(judge(state, one(1, 2), 0, policy)).toEqual({ kind: 'go' });
  expect(judge(state, one(9), 0, policy)).toEqual({ kind: 'go' });
  expect(arrived(state, one(8), policy)).toBe(state);
});

test('a buffer that is full gives the gap up instead of growing', () => {
  const state = after(1, 3, 4, 5, 6, 7);
  expect(state.get('urn:s')).toEqual({ epoch: 1, next: 8, early: [], late: [] });
});

test('of more sources than it remembers, the one that was quiet longest is forgotten', () => {
  const state = ['a', 'b', 'c', 'a', 'd'].reduce<Reorder>(
    (all, source, index) => arrived(all, one(index, 1, source), policy),
    new Map(),
  );
  expect([...state.keys()]).toEqual(['c', 'a', 'd']);
});

test('an event without a number, or repaired by a person, is never held', () => {
  const event = orderMessage('a').event as object;
  const numbered = (sequence: unknown) => numberOf({ event: { ...event, sequence }, trail: [] });
  expect(numbered('0000000017-000000000053')).toMatchObject({ epoch: 17, count: 53 });
  for (const sequence of [undefined, '', 'x', '0000000000-000000000000']) expect(numbered(sequence)).toBeUndefined();
});

test('what is said names the numbers that are missing', () => {
  expect(gapFailure(one(9), 8, 'waiting').reason).toContain('number 8 of');
  expect(gapFailure(one(9), 4, 'business').reason).toContain('numbers 4 to 8 of');
});

test('in whatever order numbers come, what is let go in turn comes out in order, all of it, and memory is bounded', () => {
  const roomy = { ...policy, most: 20 };
  const numbers = Array.from({ length: 12 }, (_, index) => index + 1);
  fc.assert(
    fc.property(fc.shuffledSubarray(numbers, { minLength: 12 }), (counts) => {
      let state: Reorder = handed(arrived(new Map(), one(0), roomy), one(0));
      const queue: number[] = [];
      const out: number[] = [];
      const drain = (): void => {
        for (let moved = true; moved; ) {
          const index = queue.findIndex((count) => judge(state, one(count), 0, roomy).kind === 'go');
          moved = index >= 0;
          if (!moved) continue;
          const [count = 0] = queue.splice(index, 1);
          state = handed(state, one(count));
          out.push(count);
        }
      };
      for (const count of counts) {
        state = arrived(state, one(count), roomy);
        queue.push(count);
        expect(state.get('urn:s')?.early.length).toBeLessThanOrEqual(roomy.most);
        drain();
      }
      expect(out).toEqual(numbers);
      expect(state.get('urn:s')).toEqual({ epoch: 1, next: 13, early: [], late: [] });
    }),
  );
});

test('however many come early, a small buffer stays small and lets all of them go', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 80 }), (counts) => {
      let state = arrived(new Map(), one(0), policy);
      for (const count of counts) {
        state = arrived(state, one(count), policy);
        const seen = state.get('urn:s');
        expect(seen?.early.length).toBeLessThanOrEqual(policy.most);
        expect(seen?.late.length).toBeLessThanOrEqual(policy.most);
      }
      for (const count of [...counts].sort((a, b) => a - b)) {
        expect(['go', 'gap']).toContain(judge(state, one(count), policy.waitMs, policy).kind);
        state = handed(state, one(count));
      }
    }),
  );
});

test('with room enough, nothing goes before a number that is still to come', () => {
  const roomy = { ...policy, most: 100 };
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 20 }), (counts) => {
      const state = counts.reduce<Reorder>(
        (all, count) => arrived(all, one(count), roomy),
        arrived(new Map(), one(0), roomy),
      );
      for (const count of counts) {
        const isWhole = Array.from({ length: count }, (_, index) => index).every(
          (before) => before === 0 || counts.includes(before),
        );
        const { kind } = judge(state, one(count), 0, roomy);
        expect(isWhole ? ['go', 'behind'] : ['wait']).toContain(kind);
      }
    }),
  );
});
