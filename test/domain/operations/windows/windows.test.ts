/** However entries come, how often, how late and over how many restarts: the last word equals one count over all of them. */
import fc from 'fast-check';
import type { CounterState } from '../../../../nodes/src/domain/journal.ts';
import { type Book, type Changes, restoreBook, rowsOf } from '../../../../nodes/src/domain/operations/windows/book.ts';
import { byLength, byPause, byShift, type Cut } from '../../../../nodes/src/domain/operations/windows/cut.ts';
import { clipped, type Entry, type Held, spansOf } from '../../../../nodes/src/domain/operations/windows/entry.ts';
import { forget, issue, type Report } from '../../../../nodes/src/domain/operations/windows/issue.ts';
import { type Plan, take } from '../../../../nodes/src/domain/operations/windows/take.ts';
import { buildCalendar } from '../../../../nodes/src/domain/site/calendar.ts';

const HOUR = 3_600_000;
/** The night in which Berlin sets its clocks back. */
const T0 = Date.parse('2026-10-24T12:00:00Z');
const BERLIN = {
  timeZone: 'Europe/Berlin',
  shifts: [
    { id: 'A', start: '06:00' },
    { id: 'B', start: '14:00' },
    { id: 'N', start: '22:00' },
  ],
};

interface Figures {
  readonly sum: number;
  readonly ms: number;
}
const figures = (held: readonly Held<number>[]): Figures => ({
  sum: held.reduce((total, { entry }) => total + entry.says, 0),
  ms: held.reduce((total, { startMs, endMs }) => total + endMs - startMs, 0),
});
const planOf = (cut: Cut): Plan<number, Figures> => ({
  ...{ cut, graceMs: 60_000, quietMs: 30_000, keepMs: 100 * HOUR, figures },
});

/** A journal that forgets everything but its rows. */
function machine(plan: Plan<number, Figures>) {
  let rows = new Map<string, CounterState>();
  let book: Book<number> = restoreBook([]);
  const said: Report<Figures>[] = [];
  const keep = (changes: Changes<number>): void => {
    const step = rowsOf(changes);
    for (const row of step.rows) rows.set(row.tag, JSON.parse(JSON.stringify(row)) as CounterState);
    for (const tag of step.forget) rows.delete(tag);
    book.apply(changes);
  };
  return {
    said,
    size: () => ({ entries: book.size, rows: rows.size }),
    take(entries: readonly Entry<number>[], nowMs: number) {
      const { changes, verdicts } = take(plan, book, entries, nowMs);
      keep(changes);
      return verdicts;
    },
    tick(nowMs: number) {
      const { reports, changes } = issue(plan, book, nowMs);
      said.push(...reports);
      keep(changes);
    },
    prune: (nowMs: number) => keep(forget(plan, book, nowMs)),
    restart() {
      rows = new Map(JSON.parse(JSON.stringify([...rows])) as [string, CounterState][]);
      book = restoreBook([...rows.values()]);
    },
    /** What stands in the end: key and start of each window that was not withdrawn. */
    lastWords() {
      const last = new Map<string, Report<Figures>>();
      for (const report of said) {
        const before = last.get(`${report.key} ${report.nameMs}`);
        expect(report.revision).toBe((before?.revision ?? 0) + 1);
        last.set(`${report.key} ${report.nameMs}`, report);
      }
      const words = [...last.values()].filter(({ isWithdrawn, entries }) => !isWithdrawn && entries > 0);
      return words.map(({ key, slice, figures: shown }) => [key, slice.startMs, slice.endMs, shown]).sort();
    },
  };
}

/** The same in one go, over the best version of every fact. */
function inOneGo(plan: Plan<number, Figures>, entries: readonly Entry<number>[], nowMs: number) {
  const best = new Map<string, Entry<number>>();
  for (const entry of entries) if ((best.get(entry.slot)?.version ?? 0) < entry.version) best.set(entry.slot, entry);
  return [...new Set([...best.values()].map(({ key }) => key))]
    .flatMap((key) => {
      const held = spansOf(
        [...best.values()].filter((entry) => entry.key === key),
        nowMs,
      );
      return plan.cut
        .windows(held, Number.NEGATIVE_INFINITY)
        .filter(({ endMs }) => plan.cut.closes(endMs) + plan.graceMs <= nowMs)
        .map((slice) => {
          const inside = held.flatMap((one) => {
            const part = clipped(one, slice, plan.cut.includesEnd);
            return part ? [{ ...one, ...part }] : [];
          });
          return [key, slice.startMs, slice.endMs, figures(inside)];
        });
    })
    .sort();
}

