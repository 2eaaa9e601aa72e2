import fc from 'fast-check';
import type { Envelope } from '../../../../nodes/src/domain/envelope.ts';
import { prune, runsOf, type Sample } from '../../../../nodes/src/domain/operations/downtime/runs.ts';
import { CAP, DowntimeBench, FILL, LINE, planOf, reason, SHIFT_END, state } from './bench.ts';

const plan = planOf({
  limits: { microstopSeconds: 60, debounceSeconds: 4, silentAfterSeconds: 1_800, neighbours: 'first' },
});
/** Well into the next shift. */
const LAST = SHIFT_END + 7_200;
const END = LAST + 4_000;

const told = fc.record({
  // In clusters, so that flicker, equal times and the end of the shift are common.
  second: fc
    .tuple(fc.constantFrom(0, 600, 4_000, SHIFT_END - 30, SHIFT_END, LAST - 300), fc.integer({ min: 0, max: 200 }))
    .map(([cluster, more]) => cluster + more),
  machine: fc.constantFrom(LINE, FILL, CAP),
  word: fc.constantFrom('Execute', 'Execute', 'Stopped', 'Held', 'Unknown'),
  why: fc.constantFrom(undefined, undefined, '17', '21', '99'),
});
const named = fc.record({
  second: fc.integer({ min: 0, max: LAST }),
  machine: fc.constantFrom(LINE, FILL, CAP),
  code: fc.constantFrom('BREAKDOWN', 'CLEANING', 'STARVED', 'UNCLASSIFIED'),
  decided: fc.integer({ min: 0, max: LAST }),
});
const story = fc.record({
  states: fc.array(told, { minLength: 1, maxLength: 40 }),
  reasons: fc.array(named, { maxLength: 6 }),
});
type Story = typeof story extends fc.Arbitrary<infer S> ? S : never;

const timeOf = (event: Envelope): number => Date.parse(event.time);
const eventsOf = ({ states, reasons }: Story): Envelope[] => [
  state(FILL, 0, 'Execute'),
  ...states.map(({ machine, second, word, why }) => state(machine, second, word, why)),
  ...reasons.map(({ machine, second, code, decided }) => reason(machine, second, code, decided)),
];

const endOf = (bench: DowntimeBench) => {
  const byInterval = (one: object) => JSON.stringify(one);
  const plain = (all: readonly Readonly<Record<string, unknown>>[]) =>
    all
      .filter(({ count }) => count !== 0)
      .map(({ revision: _, ...rest }) => byInterval(rest))
      .sort();
  return { rows: bench.rows(), microstops: plain(bench.microstops()), timeUse: plain(bench.timeUse()) };
};

/** As it happens, with a look every twenty minutes. */
function live(events: readonly Envelope[], restarts = false): DowntimeBench {
  const bench = new DowntimeBench(plan);
  let next = 0;
  for (const event of [...events].sort((one, other) => timeOf(one) - timeOf(other))) {
    const second = (timeOf(event) - Date.parse('2026-11-20T08:00:00Z')) / 1_000;
    for (; next < second; next += 1_200) bench.tick(next);
    bench.take(second, event);
    if (restarts) bench.restart();
  }
  for (; next <= END; next += 1_200) bench.tick(next);
  return bench.tick(END);
}

test('late, reordered and repeated input ends in the same rows, sums and shifts, with a restart at any place', () => {
  const shuffled = story.chain((one) => {
    const events = eventsOf(one);
    const order = fc.shuffledSubarray(events, { minLength: events.length });
    return fc.record({ events: fc.constant(events), order, again: fc.subarray(events), cut: fc.nat(events.length) });
  });
  fc.assert(
    fc.property(shuffled, ({ events, order, again, cut }) => {
      const late = new DowntimeBench(plan).take(LAST + 1, ...order.slice(0, cut)).tick(LAST + 600);
      for (const event of order.slice(cut)) late.take(LAST + 700, event).restart();
      late.take(LAST + 800, ...again).tick(END);
      expect(endOf(late)).toEqual(endOf(live(events)));
    }),
    { numRuns: 60 },
  );
});

