import fc from 'fast-check';
import type { Sample } from '../../../nodes/src/domain/ports.ts';
import {
  closings,
  failures,
  feed,
  lines,
  newRun,
  planFor,
  type Run,
  ranges,
  sample,
  start,
  T0,
  wait,
} from './bench.ts';

const plan = planFor();

function running(order = 'WH/MO/00001', counts = 0) {
  const run = newRun();
  feed(run, plan, start(order, counts));
  wait(run, plan, 2);
  return run;
}

/** One count a second, each applied before the next one comes. */
function count(run: Run, from: number, to: number) {
  for (let second = from; second <= to; second += 1) feed(run, plan, [sample('good', second, second)]);
}

const late = (run: Run, samples: readonly Sample[], seconds: number) =>
  feed(run, plan, samples, { arrivedAtMs: T0 + seconds * 1000 });

describe('a change that comes in behind counts made after it', () => {
  test('counts of the open range are split at its stamp: the surely old ones are booked, the others put aside', () => {
    const run = running();
    count(run, 3, 20);
    late(run, [sample('lot', 'L2', 15)], 20);
    count(run, 21, 25);
    wait(run, plan, 120);
    expect(lines(run.messages)).toEqual([
      'good 15 of WH/MO/00001 lot L1',
      'attribution-unknown: good 4 of WH/MO/00001 lot L2',
      'good 6 of WH/MO/00001 lot L2',
    ]);
    expect(ranges(run.messages)).toMatchObject([
      { from: '0', to: '15' },
      { from: '15', to: '19' },
      { from: '19', to: '25' },
    ]);
  });

  test('the failure says which counts are in doubt, between what, how late the change was, and what to do', () => {
    const run = running();
    count(run, 3, 20);
    late(run, [sample('lot', 'L2', 15)], 20);
    expect(failures(run)).toEqual([
      {
        code: 'attribution-unknown',
        class: 'data',
        attempted: 'report 4 C62 (good), counts 15 to 19',
        on: 'good',
        reason:
          'lot changed at 2026-11-20T08:00:15.000Z and came in 5.0 s later, behind counts made after it ' +
          '(settling time 1 s); these counts belong to lot L1 or L2',
        nextStep: expect.stringMatching(/replay it if the stamps are right.*settling time/),
      },
    ]);
  });

  test('a late order change takes its counts out of the closing report of the order before', () => {
    const run = running();
    count(run, 3, 20);
    late(run, [sample('order', 'WH/MO/00002', 15), sample('lot', 'L2', 15)], 20);
    count(run, 21, 22);
    wait(run, plan, 120);
    expect(lines(run.messages)).toEqual([
      'good 15 of WH/MO/00001 lot L1',
      'attribution-unknown: good 4 of WH/MO/00002 lot L2',
      'good 3 of WH/MO/00002 lot L2',
    ]);
    expect(failures(run)[0]?.reason).toContain('order WH/MO/00001 or WH/MO/00002, lot L1 or L2');
    expect(closings(run)).toMatchObject([{ operationsRequestId: 'WH/MO/00001', totals: { good: { value: '15' } } }]);
  });

  test('counts after a late completion belong to nobody, and are put aside without an order', () => {
    const run = running();
    count(run, 3, 10);
    late(run, [sample('complete', true, 7)], 12);
    wait(run, plan, 120);
    expect(lines(run.messages)).toEqual([
      'good 7 of WH/MO/00001 lot L1',
      'attribution-unknown: good 2 of nothing lot L1',
      'counts-without-order: good 1 of nothing lot L1',
    ]);
    expect(closings(run)).toMatchObject([{ totals: { good: { value: '7' } } }]);
  });

  test('counts that left already are named, with what they were booked for', () => {
    const run = running();
    count(run, 3, 70);
    wait(run, plan, 80);
    const sent = lines(run.messages).length;
    wait(run, plan, 200);
    late(run, [sample('lot', 'L2', 60)], 200);
    const said = failures(run);
    expect(sent).toBeGreaterThan(0);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatchObject({ code: 'attribution-unknown', class: 'business', on: 'good' });
    expect(said[0]?.reason).toMatch(/lot L1 or L2 and have already left/);
    expect(said[0]?.attempted).toMatch(/^attribute counts \d+ to 70 of epoch 1$/);
    expect(ranges(run.messages).every(({ aside }) => aside === undefined)).toBe(true);
  });

  test('a change that a newer one has overtaken throws doubt on the counts in between, once', () => {
    const run = running();
    count(run, 3, 8);
    feed(run, plan, [sample('lot', 'L3', 8.5)]);
    count(run, 9, 12);
    for (let again = 0; again < 3; again += 1) late(run, [sample('lot', 'L2', 5)], 13);
    wait(run, plan, 120);
    expect(failures(run)).toMatchObject([
      { code: 'attribution-unknown', attempted: 'attribute counts 5 to 8 of epoch 1' },
    ]);
    expect(lines(run.messages)).toEqual(['good 8 of WH/MO/00001 lot L1', 'good 4 of WH/MO/00001 lot L3']);
  });

  test('a value between two samples of another one is carved out of the open range', () => {
    const run = running();
    count(run, 3, 8);
    feed(run, plan, [sample('lot', 'L1', 8.5)]);
    count(run, 9, 12);
    late(run, [sample('lot', 'L2', 5)], 13);
    wait(run, plan, 120);
    expect(lines(run.messages)).toEqual([
      'good 5 of WH/MO/00001 lot L1',
      'attribution-unknown: good 3 of WH/MO/00001 lot L2',
      'good 4 of WH/MO/00001 lot L1',
    ]);
  });

  test('a late change that no count came after needs no decision', () => {
    const run = running();
    count(run, 3, 5);
    feed(run, plan, [sample('scrap', 0, 30)]);
    late(run, [sample('lot', 'L2', 10)], 31);
    feed(run, plan, [sample('good', 6, 32)]);
    wait(run, plan, 120);
    expect(lines(run.messages)).toEqual(['good 5 of WH/MO/00001 lot L1', 'good 1 of WH/MO/00001 lot L2']);
  });

  test('a component lot throws doubt on the counter that takes from it, and on no other', () => {
    const run = running();
    for (let second = 3; second <= 10; second += 1)
      feed(run, plan, [sample('good', second, second), sample('resin', second, second)]);
    late(run, [sample('resinLot', 'C2', 6)], 11);
    wait(run, plan, 120);
    expect(failures(run)).toMatchObject([{ code: 'attribution-unknown', on: 'resin' }]);
  });
});

