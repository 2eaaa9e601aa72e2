/** Random lives of many messages: interleavings, lost answers, lost leases, crashes and people, on the reference queue. */
import fc from 'fast-check';
import { isInFlight } from '../../../nodes/src/domain/delivery/states.ts';
import { failureOf, queueOptions } from '../../support/messages.ts';
import { ReferenceJournal, type ReferenceRow } from '../../support/reference-journal.ts';

const ends = [
  'done',
  'done, answer lost',
  'not done, answer lost',
  'not done',
  'must wait',
  'refused',
  'vanishes',
] as const;
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('submit' as const), lane: fc.nat(2), key: fc.nat(12) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      max: fc.integer({ min: 1, max: 4 }),
      end: fc.constantFrom(...ends),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('pass time' as const), ms: fc.integer({ min: 1, max: 200_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('crash between guard and outbox' as const),
      lane: fc.nat(2),
      key: fc.nat(12),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('person' as const), replays: fc.boolean() }) },
);

class Plant {
  readonly journal = new ReferenceJournal(queueOptions({ leaseMs: 30_000, concurrency: 3 }));
  /** What the target did, per key, in order. */
  readonly effects: { key: string; lane: string; id: number }[] = [];
  readonly acknowledged = new Set<string>();
  now = 1;
  private ids = 0;

  submit(lane: number, key: number, crashes: boolean): void {
    const name = `k${key}`;
    const answer = this.journal.reserve(name, 'data', 10_000, 400 * 86_400_000, this.now);
    if (crashes) {
      this.journal.crash(this.now);
      return;
    }
    if (answer.kind !== 'reserved') return;
    this.ids += 1;
    expect(this.journal.enqueue(name, answer.holder, `or:${lane}`, lane, this.ids, this.now)).toBe(this.ids);
    this.acknowledged.add(name);
  }

  deliver(max: number, end: (typeof ends)[number]): void {
    for (const row of this.journal.lease(max, this.now)) this.attempt(row, end);
  }

  private attempt(row: ReferenceRow, end: (typeof ends)[number]): void {
    const isThere = this.effects.some(({ key }) => key === row.key);
    if (row.state === 'looking' && isThere) {
      this.end(row, { kind: 'delivered' });
      return;
    }
    const acts = end === 'done' || end === 'done, answer lost' || (end === 'vanishes' && row.attempt % 2 === 0);
    if (acts) this.effects.push({ key: row.key, lane: row.lane, id: row.id });
    if (end === 'done') this.end(row, { kind: 'delivered' });
    if (end.endsWith('answer lost')) this.end(row, { kind: 'unknown', failure: failureOf('unknown') });
    if (end === 'not done')
      this.end(row, { kind: 'failed', failure: failureOf('transient'), absent: row.state === 'looking' });
    if (end === 'must wait')
      this.end(row, { kind: 'failed', failure: failureOf('waiting'), absent: row.state === 'looking' });
    if (end === 'refused') this.end(row, { kind: 'refused', failure: failureOf('business') });
  }

  private end(row: ReferenceRow, ending: Parameters<ReferenceJournal['settle']>[1]): void {
    this.journal.settle(row, ending, this.now, 0.5);
  }

  person(replays: boolean): void {
    const letter = this.journal.rows.find((row) => row.letter === 'open' && row.state === 'buried');
    if (letter === undefined) return;
    if (replays) this.journal.replay(letter, this.now);
    else this.journal.discard(letter);
  }

  check(): void {
    for (const { key } of this.effects) expect(this.effects.filter((one) => one.key === key)).toHaveLength(1);
    for (const lane of new Set(this.journal.rows.map((row) => row.lane))) {
      const flying = this.journal.rows.filter((row) => row.lane === lane && isInFlight(row.state));
      expect(flying.length).toBeLessThanOrEqual(1);
    }
    for (const key of this.acknowledged) expect(this.journal.rows.filter((row) => row.key === key)).toHaveLength(1);
  }

  /** Trouble is over: everything that is not in a person's hands must arrive. */
  finish(): void {
    for (let round = 0; round < 500; round += 1) {
      this.person(true);
      this.deliver(4, 'done');
      this.now += 60_000;
      if (this.journal.rows.every(({ state, letter }) => state === 'delivered' || letter === 'discarded')) return;
    }
    throw new Error(`stuck: ${JSON.stringify(this.journal.rows.filter(({ state }) => state !== 'delivered'))}`);
  }
}

test('whatever happens, every acknowledged message is done once or lies with a person, and nothing is stuck', () => {
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 80, size: 'max' }), (steps) => {
      const plant = new Plant();
      for (const one of steps) {
        plant.now += 1;
        if (one.do === 'submit') plant.submit(one.lane, one.key, false);
        if (one.do === 'crash between guard and outbox') plant.submit(one.lane, one.key, true);
        if (one.do === 'deliver') plant.deliver(one.max, one.end);
        if (one.do === 'pass time') plant.now += one.ms;
        if (one.do === 'crash') plant.journal.crash(plant.now);
        if (one.do === 'person') plant.person(one.replays);
        plant.check();
      }
      plant.finish();
      plant.check();
      const done = plant.journal.rows.filter(({ state }) => state === 'delivered').map(({ key }) => key);
      const seen = new Set(plant.effects.map(({ key }) => key));
      for (const key of done) expect(seen).toContain(key);
    }),
    { numRuns: 400 },
  );
});

test('messages that never stepped aside and were never buried are done in the order of their lane', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(2), fc.constantFrom('done', 'not done', 'done, answer lost')), {
        minLength: 5,
        maxLength: 60,
      }),
      (steps) => {
        const plant = new Plant();
        steps.forEach(([lane, end], index) => {
          plant.submit(lane, index, false);
          plant.deliver(2, end as (typeof ends)[number]);
          plant.now += 5_000;
        });
        plant.finish();
        for (const lane of ['or:0', 'or:1', 'or:2']) {
          const order = plant.effects.filter((effect) => effect.lane === lane).map(({ id }) => id);
          expect(order).toEqual([...order].sort((a, b) => a - b));
        }
      },
    ),
    { numRuns: 100 },
  );
});