test('a restart after every event changes nothing that is told', () => {
  fc.assert(
    fc.property(story, (one) => {
      const events = eventsOf(one);
      const [whole, broken] = [live(events), live(events, true)];
      const shown = ({ stops, shifts, notices }: DowntimeBench) => [stops, shifts, notices];
      expect(shown(broken)).toEqual(shown(whole));
    }),
    { numRuns: 30 },
  );
});

test('booked standstills of one machine never overlap, and only the last one is open', () => {
  fc.assert(
    fc.property(story, (one) => {
      const rows = live(eventsOf(one)).rows();
      for (const [index, row] of rows.entries()) {
        const next = rows[index + 1];
        if (next?.equipmentId !== row.equipmentId) continue;
        expect(row.to).toBeLessThanOrEqual(next.from);
      }
    }),
    { numRuns: 40 },
  );
});

const ms = (text: unknown): number => Math.round(Number(/^PT([\d.]+)S$/.exec(String(text))?.[1]) * 1_000);

test('every moment of a shift is counted exactly once', () => {
  fc.assert(
    fc.property(story, (one) => {
      const shifts = live(eventsOf(one)).timeUse();
      expect(shifts.length).toBeGreaterThan(0);
      for (const { running, planned, unplanned, microstops, unknown, unclassified } of shifts) {
        const parts = [running, planned, unplanned, microstops, unknown].map(ms);
        expect(Math.min(...parts)).toBeGreaterThanOrEqual(0);
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(8 * 3_600_000);
        expect(ms(unclassified)).toBeLessThanOrEqual(ms(unplanned));
      }
    }),
    { numRuns: 40 },
  );
});

const samples = fc
  .array(
    fc.record({
      atMs: fc.integer({ min: 0, max: 60 }),
      is: fc.constantFrom<Sample['is']>('running', 'stopped', 'unknown'),
      cause: fc.constantFrom(undefined, 'A', 'B'),
      untilMs: fc.constantFrom(undefined, undefined, 30, 70),
    }),
    { minLength: 1, maxLength: 25 },
  )
  .map((all) => all.map((one) => (one.is === 'stopped' ? one : { ...one, cause: undefined })))
  .map((all) => [...new Map(all.map((one) => [one.atMs, one])).values()].sort((one, other) => one.atMs - other.atMs));
const limits = fc.record({ debounceMs: fc.integer({ min: 0, max: 6 }), silentMs: fc.constantFrom(undefined, 9) });

test('runs follow each other without gap or overlap, and neighbours differ', () => {
  fc.assert(
    fc.property(samples, limits, (all, limit) => {
      const runs = runsOf(all, limit, 100);
      for (const [index, { fromMs, toMs, is }] of runs.entries()) {
        const next = runs[index + 1];
        expect(toMs).toBe(next?.fromMs);
        expect(next?.is).not.toBe(is);
        if (toMs !== undefined) expect(toMs).toBeGreaterThan(fromMs);
      }
    }),
  );
});

test('what is forgotten changes no run that reaches the horizon, whatever comes later', () => {
  fc.assert(
    fc.property(samples, limits, fc.integer({ min: 0, max: 60 }), samples, (all, limit, horizon, more) => {
      const later = more.filter(({ atMs }) => atMs > horizon && !all.some((one) => one.atMs === atMs));
      const join = (some: readonly Sample[]) =>
        [...some, ...later].sort((one: Sample, other: Sample) =>
          one.base ? -1 : other.base ? 1 : one.atMs - other.atMs,
        );
      const since = (some: readonly Sample[]) =>
        runsOf(some, limit, 100)
          .filter(({ toMs }) => toMs === undefined || toMs > horizon)
          .map((run) => ({ ...run }));
      const once = prune(all, limit, Math.floor(horizon / 2));
      expect(since(join(prune(once, limit, horizon)))).toEqual(since(join(all)));
    }),
    { numRuns: 1_000 },
  );
});
