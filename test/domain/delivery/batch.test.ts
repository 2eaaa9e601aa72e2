/** The rows of a batch, for any order of events. */
import fc from 'fast-check';
import {
  counted,
  hasEnd,
  NO_ROWS,
  type RowEvent,
  type RowState,
  rowAfter,
  rowMoves,
} from '../../../nodes/src/domain/delivery/batch.ts';

const events = [...new Set(rowMoves.map(({ on }) => on))];
const states = [...new Set(rowMoves.flatMap(({ from, to }) => [from, to]))];
const walk = fc.array(fc.constantFrom(...events), { maxLength: 30 });
const end = (steps: readonly RowEvent[]): RowState =>
  steps.reduce<RowState>((state, event) => rowAfter(state, event) ?? state, 'open');

test('has one sentence per move and one answer per state and event', () => {
  for (const row of rowMoves) expect(row.because).toMatch(/^[A-Z].{15,}\.$/);
  const pairs = rowMoves.map(({ from, on }) => `${from} ${on}`);
  expect(new Set(pairs).size).toBe(pairs.length);
});

test('what is posted stays posted, whatever comes after', () => {
  fc.assert(
    fc.property(walk, walk, (before, after) => end(before) !== 'posted' || end([...before, ...after]) === 'posted'),
  );
});

test('only a delivery from a queue makes a row posted, and only a row in no queue is a duplicate', () => {
  fc.assert(
    fc.property(walk, (steps) => {
      const state = end(steps);
      if (state === 'posted') expect(steps.lastIndexOf('queue')).toBeGreaterThanOrEqual(0);
      if (state === 'duplicate') expect(steps).toContain('repeat');
      if (!steps.includes('deliver')) expect(state).not.toBe('posted');
    }),
  );
});

test('the second copy of a row, dropped as a duplicate, changes no row that a queue or a letter has', () => {
  fc.assert(
    fc.property(walk, (steps) => {
      const state = end(steps);
      if (state !== 'open') expect(end([...steps, 'repeat', 'filter'])).toBe(state);
    }),
  );
});

test('totals count every row with an end once, page by page', () => {
  const ended = states.filter(hasEnd).map((state) => ({ state }));
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ended)), fc.nat(), (rows, cut) => {
      const at = cut % (rows.length + 1);
      const totals = counted(counted(NO_ROWS, rows.slice(0, at)), rows.slice(at));
      const { rows: all, ...sums } = totals;
      expect(all).toBe(rows.length);
      expect(Object.values(sums).reduce((sum, one) => sum + one, 0)).toBe(rows.length);
    }),
  );
});
