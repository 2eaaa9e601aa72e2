/** Words, acknowledgements, time, clock steps and restarts in any order: nobody is passed over and nobody told twice. */
import fc from 'fast-check';
import { system } from '../../../../nodes/src/adapters/system.ts';
import {
  acknowledge,
  climb,
  hear,
  type Matter,
  type Word,
  withClock,
} from '../../../../nodes/src/domain/quality/escalation/matter.ts';
import { MatterMemory } from '../../../../nodes/src/domain/quality/escalation/memory.ts';
import { LADDERS, type Step } from '../../../../nodes/src/domain/quality/escalation/policy.ts';

const MINUTE = 60_000;
const steps: readonly Step[] = [0, 10, 30, 5].map((afterMinutes, index) => ({
  ...{ role: `role-${index + 1}`, afterMinutes, channel: 'mail' as const },
}));

const order = fc.integer({ min: 0, max: 6 });
const word: fc.Arbitrary<Word> = fc.oneof(
  fc.record({
    kind: fc.constant('open' as const),
    order,
    atMs: fc.integer({ min: -100, max: 100 }).map((minutes) => minutes * MINUTE),
    ladder: fc.constantFrom(...LADDERS),
  }),
  fc.record({ kind: fc.constantFrom('acknowledged' as const, 'closed' as const), order }),
);
type Happening = { readonly word: Word } | 'person' | 'tick' | 'restart' | { readonly clockMinutes: number };
const happening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 3, arbitrary: fc.constant('tick' as const) },
  { weight: 2, arbitrary: word.map((one) => ({ word: one })) },
  fc.constantFrom('person' as const, 'restart' as const),
  fc.integer({ min: -60, max: 60 }).map((clockMinutes) => ({ clockMinutes })),
);

interface Tale {
  readonly climb: number;
  readonly number: number;
}

/** Plays what happens; `told` is every step in the order in which it was told. */
function play(
  all: readonly Happening[],
  check: (matter: Matter, before: Matter | undefined) => void = () => undefined,
) {
  let now = 0;
  let memory = new MatterMemory([], system.hash, 1e12);
  const told: Tale[] = [];
  const keep = (after: Matter, before: Matter | undefined): void => {
    check(after, before);
    memory.put([after], now);
  };
  for (const one of all) {
    const before = memory.get('nc 1');
    if (typeof one === 'object' && 'word' in one) keep(hear(before, 'nc 1', one.word, {}, now).matter, before);
    else if (typeof one === 'object') now += one.clockMinutes * MINUTE;
    else if (one === 'restart')
      memory = new MatterMemory(before ? memory.rowsOf([before], now) : [], system.hash, 1e12);
    else if (before && one === 'person') keep(acknowledge(before, now), before);
    else if (before) {
      const found = climb(withClock(before, now), steps, now);
      if (found) told.push({ climb: found.matter.climb, number: found.number });
      keep(found?.matter ?? withClock(before, now), before);
    }
  }
  return { told, end: memory.get('nc 1'), open: memory.open() };
}

test('each climb tells its steps one after the other, none skipped, none twice, over restarts and steps of the clock', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 80 }), (all) => {
      const { told, end, open } = play(all);
      for (const number of new Set(told.map((one) => one.climb))) {
        const own = told.filter((one) => one.climb === number).map((one) => one.number);
        expect(own).toEqual(own.map((_, index) => index + 1));
      }
      expect(told.map((one) => one.climb)).toEqual(told.map((one) => one.climb).sort((a, b) => a - b));
      expect(open.length).toBe(end?.phase === 'open' ? 1 : 0);
    }),
    { numRuns: 500 },
  );
});

test('what is acknowledged or closed tells nobody, until it is reopened or becomes more severe', () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 80 }), (all) => {
      play(all, (after, before) => {
        if (!before || before.phase === 'open') return;
        if (after.told === before.told && after.climb === before.climb) return;
        expect(after).toMatchObject({ phase: 'open', told: 0, climb: before.climb + 1 });
        expect(after.order).toBeGreaterThanOrEqual(before.order);
      });
    }),
  );
});

test('without clock steps no step is told before the one below had its time', () => {
  const forwards = happening.map((one) =>
    typeof one === 'object' && 'clockMinutes' in one ? { clockMinutes: Math.abs(one.clockMinutes) } : one,
  );
  fc.assert(
    fc.property(fc.array(forwards, { maxLength: 80 }), (all) => {
      play(all, (after, before) => {
        if (!before || after.climb !== before.climb || after.told === before.told) return;
        const wait = (steps[before.told]?.afterMinutes ?? 0) * MINUTE;
        expect(after.sinceMs - before.sinceMs).toBeGreaterThanOrEqual(wait);
      });
    }),
  );
});

test('words of one system end the same, whatever order they come in and how often', () => {
  const story = fc.uniqueArray(word, { selector: (one) => one.order, minLength: 1 });
  const shuffled = story.chain((all) => {
    const twice = [...all, ...all];
    const any = fc.shuffledSubarray(twice, { minLength: twice.length, maxLength: twice.length });
    return fc.tuple(fc.constant(all), any);
  });
  fc.assert(
    fc.property(shuffled, ([all, mixed]) => {
      const end = (words: readonly Word[]) =>
        words.reduce<Matter | undefined>((now, one) => hear(now, 's', one, {}, 0).matter, undefined);
      const last = all.reduce((latest, one) => (one.order > latest.order ? one : latest));
      expect(end(mixed)?.order).toBe(last.order);
      if (last.kind !== 'open') expect(end(mixed)?.phase).toBe(last.kind);
    }),
  );
});
