import fc from 'fast-check';
import type { Envelope } from '../../../../nodes/src/domain/envelope.ts';
import { AlarmBench, change, planOf } from './bench.ts';

const list = [
  { condition: 'A*', class: 'fault' },
  { condition: 'A2.X', class: 'hot', onDelaySeconds: 30, offDelaySeconds: 60 },
  { condition: 'B*', class: 'fault', priority: 3 },
  { condition: 'C*', class: 'stop', stopsProduction: true, onDelaySeconds: 5 },
  { condition: 'D*', class: 'info', action: 'none' },
];
const plan = planOf({ list, limits: { floodStart: 6, floodEnd: 3, quietMinutes: 5, tallyMinutes: 10 } });
const names = ['A1.X', 'A2.X', 'A3.X', 'B1.X', 'B2.X', 'C1.X', 'C2.X', 'D1.X', 'Z1.X'];
const kinds = [
  'activated',
  'activated',
  'activated',
  'returned',
  'returned',
  'shelved',
  'unshelved',
  'disabled',
  'enabled',
  'acked',
];

interface Told {
  readonly second: number;
  readonly name: string;
  readonly kind: string;
}
const told = fc.record({
  second: fc.integer({ min: 0, max: 9_000 }),
  name: fc.constantFrom(...names),
  kind: fc.constantFrom(...kinds),
});
const story = fc.array(told, { maxLength: 120 }).map((all) => all.sort((left, right) => left.second - right.second));
const eventOf = ({ second, name, kind }: Told): Envelope => change(name, kind, second);

/** Told as they happen, with a tick every minute. */
function play(events: readonly Envelope[], restarts = false): AlarmBench {
  const bench = new AlarmBench(plan);
  let minute = 0;
  for (const event of events) {
    const second = (Date.parse(event.time) - Date.parse('2026-11-20T08:00:00Z')) / 1_000;
    for (; minute * 60 < second; minute += 1) bench.tick(minute * 60);
    bench.take(second, event);
    if (restarts) bench.restart();
  }
  for (; minute <= 240; minute += 1) bench.tick(minute * 60);
  return bench;
}

test('every activation is counted once: passed, held back with its reason, or not yet decided', () => {
  fc.assert(
    fc.property(story, (all) => {
      const { activations, passed, silenced, pending } = play(all.map(eventOf)).tally();
      const heldBack = Object.values(silenced).reduce((sum, count) => sum + count, 0);
      expect(passed + heldBack + pending).toBe(activations);
      expect(activations).toBeGreaterThanOrEqual(all.filter(({ kind }) => kind === 'activated').length);
    }),
    {
      examples: [
        // Decided in the very tick that tells the hour.
        [
          [
            { second: 12, name: 'A2.X', kind: 'activated' },
            { second: 3_610, name: 'C2.X', kind: 'activated' },
          ],
        ],
      ],
    },
  );
});

test('no hour has more requests than the budget, and no report leaves twice', () => {
  fc.assert(
    fc.property(story, (all) => {
      const { requests } = play(all.map(eventOf));
      for (const { second } of requests) {
        const hour = requests.filter((other) => other.second > second - 3_600 && other.second <= second);
        expect(hour.length).toBeLessThanOrEqual(6);
      }
      expect(new Set(requests.map(({ key }) => key)).size).toBe(requests.length);
    }),
  );
});

test('a restart after every event changes nothing', () => {
  fc.assert(
    fc.property(story, (all) => {
      const events = all.map(eventOf);
      const [whole, broken] = [play(events), play(events, true)];
      expect([broken.requests, broken.notices]).toEqual([whole.requests, whole.notices]);
    }),
    { numRuns: 40 },
  );
});

test('told a second time, nothing leaves: a replay of everything is no news', () => {
  fc.assert(
    fc.property(story, (all) => {
      const events = all.map(eventOf);
      const bench = play(events);
      const before = bench.requests.length;
      bench.take(14_400, ...events);
      expect(bench.requests.length).toBe(before);
    }),
  );
});
