import fc from 'fast-check';
import {
  accept,
  emptyScope,
  expire,
  type Leaving,
  type Scope,
  type SequenceRules,
  waitsFor,
} from '../../../nodes/src/domain/delivery/sequencer.ts';

const rules: SequenceRules = { waitMs: 5_000, most: 4, beginsAtOne: false };
const item = (count: number, epoch = 1, identity = `e${epoch}-${count}`) => ({
  ...{ epoch, count, identity, message: { event: { epoch, count }, trail: [] } },
});

class Run {
  scope: Scope = emptyScope;
  now = 0;
  readonly out: Leaving[] = [];
  readonly rules: SequenceRules;
  constructor(change: Partial<SequenceRules> = {}) {
    this.rules = { ...rules, ...change };
  }
  take(count: number, epoch = 1, identity?: string) {
    const { scope, leaving, arrival } = accept(this.scope, item(count, epoch, identity), this.now, this.rules);
    this.scope = scope;
    this.out.push(...leaving);
    return arrival;
  }
  wait(ms: number) {
    this.now += ms;
    const { scope, leaving } = expire(this.scope, this.now, this.rules);
    this.scope = scope;
    this.out.push(...leaving);
  }
  get counts() {
    return this.out.map(({ count }) => count);
  }
}

test('what came too early waits until the gap closes, and all of it goes out in order', () => {
  const run = new Run();
  for (const count of [7, 9, 10, 8, 11]) expect(run.take(count)).toBe('taken');
  expect(run.counts).toEqual([7, 8, 9, 10, 11]);
  expect(run.out.some(({ missing, isLate }) => missing || isLate)).toBe(false);
});

test('nothing waits longer than its time: then it goes out with the gap named, and what it held up behind it', () => {
  const run = new Run();
  for (const count of [1, 5]) run.take(count);
  run.wait(3_000);
  run.take(3);
  run.take(6);
  run.wait(1_999);
  expect(run.counts).toEqual([1]);
  expect(waitsFor(run.scope)).toBe(2);
  run.wait(1);
  expect(run.out.slice(1)).toMatchObject([{ count: 3, missing: [2, 2] }, { count: 5, missing: [4, 4] }, { count: 6 }]);
  expect(run.out.at(-1)).not.toHaveProperty('missing');
  expect(waitsFor(run.scope)).toBeUndefined();
});

test('a row that begins at one waits for it; one that does not begins with what comes first', () => {
  const strict = new Run({ beginsAtOne: true });
  strict.take(2);
  expect(strict.counts).toEqual([]);
  strict.take(1);
  expect(strict.counts).toEqual([1, 2]);
  const open = new Run();
  open.take(2);
  open.take(1);
  expect(open.out).toMatchObject([{ count: 2 }, { count: 1, isLate: true }]);
});

test('a repetition is known while it waits and after it went; a number used for something else is told', () => {
  const run = new Run();
  for (const count of [1, 3]) run.take(count);
  expect([run.take(3), run.take(1), run.take(3, 1, 'x'), run.take(1, 1, 'x')]).toEqual([
    ...['repeated', 'repeated', 'reused', 'reused'],
  ]);
  expect(run.counts).toEqual([1]);
});

test('what comes after its number was given up is late, once', () => {
  const run = new Run();
  for (const count of [1, 4]) run.take(count);
  run.wait(5_000);
  expect(run.take(2)).toBe('taken');
  expect(run.out.at(-1)).toMatchObject({ count: 2, isLate: true });
  expect(run.take(2)).toBe('repeated');
  expect(run.scope.givenUp).toEqual([[3, 3]]);
});

test('a full buffer refuses what would wait, and never what is waited for', () => {
  const run = new Run();
  for (const count of [1, 3, 4, 5, 6]) run.take(count);
  expect(run.take(7)).toBe('full');
  expect(run.take(2)).toBe('taken');
  expect(run.counts).toEqual([1, 2, 3, 4, 5, 6]);
  expect(run.take(7)).toBe('taken');
});

test('a source that counts anew ends the old count; what comes of it afterwards is late', () => {
  const run = new Run();
  for (const count of [1, 3]) run.take(count);
  run.take(1, 2);
  expect(run.out).toMatchObject([{ count: 1 }, { count: 3, missing: [2, 2] }, { count: 1 }]);
  run.take(2, 1);
  expect(run.out.at(-1)).toMatchObject({ isLate: true, message: { event: { epoch: 1 } } });
});

test('a clock that was set back makes nobody wait longer than once more', () => {
  const run = new Run();
  run.now = 3_600_000;
  for (const count of [1, 3]) run.take(count);
  run.wait(-3_500_000);
  run.wait(5_000);
  expect(run.counts).toEqual([1, 3]);
});

const events = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ count: fc.integer({ min: 1, max: 14 }) }) },
    { weight: 1, arbitrary: fc.record({ waitMs: fc.integer({ min: 1, max: 6_000 }) }) },
  ),
  { maxLength: 60 },
);

test('whatever comes in whatever order: each number leaves once, in order but for latecomers, and none waits too long', () => {
  fc.assert(
    fc.property(events, fc.boolean(), (given, beginsAtOne) => {
      const run = new Run({ beginsAtOne });
      const taken = new Set<number>();
      for (const event of given) {
        if ('waitMs' in event) run.wait(event.waitMs);
        else if (run.take(event.count) === 'taken') taken.add(event.count);
        expect(run.scope.held.length).toBeLessThanOrEqual(rules.most);
        for (const { sinceMs } of run.scope.held) expect(run.now - sinceMs).toBeLessThan(rules.waitMs);
        // A restart reads back what was stored.
        run.scope = JSON.parse(JSON.stringify(run.scope)) as Scope;
      }
      run.wait(rules.waitMs);
      expect(run.scope.held).toEqual([]);
      expect([...run.counts].sort((one, other) => one - other)).toEqual([...taken].sort((one, other) => one - other));
      const inTime = run.out.filter(({ isLate }) => !isLate).map(({ count }) => count);
      expect(inTime).toEqual(inTime.toSorted((one, other) => one - other));
      for (const [from, to] of run.scope.givenUp)
        expect(run.counts.some((count) => count >= from && count <= to)).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('a permutation that fits the buffer comes out sorted, with nothing named missing', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([1, 2, 3, 4, 5], { minLength: 5 }), (order) => {
      const run = new Run({ beginsAtOne: true });
      for (const count of order) run.take(count);
      expect(run.counts).toEqual([1, 2, 3, 4, 5]);
      expect(run.out.every(({ missing, isLate }) => !missing && !isLate)).toBe(true);
    }),
  );
});
