/** The same random life on SQLite and on the reference journal: every answer and every number must be the same. */

import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { openDatabase } from '../../../nodes/src/adapters/sqlite/open.ts';
import type { LeasedWire, SettlementWire } from '../../../nodes/src/adapters/sqlite/protocol.ts';
import type { Session } from '../../../nodes/src/adapters/sqlite/session.ts';
import { createStore, type Store } from '../../../nodes/src/adapters/sqlite/store.ts';
import { loadTallies } from '../../../nodes/src/adapters/sqlite/tallies.ts';
import { isInFlight } from '../../../nodes/src/domain/delivery/states.ts';
import type { ReservationToken } from '../../../nodes/src/domain/message.ts';
import type { Result } from '../../../nodes/src/domain/ports.ts';
import { failureOf, posted, queueOptions } from '../../support/messages.ts';
import { type Ending, ReferenceJournal, type ReferenceRow } from '../../support/reference-journal.ts';
import { folder } from './journal-files.ts';

const LEASE_MS = 30_000;
const RETENTION_MS = 120_000;
const endings = ['delivered', 'transient', 'waiting', 'unknown', 'authorisation', 'data', 'absent', 'refused'] as const;
const commands = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('reserve' as const), key: fc.nat(9), data: fc.nat(1) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('enqueue' as const), which: fc.nat(9), lane: fc.nat(1) }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('submit' as const), lane: fc.nat(1), priority: fc.nat(2) }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('lease' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({ do: fc.constant('settle' as const), which: fc.nat(3), how: fc.constantFrom(...endings) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('settle late' as const), which: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('pass time' as const), ms: fc.integer({ min: 1, max: 2_000 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('pass time' as const), ms: fc.integer({ min: 1, max: 90_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('crash' as const) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('person' as const), replays: fc.boolean() }) },
);
type Command = typeof commands extends fc.Arbitrary<infer C> ? C : never;

const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
};

function endingOf(how: (typeof endings)[number]): { wire: SettlementWire; model: Ending } {
  if (how === 'delivered') return { wire: { kind: 'delivered', receipt: posted }, model: { kind: 'delivered' } };
  if (how === 'refused' || how === 'unknown') {
    const failure = failureOf(how === 'refused' ? 'business' : 'transient');
    return { wire: { kind: how, failure }, model: { kind: how, failure } };
  }
  const failure = failureOf(how === 'absent' ? 'transient' : how);
  const absent = how === 'absent';
  return {
    wire: { kind: 'failed', failure, ...(absent ? { absent: true as const } : {}) },
    model: { kind: 'failed', failure, absent },
  };
}

class Pair {
  readonly options = queueOptions({
    leaseMs: LEASE_MS,
    retry: { baseMs: 1_000, maxMs: 60_000, budgetMs: 400_000, waitBudgetMs: 600_000 },
  });
  readonly model = new ReferenceJournal(this.options);
  private readonly db: DatabaseSync;
  private session: Session;
  private store: Store;
  private readonly held: { token: ReservationToken; holder: number }[] = [];
  private readonly leased: { wire: LeasedWire; row: ReferenceRow; attempt: number }[] = [];
  private now = 1_000;
  private submitted = 0;

  constructor(file: string) {
    const opened = openDatabase(file, 'file');
    if (!opened.ok) throw new Error(opened.failure.reason);
    this.db = opened.value;
    this.db.exec('PRAGMA synchronous = OFF; BEGIN');
    this.session = this.newSession();
    this.store = createStore(this.session);
    this.store.operations.openQueue(this.options);
  }

  private newSession(): Session {
    const stirred = { queues: new Set<number>(), asked: new Set<number>(), owners: new Set<string>() };
    return { db: this.db, tallies: loadTallies(this.db), fileId: 'file', now: this.now, random: 0.5, stirred };
  }

  do(command: Command): void {
    this.now += 1;
    this.session.now = this.now;
    if (command.do === 'reserve') this.reserve(`k${command.key}`, `d${command.data}`);
    if (command.do === 'enqueue') this.enqueue(command.which, command.lane, 1);
    if (command.do === 'submit') this.submit(command.lane, command.priority);
    if (command.do === 'lease') this.lease();
    if (command.do === 'settle') this.settle(this.live().at(command.which), command.how);
    if (command.do === 'settle late') this.settle(this.leased.at(command.which), 'delivered');
    if (command.do === 'pass time') this.now += command.ms;
    if (command.do === 'crash') this.crash();
    if (command.do === 'person') this.person(command.replays);
  }

  private live(): Pair['leased'] {
    return this.leased.filter(({ row, attempt }) => row.attempt === attempt && isInFlight(row.state));
  }

  private submit(lane: number, priority: number): void {
    this.submitted += 1;
    this.reserve(`s${this.submitted}`, 'data');
    this.enqueue(0, lane, priority);
  }

  private reserve(key: string, fingerprint: string): void {
    const request = { key, fingerprint, leaseMs: 10_000, retentionMs: RETENTION_MS };
    const answer = value(this.store.operations.reserve(request));
    const expected = this.model.reserve(key, fingerprint, 10_000, RETENTION_MS, this.now);
    expect(answer.kind).toBe(expected.kind);
    if (answer.kind === 'duplicate' && 'state' in expected) expect(answer.state).toBe(expected.state);
    if (answer.kind === 'reserved' && 'holder' in expected)
      this.held.push({ token: answer.token, holder: expected.holder });
  }

  private enqueue(which: number, laneNumber: number, priority: number): void {
    const one = this.held.at(-1 - which);
    if (!one) return;
    const { token, holder } = one;
    const lane = `or:${laneNumber}`;
    this.db.exec('SAVEPOINT request');
    const mark = this.session.tallies.mark();
    const answer = this.store.operations.enqueue({ queue: 'bookings', lane, priority, body: '{}', reservation: token });
    if (!answer.ok) {
      this.db.exec('ROLLBACK TO request');
      this.session.tallies.rollback(mark);
    }
    this.db.exec('RELEASE request');
    const id = answer.ok ? answer.value.id : -1;
    expect(this.model.enqueue(token.key, holder, lane, priority, id, this.now)).toBe(answer.ok ? id : 'lost');
  }

  private lease(): void {
    const wires = [...value(this.store.operations.lease('bookings', 100))].sort((a, b) => a.token.id - b.token.id);
    const rows = this.model.lease(100, this.now).sort((a, b) => a.id - b.id);
    const seen = wires.map(({ token }) => [token.id, token.attempt, token.verify]);
    expect(seen).toEqual(rows.map(({ id, attempt, state }) => [id, attempt, state === 'looking']));
    rows.forEach((row, index) => {
      const wire = wires[index];
      if (wire) this.leased.push({ wire, row, attempt: row.attempt });
    });
  }

  private settle(one: Pair['leased'][number] | undefined, how: (typeof endings)[number]): void {
    if (!one) return;
    const { wire, row, attempt } = one;
    const { wire: settlement, model } = endingOf(how);
    const answer = value(this.store.operations.settle(wire.token, settlement));
    const isOurs = row.attempt === attempt && isInFlight(row.state);
    expect(answer.kind).toBe(isOurs ? 'settled' : 'stale');
    if (!isOurs || answer.kind !== 'settled') return;
    expect(answer.state).toBe(this.model.settle(row, model, this.now, 0.5));
    if (answer.deadLetterId !== undefined) Object.assign(row, { deadLetterId: answer.deadLetterId });
  }

  private crash(): void {
    this.session.tallies.write();
    this.db.exec('COMMIT; BEGIN');
    this.session = this.newSession();
    this.store = createStore(this.session);
    this.model.crash(this.now);
  }

  private person(replays: boolean): void {
    const row = this.model.rows.find(({ letter, state }) => letter === 'open' && state === 'buried');
    if (!row) return;
    const id = Number(Reflect.get(row, 'deadLetterId'));
    const key = this.model.keys.get(row.key);
    const isStillOurs = key === undefined || key.message === row.id;
    const answer = replays ? this.store.operations.replay(id) : this.store.operations.discard(id, 'decided');
    expect(answer.ok).toBe(!replays || isStillOurs);
    if (!answer.ok) return;
    if (replays) this.model.replay(row, this.now);
    else this.model.discard(row);
  }

  check(): void {
    const stats = this.store.queueStats()['bookings'];
    const count = (...states: string[]) => this.model.rows.filter(({ state }) => states.includes(state)).length;
    expect([(stats?.ready ?? 0) + (stats?.waiting ?? 0), stats?.leased, stats?.verifying, stats?.delivered]).toEqual([
      count('ready'),
      count('leased', 'looking'),
      count('verifying'),
      count('delivered'),
    ]);
    expect(this.store.letters().open).toBe(
      this.model.rows.filter(({ letter, state }) => letter === 'open' && state === 'buried').length,
    );
    const lanes = this.db
      .prepare('SELECT name FROM lanes ORDER BY name')
      .all()
      .map((lane) => lane['name']);
    const expected = this.model.rows.filter(
      ({ state, letter }) => state !== 'delivered' && (state !== 'buried' || letter === 'open'),
    );
    expect(lanes).toEqual([...new Set(expected.map(({ lane }) => lane))].sort());
  }

  close(): void {
    this.db.close();
  }
}

test('SQLite and the reference answer alike, whatever happens', () => {
  const place = folder();
  let runs = 0;
  fc.assert(
    fc.property(fc.array(commands, { minLength: 10, maxLength: 150, size: 'max' }), (steps) => {
      runs += 1;
      const pair = new Pair(join(place, `j${runs}.sqlite`));
      try {
        for (const step of steps) {
          pair.do(step);
          pair.check();
        }
      } finally {
        pair.close();
      }
    }),
    { numRuns: Number(process.env['PLANTWIRE_WALKS'] ?? 60) },
  );
}, 120_000);
