/** Keys and facts are found through memory first and sorted in later: whatever step that is at, they are there once. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { createFactStore, type FactStore } from '../../../nodes/src/adapters/sqlite/fact-store.ts';
import { addTo, createFilters, emptyFilter } from '../../../nodes/src/adapters/sqlite/key-filter.ts';
import { createKeyStore, type KeyStore } from '../../../nodes/src/adapters/sqlite/key-store.ts';
import { openDatabase } from '../../../nodes/src/adapters/sqlite/open.ts';
import { loadTallies, type Tallies } from '../../../nodes/src/adapters/sqlite/tallies.ts';
import { upkeep } from '../../../nodes/src/adapters/sqlite/upkeep.ts';
import { folder } from './journal-files.ts';

/** So few that sealing and moving happen all the time. */
const FEW = 5;
const hash = (n: number): Uint8Array => createHash('sha256').update(`key ${n}`).digest().subarray(0, 16);
const rowOf = (message: number) => ({
  state: 2,
  fingerprint: new Uint8Array(16),
  lease: message,
  retention: 1,
  first_seen: 1,
  message,
});

class Life {
  readonly db: DatabaseSync;
  tallies: Tallies;
  keys: KeyStore;
  facts: FactStore;

  constructor(file: string) {
    const opened = openDatabase(file, 'file');
    if (!opened.ok) throw new Error(opened.failure.reason);
    this.db = opened.value;
    this.db.exec('PRAGMA synchronous = OFF');
    this.tallies = loadTallies(this.db);
    this.keys = createKeyStore(this, FEW);
    this.facts = createFactStore(this, FEW);
  }

  restart(): void {
    this.tallies = loadTallies(this.db);
    this.keys = createKeyStore(this, FEW);
    this.facts = createFactStore(this, FEW);
  }

  batch(ends: 'commit' | 'rollback', change: () => void): void {
    this.db.exec('BEGIN');
    change();
    this.tallies.write();
    this.db.exec(ends);
    if (ends === 'commit') this.tallies.committed();
    else this.tallies.rollback(0);
  }
}

const steps = fc.array(
  fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('add' as const), n: fc.nat(40) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('remove' as const), n: fc.nat(40) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('fail' as const), n: fc.nat(40) }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('upkeep' as const), n: fc.constant(0) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('restart' as const), n: fc.constant(0) }) },
  ),
  { minLength: 30, maxLength: 200, size: 'max' },
);

test('a key is found with its latest row, or not at all, at every step of sealing and after every restart', () => {
  const place = folder();
  let runs = 0;
  fc.assert(
    fc.property(steps, (walk) => {
      runs += 1;
      const life = new Life(join(place, `keys${runs}.sqlite`));
      const expected = new Map<number, number>();
      const toggle = (n: number, message: number): void => {
        if (expected.has(n)) life.keys.remove(hash(n));
        else life.keys.add(hash(n), rowOf(message));
      };
      try {
        walk.forEach((step, index) => {
          if (step.do === 'upkeep') upkeep(life, [life.keys]);
          else if (step.do === 'restart') life.restart();
          else if (step.do === 'fail') life.batch('rollback', () => toggle(step.n, index));
          else if ((step.do === 'add') !== expected.has(step.n)) {
            life.batch('commit', () => toggle(step.n, index));
            if (step.do === 'add') expected.set(step.n, index);
            else expected.delete(step.n);
          }
          for (let n = 0; n <= 40; n += 1) expect(life.keys.find(hash(n))?.message).toBe(expected.get(n));
        });
      } finally {
        life.db.close();
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('a fact stands in its order once, with its latest state, at every step of moving and after every restart', () => {
  const place = folder();
  let runs = 0;
  fc.assert(
    fc.property(steps, (walk) => {
      runs += 1;
      const life = new Life(join(place, `facts${runs}.sqlite`));
      const expected = new Map<number, number>();
      const at = (n: number) => ({ order: n % 3, key: hash(n) });
      try {
        for (const step of walk) {
          if (step.do === 'upkeep') upkeep(life, [life.facts]);
          else if (step.do === 'restart') life.restart();
          else if (step.do === 'fail') life.batch('rollback', () => void life.facts.add(at(step.n), '{}', 1));
          else if (step.do === 'remove') {
            life.batch('commit', () => life.facts.setState(at(step.n), 2));
            if (expected.has(step.n)) expected.set(step.n, 2);
          } else {
            life.batch('commit', () => {
              // No message has this number, so the fact counts as posted.
              expect(life.facts.add(at(step.n), String(step.n), 1)).toBe(!expected.has(step.n));
            });
            if (!expected.has(step.n)) expected.set(step.n, 1);
          }
          const found = [0, 1, 2].flatMap((order) =>
            life.facts.of(order).map(({ body, state }) => [Number(body), state]),
          );
          expect(new Map(found as [number, number][])).toEqual(expected);
          expect(found).toHaveLength(expected.size);
        }
      } finally {
        life.db.close();
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);

test('a filter never denies a key it was given, and seldom claims another', () => {
  const filters = createFilters();
  for (let run = 1; run <= 40; run += 1) {
    const filter = emptyFilter();
    for (let n = 0; n < 500; n += 1) addTo(filter, hash(run * 1_000 + n));
    filters.add(run, filter);
  }
  for (let run = 1; run <= 40; run += 1) expect(filters.candidates(hash(run * 1_000 + 7))).toContain(run);
  filters.drop(7);
  expect(filters.candidates(hash(7_007))).not.toContain(7);
  const claims = Array.from({ length: 2_000 }, (_, n) => filters.candidates(hash(1_000_000 + n)).length);
  expect(claims.reduce((sum, one) => sum + one, 0)).toBeLessThan(20);
});
