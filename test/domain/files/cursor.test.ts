/** What is remembered of files: repeats are counted once, through any number of kills. */
import fc from 'fast-check';
import { begin, type FileCursor, isSpent, isUntold, resultName } from '../../../nodes/src/domain/files/cursor.ts';

/** Each step: the file on the disk, and whether the run dies before it stores anything, in the middle, or not at all. */
const steps = fc.array(
  fc.record({ isAnew: fc.boolean(), ends: fc.constantFrom('nothing', 'middle', 'done', 'told') }),
  { minLength: 1, maxLength: 15 },
);

test('the same file read again after a kill is one sending; a file dropped anew after the end is the next', () => {
  fc.assert(
    fc.property(steps, (all) => {
      let known: FileCursor | undefined;
      let stamp = 0;
      let sendings = 1;
      for (const [index, { isAnew, ends }] of all.entries()) {
        if (isAnew && index > 0) stamp += 1;
        const { cursor, isRepeat } = begin('a.csv', `s${stamp}`, known, true);
        const isNext = known !== undefined && known.state !== 'reading' && known.stamp !== `s${stamp}`;
        expect(isRepeat).toBe(isNext);
        expect(cursor.sending).toBe(sendings + (isNext ? 1 : 0));
        if (ends === 'nothing') continue;
        if (isNext) sendings += 1;
        known = { ...cursor, row: 5, state: ends === 'middle' ? 'reading' : 'done' };
        if (ends === 'told') known = { ...known, told: known.sending ?? 1 };
        expect(isUntold(known)).toBe(ends === 'done' && (known.told ?? 0) < sendings);
      }
    }),
  );
});

test('where nobody wants to know of repeats they change nothing', () => {
  const first = begin('a.csv', 's1', undefined, false);
  const done: FileCursor = { ...first.cursor, state: 'done', row: 5, told: 1 };
  const again = begin('b.csv', 's2', done, false);
  expect(again).toMatchObject({ stored: 5, isRepeat: true, cursor: { sending: 1, told: 1, stamp: 's2' } });
  expect(isUntold({ ...again.cursor, state: 'done' })).toBe(false);
});

test('what an earlier release remembered is known, and its sender is told nothing of it', () => {
  const old: FileCursor = { name: 'a.csv', row: 9, taken: 9, rejected: 0, state: 'done' };
  expect(isUntold(old)).toBe(false);
  const again = begin('a.csv', 's1', old, true);
  expect(again).toMatchObject({ stored: 9, isRepeat: true, cursor: { sending: 2, told: 1 } });
});

test('only what is over is ever forgotten', () => {
  const cursor = fc.record({
    name: fc.constant('a'),
    row: fc.nat(),
    taken: fc.nat(),
    rejected: fc.nat(),
    state: fc.constantFrom('reading' as const, 'done' as const, 'failed' as const),
    sending: fc.integer({ min: 1, max: 3 }),
    told: fc.nat(3),
  });
  fc.assert(
    fc.property(cursor, fc.nat(10), fc.nat(10), (one, endedMs, beforeMs) => {
      if (isSpent(one, endedMs, beforeMs)) {
        expect(one.state).not.toBe('reading');
        expect(one.told).toBeGreaterThanOrEqual(one.sending);
        expect(endedMs).toBeLessThan(beforeMs);
      }
    }),
  );
  expect([resultName('a.csv', 1), resultName('a.csv', 2)]).toEqual(['a.csv.result.csv', 'a.csv.2.result.csv']);
});