test('however many samples wait for a context that nobody vouches for, counts are split at its changes', () => {
  const run = running();
  feed(run, plan, [sample('order', null, 3, 'BadNoCommunication')]);
  for (let second = 4; second <= 3_000; second += 1) {
    feed(run, plan, [sample('good', second, second), ...(second === 1_000 ? [sample('lot', 'L2', 1_000.5)] : [])]);
  }
  feed(run, plan, [sample('order', 'WH/MO/00001', 3_001)]);
  wait(run, plan, 3_200);
  const byLot = ranges(run.messages).map(({ lot, to }) => [lot, to]);
  expect(byLot.filter(([lot]) => lot === 'L1').at(-1)).toEqual(['L1', '1000']);
  expect(byLot.at(-1)).toEqual(['L2', '3000']);
});

/** One count each 500 ms; lots change at `changes` (scan numbers) and their samples come in `lateMs` after their stamp. */
const late$ = fc.record({
  scans: fc.integer({ min: 10, max: 80 }),
  changes: fc.uniqueArray(fc.record({ scan: fc.integer({ min: 1, max: 79 }), lateMs: fc.nat({ max: 20_000 }) }), {
    maxLength: 5,
    selector: ({ scan }) => scan,
  }),
  publishSeconds: fc.constantFrom(3, 10, 60),
});

test('however late changes of the lot come in, no count is booked on the wrong lot in silence and none is lost', () => {
  fc.assert(
    fc.property(late$, ({ scans, changes, publishSeconds }) => {
      const of = planFor({ publishEveryMs: publishSeconds * 1000 });
      const run = newRun();
      feed(run, of, start());
      const made = Array.from({ length: scans }, (_, index) => ({ ms: 2_000 + index * 500, total: index + 1 }));
      const lots = changes.map(({ scan, lateMs }) => ({ ms: 2_000 + scan * 500 - 250, lot: `L${scan + 100}`, lateMs }));
      const arrivals = [
        ...made.map(({ ms, total }) => ({ at: ms, one: sample('good', total, ms / 1000) })),
        ...lots.map(({ ms, lot, lateMs }) => ({ at: ms + lateMs, one: sample('lot', lot, ms / 1000) })),
      ].sort((a, b) => a.at - b.at);
      for (const { at, one } of arrivals) feed(run, of, [one], { arrivedAtMs: T0 + at });
      for (const seconds of [100, 200, 300]) wait(run, of, seconds);

      const told = run.messages.length;
      for (const { one } of arrivals) feed(run, of, [one], { arrivedAtMs: T0 + 400_000 });
      wait(run, of, 500);
      expect(run.messages).toHaveLength(told);

      const lotAt = (ms: number) =>
        lots.filter((lot) => lot.ms < ms).reduce((a, b) => (b.ms > a.ms ? b : a), { ms: 0, lot: 'L1' }).lot;
      const named = failures(run).flatMap(({ attempted }) => {
        const [, from, to] = /counts (\d+) to (\d+)/.exec(attempted) ?? [];
        return [{ from: Number(from), to: Number(to) }];
      });
      const booked = ranges(run.messages).filter(({ aside }) => aside === undefined);
      for (const { ms, total } of made) {
        const inDoubt = named.some(({ from, to }) => total > from && total <= to);
        const range = booked.find(({ from, to }) => total > Number(from) && total <= Number(to));
        if (!inDoubt) expect([total, range?.lot]).toEqual([total, lotAt(ms)]);
      }
      const sum = ranges(run.messages).reduce((all, { from, to }) => all + Number(to) - Number(from), 0);
      expect(sum).toBe(scans);
      const inTime = changes.every(({ lateMs }) => lateMs <= of.options.settleMs);
      if (inTime) expect(failures(run)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});
