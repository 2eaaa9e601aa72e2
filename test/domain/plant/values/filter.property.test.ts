/** Whatever a tag does: the receiver knows the value within the deadband, and no sample goes uncounted. */

import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { heldIn } from '../../../../nodes/src/domain/plant/values/load.ts';
import type { ValueRule } from '../../../../nodes/src/domain/plant/values/rule.ts';
import type { Sample } from '../../../../nodes/src/domain/ports.ts';
import { sampleAt, ValueBench } from './bench.ts';

interface Told {
  readonly afterMs: number;
  readonly value: Sample['value'];
  readonly status: string;
  readonly tag: string;
  readonly restarts: boolean;
}

const told: fc.Arbitrary<Told> = fc.record({
  afterMs: fc.integer({ min: 0, max: 1_500 }),
  value: fc.oneof(
    fc.integer({ min: -40, max: 40 }).map((tenth) => tenth / 10),
    fc.constantFrom('Run', true, null, 0),
  ),
  status: fc.constantFrom('Good', 'Good', 'Good', 'Good', 'BadNoCommunication', 'UncertainLastUsableValue'),
  tag: fc.constantFrom('A', 'B'),
  restarts: fc.boolean(),
});
const rule: fc.Arbitrary<ValueRule> = fc.record({
  deadband: fc.constantFrom('0', '0.1', '0.5', '2', '50'),
  of: fc.constantFrom('percent' as const, 'absolute' as const),
  holdMs: fc.constantFrom(0, 300, 1_000),
  repeatMs: fc.constantFrom(0, 2_000),
});

interface Played {
  readonly bench: ValueBench;
  readonly endMs: number;
}

function play(all: readonly Told[], one: ValueRule, restarts: boolean): Played {
  const bench = new ValueBench(one);
  let ms = 0;
  for (const { afterMs, value, status, tag, restarts: killed } of all) {
    for (const end = ms + afterMs; ms < end; ms = Math.min(end, ms + 200)) bench.tick(ms);
    bench.take(ms, sampleAt(ms, value, status, tag));
    if (restarts && killed) bench.restart();
  }
  return { bench, endMs: ms };
}

const lastOf = (samples: readonly Sample[], tag: string) => samples.filter((one) => one.tag === tag).at(-1);

function isWithin(value: Sample['value'], reference: Sample['value'], { deadband, of }: ValueRule): boolean {
  if (typeof value !== 'number' || typeof reference !== 'number') return Object.is(value, reference);
  const allowed = of === 'percent' ? new Decimal(reference).abs().times(deadband).div(100) : new Decimal(deadband);
  return new Decimal(value).minus(reference).abs().lte(allowed);
}

test('once settled, what was passed on last is the last true value within the deadband, also over restarts', () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 60 }), rule, fc.boolean(), (all, one, restarts) => {
      const { bench, endMs } = play(all, one, restarts);
      bench.tick(endMs + one.holdMs);
      for (const tag of ['A', 'B']) {
        const truth = all.filter((sample) => sample.tag === tag).at(-1);
        const said = lastOf(bench.passed, tag);
        expect(said?.status).toBe(truth?.status);
        if (truth?.status === 'Good') expect(isWithin(truth.value, said?.value ?? null, one)).toBe(true);
      }
    }),
  );
});

test('every sample is counted once: passed, held back with its reason, or waiting', () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 60 }), rule, fc.boolean(), (all, one, restarts) => {
      const { bench } = play(all, one, restarts);
      const { load, tags } = bench.values;
      const waiting = [...tags.values()].filter(({ pending }) => pending !== undefined).length;
      expect(load.heard).toBe(all.length);
      expect(load.passed + heldIn(load) + waiting).toBe(load.heard);
      expect(load.passed + load.repeated).toBe(bench.passed.length);
    }),
  );
});

test('without repeats nothing is told twice: what follows differs in status, or by more than the deadband', () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 60 }), rule, fc.boolean(), (all, one, restarts) => {
      const { bench } = play(all, { ...one, repeatMs: 0 }, restarts);
      for (const tag of ['A', 'B']) {
        const passed = bench.passed.filter((sample) => sample.tag === tag);
        for (const [index, sample] of passed.slice(1).entries()) {
          const before = passed[index] as Sample;
          const isNews = before.status !== sample.status || !isWithin(sample.value, before.value, one);
          expect(isNews).toBe(true);
        }
      }
    }),
  );
});

test('nothing bad is passed on as good, and nothing is passed on that was not heard', () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 60 }), rule, (all, one) => {
      const heard = new Set(all.map(({ tag, value, status }) => JSON.stringify([tag, value, status])));
      const { bench } = play(all, one, true);
      for (const { tag, value, status } of bench.passed) expect(heard).toContain(JSON.stringify([tag, value, status]));
    }),
  );
});

test('a value that held is told, whatever came before', () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 40 }), rule, (all, one) => {
      const { bench, endMs } = play(all, { ...one, repeatMs: 0 }, false);
      bench.take(endMs, sampleAt(endMs, 'Held', 'Good', 'A'));
      bench.tick(endMs + one.holdMs);
      expect(lastOf(bench.passed, 'A')?.value).toBe('Held');
    }),
  );
});

test('with repeats no receiver waits longer than that, plus one look at the clock', () => {
  const repeatMs = 2_000;
  fc.assert(
    fc.property(fc.array(told, { minLength: 1, maxLength: 60 }), rule, (all, one) => {
      const { bench, endMs } = play(all, { ...one, repeatMs }, true);
      bench.tick(endMs);
      for (const tag of bench.values.tags.values()) {
        expect(Date.UTC(2026, 10, 20, 8) + endMs - tag.toldMs).toBeLessThanOrEqual(repeatMs + 200);
      }
    }),
  );
});
