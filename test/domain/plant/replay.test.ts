import fc from 'fast-check';
import type { CounterState } from '../../../nodes/src/domain/journal.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import { compile, ledgerRows, resume, tick } from '../../../nodes/src/domain/plant/counter.ts';
import { toLedgerRows } from '../../../nodes/src/domain/plant/machine.ts';
import type { Sample } from '../../../nodes/src/domain/ports.ts';
import {
  type Counted,
  closings,
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

const plan = planFor({ publishEveryMs: 20_000 });

/** What a machine may do in one scan. Every scan is 500 ms behind the one before. */
const scan = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('count' as const), by: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('order' as const), order: fc.integer({ min: 0, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lot' as const), lot: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('complete' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reset' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bad' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('nonsense' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const) }) },
);
/** Nothing that goes to a person for what it is. */
const quiet = scan.filter(({ kind }) => ['count', 'order', 'lot', 'complete'].includes(kind));
type Scan = typeof scan extends fc.Arbitrary<infer T> ? T : never;

/** Plays the scans on a 16-bit register near its end; gives the samples and what was truly made. */
function play(scans: readonly Scan[]): { samples: Sample[]; made: number } {
  const samples = start('WH/MO/00001', 65_500);
  let [register, made, seconds] = [65_500, 0, 2];
  const count = (by: number) => {
    made += by;
    register = (register + by) % 65_536;
    samples.push(sample('good', register, seconds));
  };
  for (const one of scans) {
    seconds += 0.5;
    switch (one.kind) {
      case 'count':
        count(one.by);
        break;
      case 'order':
        samples.push(sample('order', one.order === 0 ? '' : `WH/MO/0000${one.order}`, seconds));
        break;
      case 'lot':
        samples.push(sample('lot', `L${one.lot}`, seconds));
        break;
      case 'complete':
        samples.push(sample('complete', true, seconds));
        samples.push(sample('complete', false, seconds + 0.2));
        break;
      case 'reset':
        // Only far from the end of the register can a reset be told from a start over.
        if (register < 60_000 && register > 100) {
          register = 0;
          samples.push(sample('good', 0, seconds));
        }
        break;
      case 'bad':
        samples.push(sample('good', null, seconds, 'BadSensorFailure'));
        break;
      case 'nonsense':
        samples.push(sample('good', 'x', seconds));
        break;
      case 'jump':
        if (register < 30_000) count(20_000);
        break;
    }
  }
  samples.push(sample('good', register, seconds + 0.5));
  return { samples, made };
}

/** A stream cut at `cuts`; what was delivered at `repeats` is delivered again; the process dies at `crashes`. */
interface Delivery {
  readonly cuts: readonly number[];
  readonly repeats: readonly number[];
  readonly crashes: readonly number[];
  /** What the source tells after a crash: everything again, or every tag as it stands; everything when absent. */
  readonly after?: 'everything' | 'current';
}
const place = fc.array(fc.nat({ max: 200 }), { maxLength: 12 });
const delivery: fc.Arbitrary<Delivery> = fc.record({ cuts: place, repeats: place, crashes: place });

/** Batches as cut. After a crash everything is delivered again from some earlier batch on. */
function deliver(samples: readonly Sample[], how: Delivery): Message[] {
  const messages: Message[] = [];
  const rows = new Map<string, CounterState>();
  let state = {};
  const batches = cut(samples, how.cuts);
  const store = (step: ReturnType<typeof compile>) => {
    state = step.state;
    messages.push(...step.messages.map(({ message }) => message));
    for (const row of ledgerRows(plan, step)) rows.set(row.tag, JSON.parse(JSON.stringify(row)));
  };
  const give = (batch: readonly Sample[]) => {
    const newest = Math.max(T0, ...batch.map(({ sourceTimestamp = '' }) => Date.parse(sourceTimestamp)));
    store(compile(plan, state, { samples: batch, arrivedAtMs: newest, observedMs: 2_000 }));
  };
  batches.forEach((batch, index) => {
    give(batch);
    if (how.repeats.includes(index)) give(batch);
    if (!how.crashes.includes(index)) return;
    state = resume(plan, [...rows.values()]);
    const told = batches.slice(0, index + 1);
    if (how.after === 'current') give([...new Map(told.flat().map((one) => [one.tag, one])).values()]);
    else for (const again of told) give(again);
  });
  for (const seconds of [10, 1_000, 2_000]) store(tick(plan, state, T0 + 100_000 + seconds * 1000));
  return messages;
}

function cut(samples: readonly Sample[], cuts: readonly number[]): Sample[][] {
  const edges = [...new Set([0, ...cuts.filter((edge) => edge < samples.length), samples.length])].sort(
    (a, b) => a - b,
  );
  return edges.slice(1).map((edge, index) => samples.slice(edges[index], edge));
}

const facts = (messages: readonly Message[]) =>
  ranges(messages)
    .map(({ tag, epoch, from, to, order, lot, aside }) => [tag, epoch, from, to, order, lot, aside].join('|'))
    .sort();

/** How much of what went where; a range may begin and end elsewhere when stamps differ by milliseconds. */
const attributed = (messages: readonly Message[]) => {
  const totals = new Map<string, number>();
  for (const { tag, epoch, from, to, order, lot, aside } of ranges(messages)) {
    const key = [tag, epoch, order, lot, aside].join('|');
    totals.set(key, (totals.get(key) ?? 0) + Number(to) - Number(from));
  }
  return Object.fromEntries([...totals].sort());
};

const sum = (counted: readonly Counted[]) =>
  counted.reduce((total, range) => total + Number(range.to) - Number(range.from), 0);

test('however a stream is cut, repeated or replayed after a crash, the ranges are the same', () => {
  fc.assert(
    fc.property(fc.array(scan, { maxLength: 120 }), delivery, (scans, how) => {
      const { samples } = play(scans);
      const plain = deliver(samples, { cuts: [], repeats: [], crashes: [] });
      expect(facts(deliver(samples, how))).toEqual(facts(plain));
    }),
    { numRuns: 150 },
  );
});

test('a restart in which nothing was missed changes nothing, though the source tells only what stands there now', () => {
  fc.assert(
    fc.property(fc.array(quiet, { maxLength: 80 }), delivery, (scans, how) => {
      const { samples } = play(scans);
      const plain = deliver(samples, { cuts: [], repeats: [], crashes: [] });
      expect(facts(deliver(samples, { ...how, after: 'current' }))).toEqual(facts(plain));
    }),
    { numRuns: 150 },
  );
});

test('what a server reads in one cycle belongs together, though its tags are stamped one after the other', () => {
  const cycle = fc.record({
    scan: quiet.filter(({ kind }) => kind !== 'count'),
    countMs: fc.nat(9),
    changeMs: fc.nat(9),
    by: fc.nat(5),
  });
  fc.assert(
    fc.property(fc.array(cycle, { maxLength: 60 }), delivery, (cycles, how) => {
      const { samples } = play(cycles.flatMap((one) => [{ kind: 'count' as const, by: one.by }, one.scan]));
      const inOne = (skew: (index: number, tag: string) => number) => samples.map((one) => shifted(one, skew));
      const together = inOne(() => 0);
      const skewed = inOne((index, tag) => cycles[index]?.[tag === 'good' ? 'countMs' : 'changeMs'] ?? 0);
      expect(attributed(deliver(skewed, how))).toEqual(attributed(deliver(together, how)));
    }),
    { numRuns: 150 },
  );
});

/** A scan and the count before it in one cycle of a second; the start of the stream stays where it is. */
function shifted(one: Sample, skew: (index: number, tag: string) => number): Sample {
  const ms = Date.parse(one.sourceTimestamp ?? '') - T0;
  if (ms < 2_500) return one;
  const index = Math.floor((ms - 2_500) / 1_000);
  const own = ms % 500;
  return { ...one, sourceTimestamp: new Date(T0 + 3_000 + index * 1_000 + own + skew(index, one.tag)).toISOString() };
}

test('published and put-aside ranges together are what the machine made, once', () => {
  fc.assert(
    fc.property(fc.array(scan, { maxLength: 120 }), delivery, (scans, how) => {
      const { samples, made } = play(scans);
      const counted = ranges(deliver(samples, how));
      expect(sum(counted)).toBe(made);
    }),
    { numRuns: 150 },
  );
});

test('ranges of a counter never overlap and no id comes twice', () => {
  fc.assert(
    fc.property(fc.array(scan, { maxLength: 120 }), delivery, (scans, how) => {
      const counted = ranges(deliver(play(scans).samples, how));
      const edges = new Map<string, number>();
      for (const range of [...counted].sort((a, b) => a.epoch - b.epoch || Number(a.from) - Number(b.from))) {
        const key = `${range.tag} ${range.epoch}`;
        expect(Number(range.from)).toBeGreaterThanOrEqual(edges.get(key) ?? 0);
        edges.set(key, Number(range.to));
      }
      expect(new Set(counted.map(({ id }) => id)).size).toBe(counted.length);
    }),
    { numRuns: 150 },
  );
});

test('samples that arrive out of order within the settling time give the same ranges', () => {
  const delays = fc.record({ good: fc.nat(900), order: fc.nat(900), lot: fc.nat(900), complete: fc.nat(900) });
  fc.assert(
    fc.property(fc.array(scan, { maxLength: 80 }), delays, (scans, delayMs) => {
      const { samples } = play(scans);
      const late = delayed(samples, delayMs);
      const inOrder = deliver(samples, { cuts: [], repeats: [], crashes: [] });
      const swapped = deliver(late, { cuts: late.map((_, index) => index), repeats: [], crashes: [] });
      expect(facts(swapped)).toEqual(facts(inOrder));
    }),
    { numRuns: 150 },
  );
});

/** Each tag arrives later than the others by its own delay; the samples of one tag always keep their order. */
function delayed(samples: readonly Sample[], delayMs: Readonly<Record<string, number>>): Sample[] {
  const arrival = (one: Sample) => Date.parse(one.sourceTimestamp ?? '') + (delayMs[one.tag] ?? 0);
  return [...samples].sort((a, b) => arrival(a) - arrival(b));
}

test('a stream that goes on behind a gap, with the values as they then are, loses no count and makes none', () => {
  const gaps = fc.array(fc.record({ at: fc.nat({ max: 120 }), missed: fc.nat({ max: 20 }) }), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(quiet, { maxLength: 100 }), gaps, (scans, lost) => {
      const { samples, made } = play(scans);
      expect(sum(ranges(deliverWithGaps(samples, lost)))).toBe(made);
    }),
    { numRuns: 150 },
  );
});

/** At each gap the process dies, misses samples, and begins anew with a break and the current value of every tag. */
function deliverWithGaps(samples: readonly Sample[], gaps: readonly { at: number; missed: number }[]): Message[] {
  const messages: Message[] = [];
  const rows = new Map<string, CounterState>();
  const current = new Map<string, Sample>();
  let state = {};
  const store = (step: ReturnType<typeof compile>) => {
    state = step.state;
    messages.push(...step.messages.map(({ message }) => message));
    for (const row of ledgerRows(plan, step)) rows.set(row.tag, JSON.parse(JSON.stringify(row)));
  };
  const give = (batch: readonly Sample[], arrivedAtMs: number) =>
    store(compile(plan, state, { samples: batch, arrivedAtMs, observedMs: 2_000 }));
  let missing = 0;
  samples.forEach((one, index) => {
    current.set(one.tag, one);
    const stampMs = Date.parse(one.sourceTimestamp ?? '');
    // Before every tag was seen once there is nothing to lose.
    const gap = index < 12 ? undefined : gaps.find(({ at }) => at === index);
    if (gap) missing = gap.missed;
    const isLast = index === samples.length - 1;
    if (missing > 0 && !isLast) {
      missing -= 1;
      if (missing > 0) return;
      state = resume(plan, [...rows.values()]);
      const breaks = [...current.keys()].map((tag) => ({ tag, value: null, status: 'BadWaitingForInitialData' }));
      give([...breaks, ...current.values()], stampMs);
      return;
    }
    give([one], stampMs);
  });
  for (const seconds of [10, 1_000, 2_000]) store(tick(plan, state, T0 + 100_000 + seconds * 1000));
  return messages;
}

describe('a stop while samples are still waiting for older ones', () => {
  /** Stopped with the end of the order seen and its last count not yet; the server shows both after the start. */
  const stopped = (last: readonly Sample[], more: (run: Run) => void = () => undefined) => {
    const run = newRun();
    feed(run, plan, start());
    wait(run, plan, 2);
    feed(run, plan, [sample('good', 8, 3), ...last]);
    more(run);
    const machine = run.state['ACME/MUC1/PACK/L1/PRESS1'];
    if (!machine) throw new Error('no machine');
    const rows = toLedgerRows(machine, plan.machines[0] as (typeof plan.machines)[0]);
    return newRun(resume(plan, JSON.parse(JSON.stringify(rows))));
  };

  test('what was seen before it is attributed as if there had been none', () => {
    const run = stopped([sample('order', 'WH/MO/00002', 3.4), sample('good', 9, 3.8)]);
    wait(run, plan, 60);
    expect(run.messages).toEqual([]);
    feed(run, plan, [
      ...start('WH/MO/00002', 9).slice(1, 6),
      sample('order', 'WH/MO/00002', 3.4),
      sample('good', 11, 5),
    ]);
    wait(run, plan, 200);
    expect(lines(run.messages)).toEqual(['good 8 of WH/MO/00001 lot L1', 'good 3 of WH/MO/00002 lot L1']);
  });

  test('a change that was the last thing seen before it was seen, not missed', () => {
    const run = stopped([], (before) => {
      wait(before, plan, 10);
      feed(before, plan, [sample('order', 'WH/MO/00002', 12)]);
    });
    feed(run, plan, [
      ...start('WH/MO/00002', 8).slice(1, 6),
      sample('order', 'WH/MO/00002', 12),
      sample('good', 11, 15),
    ]);
    wait(run, plan, 200);
    expect(lines(run.messages)).toEqual(['good 8 of WH/MO/00001 lot L1', 'good 3 of WH/MO/00002 lot L1']);
  });

  test('the order is not closed before the source has told what it counted last', () => {
    const run = stopped([sample('complete', true, 4)]);
    wait(run, plan, 60);
    expect(closings(run)).toEqual([]);
    feed(run, plan, [sample('complete', true, 4), sample('good', 10, 3.9)]);
    wait(run, plan, 200);
    expect(lines(run.messages)).toEqual(['good 10 of WH/MO/00001 lot L1']);
    expect(closings(run)).toMatchObject([{ totals: { good: { value: '10' } } }]);
  });
});