const slotOf = fc.integer({ min: 1, max: 25 });
/** One version says one thing: what a slot says follows from its number and its version. */
const entryOf = fc
  .record({ nr: slotOf, version: fc.integer({ min: 1, max: 3 }) })
  .map(({ nr, version }): Entry<number> => {
    const startMs = T0 + ((nr * 7_919) % 96) * (HOUR / 4);
    const lasts = nr % 3;
    return {
      ...{ key: nr % 2 === 0 ? 'L1' : 'L2', slot: `s${nr}`, version, startMs, says: nr * version },
      ...(lasts === 1 ? { endMs: startMs } : {}),
      ...(lasts === 2 ? { endMs: startMs + version * ((nr % 5) + 1) * HOUR } : {}),
      ...(lasts === 0 && nr % 2 === 0 ? { untilNext: 'state' } : {}),
    };
  });
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ entries: fc.array(entryOf, { minLength: 1, maxLength: 4 }) }) },
  { weight: 3, arbitrary: fc.record({ minutes: fc.integer({ min: -30, max: 240 }) }) },
  { weight: 1, arbitrary: fc.constant('restart' as const) },
  { weight: 1, arbitrary: fc.constant('prune' as const) },
);

const cuts: readonly (readonly [string, Cut])[] = [
  ['shifts', byShift(buildCalendar(BERLIN))],
  ['hours', byLength('Europe/Berlin', HOUR)],
  ['days', byLength('Europe/Berlin', 24 * HOUR)],
  ['sessions', byPause(2 * HOUR)],
];

test.each(cuts)('windows by %s: the last word is that of one count over all, each fact once', (_, cut) => {
  const plan = planOf(cut);
  // A session that goes on has swallowed what was told before it went on: its last word is still to come.
  const ended = ({ untilNext, ...entry }: Entry<number>): Entry<number> => {
    if (!cut.includesEnd) return untilNext === undefined ? entry : { ...entry, untilNext };
    return { ...entry, endMs: entry.endMs ?? entry.startMs + 1 };
  };
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      const one = machine(plan);
      const counted: Entry<number>[] = [];
      let nowMs = T0 + 40 * HOUR;
      for (const what of steps) {
        if (what === 'restart') one.restart();
        else if (what === 'prune') one.prune(nowMs);
        else if ('minutes' in what) {
          nowMs += what.minutes * 60_000;
          one.tick(nowMs);
        } else {
          const entries = what.entries.map(ended);
          const verdicts = one.take(entries, nowMs);
          counted.push(...entries.filter((_entry, at) => verdicts[at] === 'counted'));
          expect(verdicts).not.toContain('conflicting');
          expect(verdicts).not.toContain('gone');
        }
      }
      const endMs = Math.max(nowMs, T0 + 60 * HOUR);
      one.tick(endMs);
      one.tick(endMs + HOUR);
      expect(one.lastWords()).toEqual(inOneGo(plan, counted, endMs + HOUR));
      const words = one.said.length;
      one.restart();
      one.tick(endMs + HOUR);
      expect(one.said).toHaveLength(words);
    }),
    { numRuns: 150 },
  );
});

describe('a window', () => {
  const plan = planOf(byShift(buildCalendar(BERLIN)));
  const at = (time: string): number => Date.parse(time);
  const point = (slot: string, time: string, says = 1, key = 'L1'): Entry<number> => ({
    ...{ key, slot, version: 1, startMs: at(time), endMs: at(time), says },
  });

  test('is told when it has ended and what was under way had its time', () => {
    const one = machine(plan);
    one.take([point('a', '2026-11-20T08:00:00Z')], at('2026-11-20T08:00:01Z'));
    one.tick(at('2026-11-20T13:00:59Z'));
    expect(one.said).toEqual([]);
    one.tick(at('2026-11-20T13:01:00Z'));
    expect(one.said).toMatchObject([{ slice: { shiftId: '2026-11-20/A' }, revision: 1, figures: { sum: 1 } }]);
  });

  test('is told again when something comes late, once for what comes together', () => {
    const one = machine(plan);
    one.take([point('a', '2026-11-20T08:00:00Z')], at('2026-11-20T14:00:00Z'));
    one.tick(at('2026-11-20T14:01:00Z'));
    for (const [nr, second] of [10, 20, 30].entries()) {
      const now = at(`2026-11-20T15:00:${second}Z`);
      one.take([point(`late${nr}`, '2026-11-20T09:00:00Z')], now);
      one.tick(now);
    }
    one.tick(at('2026-11-20T15:01:00Z'));
    expect(one.said.map(({ revision, figures: { sum } }) => [revision, sum])).toEqual([
      [1, 1],
      [2, 4],
    ]);
  });

  test('does not wait for ever for late ones to end', () => {
    const one = machine(plan);
    for (let minute = 0; minute < 6; minute += 0.25) {
      const now = at('2026-11-20T15:00:00Z') + minute * 60_000;
      one.take([point(`n${minute}`, '2026-11-20T09:00:00Z')], now);
      one.tick(now);
    }
    expect(one.said.length).toBeGreaterThanOrEqual(1);
  });

  test('takes nothing any more when it is older than what is kept, and is forgotten', () => {
    const one = machine(plan);
    const later = at('2026-11-20T13:00:00Z') + 101 * HOUR;
    expect(one.take([point('a', '2026-11-20T08:00:00Z')], at('2026-11-20T14:00:00Z'))).toEqual(['counted']);
    one.tick(at('2026-11-20T14:01:00Z'));
    expect(one.take([point('b', '2026-11-20T09:00:00Z')], later)).toEqual(['gone']);
    one.prune(later);
    expect(one.size()).toEqual({ entries: 0, rows: 1 });
    expect(one.take([point('a', '2026-11-20T08:00:00Z')], later)).toEqual(['gone']);
  });

  test('is not closed early or opened again by a clock that is set back', () => {
    const one = machine(plan);
    one.take([point('a', '2026-11-20T08:00:00Z')], at('2026-11-20T13:30:00Z'));
    one.tick(at('2026-11-20T13:30:00Z'));
    one.tick(at('2026-11-20T10:00:00Z'));
    one.take([point('a', '2026-11-20T08:00:00Z')], at('2026-11-20T10:00:00Z'));
    one.tick(at('2026-11-20T13:40:00Z'));
    expect(one.said).toHaveLength(1);
  });

  test('refuses what has not happened yet, and another content under the same version', () => {
    const one = machine(plan);
    const now = at('2026-11-20T08:00:00Z');
    expect(one.take([point('a', '2026-11-20T08:06:00Z')], now)).toEqual(['ahead']);
    expect(one.take([point('a', '2026-11-20T08:04:00Z'), point('a', '2026-11-20T08:04:00Z', 2)], now)).toEqual([
      'counted',
      'conflicting',
    ]);
  });

  test('gets its part of what lasts over its end; the rest stays open until it ends', () => {
    const one = machine(plan);
    const { endMs: _, ...stop } = point('stop', '2026-11-20T12:30:00Z');
    one.take([stop], at('2026-11-20T12:31:00Z'));
    one.tick(at('2026-11-20T13:30:00Z'));
    one.tick(at('2026-11-20T21:30:00Z'));
    expect(one.said.map(({ figures: { ms } }) => ms / HOUR)).toEqual([0.5, 8]);
    one.restart();
    one.take([{ ...stop, version: 2, endMs: at('2026-11-20T13:30:00Z') }], at('2026-11-20T21:31:00Z'));
    one.tick(at('2026-11-20T21:35:00Z'));
    expect(one.said.slice(2).map(({ revision, figures: { ms } }) => [revision, ms / HOUR])).toEqual([[2, 0.5]]);
  });

  test('that nothing touches any more is told once more, as the same shift with nothing in it', () => {
    const one = machine(plan);
    const { endMs: _, ...stop } = point('stop', '2026-11-20T12:30:00Z');
    one.take([stop], at('2026-11-20T12:31:00Z'));
    one.tick(at('2026-11-20T21:30:00Z'));
    one.take([{ ...stop, version: 2, endMs: at('2026-11-20T12:40:00Z') }], at('2026-11-20T21:31:00Z'));
    one.restart();
    one.tick(at('2026-11-20T21:35:00Z'));
    const left = one.said.filter(({ slice }) => slice.shiftId === '2026-11-20/B');
    expect(left.map(({ revision, entries }) => [revision, entries])).toEqual([
      [1, 1],
      [2, 0],
    ]);
  });
});

describe('sessions', () => {
  const plan = planOf(byPause(2 * HOUR));
  const entry = (slot: string, hour: number): Entry<number> => ({
    ...{ key: 'L1', slot, version: 1, startMs: T0 + hour * HOUR, endMs: T0 + hour * HOUR, says: 1 },
  });

  test('that a late entry joins become one: the first keeps its name, the other is withdrawn', () => {
    const one = machine(plan);
    one.take([entry('a', 0), entry('b', 3)], T0 + 3 * HOUR);
    one.tick(T0 + 6 * HOUR);
    one.take([entry('between', 1.5)], T0 + 7 * HOUR);
    one.tick(T0 + 8 * HOUR);
    expect(
      one.said.map(({ nameMs, revision, entries, isWithdrawn }) => [nameMs, revision, entries, isWithdrawn]),
    ).toEqual([
      [T0, 1, 1, false],
      [T0 + 3 * HOUR, 1, 1, false],
      [T0, 2, 3, false],
      [T0 + 3 * HOUR, 2, 0, true],
    ]);
  });
});

describe('windows of the local day', () => {
  const spansOn = (cut: Cut, from: string, to: string) =>
    cut
      .windows([{ startMs: Date.parse(from), endMs: Date.parse(to) - 1 }], 0)
      .map((one) => (one.endMs - one.startMs) / HOUR);

  test('a day has 23 or 25 hours when the clocks are set, and hours stay hours', () => {
    const day = byLength('Europe/Berlin', 24 * HOUR);
    const hour = byLength('Europe/Berlin', HOUR);
    expect(spansOn(day, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toEqual([23]);
    expect(spansOn(day, '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toEqual([25]);
    expect(spansOn(hour, '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z')).toEqual(Array(25).fill(1));
    expect(spansOn(hour, '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z')).toEqual(Array(23).fill(1));
  });

  test('the last window of a day ends with it', () => {
    const fives = byLength('Europe/Berlin', 5 * HOUR);
    expect(spansOn(fives, '2026-11-19T23:00:00Z', '2026-11-20T23:00:00Z')).toEqual([5, 5, 5, 5, 4]);
  });
});
