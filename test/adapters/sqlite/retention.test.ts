/** What is settled is forgotten after the retention of its event type, a slice at a time; what is not settled stays. */
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '../../../nodes/src/adapters/sqlite/open.ts';
import type { Session } from '../../../nodes/src/adapters/sqlite/session.ts';
import { createStore, type Store } from '../../../nodes/src/adapters/sqlite/store.ts';
import { loadTallies } from '../../../nodes/src/adapters/sqlite/tallies.ts';
import { factOf } from '../../../nodes/src/domain/odoo/facts.ts';
import type { Result } from '../../../nodes/src/domain/ports.ts';
import { posted, produceIntent, queueOptions } from '../../support/messages.ts';
import { folder } from './journal-files.ts';

const DAY = 86_400_000;
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.code);
  return result.value;
};

function journal(): { session: Session; store: Store; db: DatabaseSync } {
  const opened = openDatabase(join(folder(), 'j.sqlite'), 'file');
  if (!opened.ok) throw new Error(opened.failure.reason);
  const db = opened.value;
  const stirred = { queues: new Set<number>(), asked: new Set<number>(), owners: new Set<string>() };
  const session: Session = { db, tallies: loadTallies(db), fileId: 'file', now: 1_000, random: 0.5, stirred };
  const store = createStore(session);
  store.operations.openQueue(queueOptions());
  return { session, store, db };
}

function enqueue({ store }: { store: Store }, name: string, order: string, retentionMs: number): void {
  const key = `k1.${name}`;
  const answer = value(store.operations.reserve({ key, fingerprint: name, leaseMs: 1_000, retentionMs }));
  if (answer.kind !== 'reserved') throw new Error(answer.kind);
  const fact = factOf(produceIntent(key, order));
  value(
    store.operations.enqueue({
      queue: 'bookings',
      lane: order,
      priority: 1,
      body: '{}',
      reservation: answer.token,
      fact,
    }),
  );
}
const deliverAll = ({ store }: { store: Store }): void => {
  for (;;) {
    const leased = value(store.operations.lease('bookings', 100));
    if (leased.length === 0) return;
    for (const { token } of leased) value(store.operations.settle(token, { kind: 'delivered', receipt: posted }));
  }
};
const sweepAll = ({ store }: { store: Store }): number => {
  let slices = 1;
  while (value(store.operations.sweep())) slices += 1;
  return slices;
};
const facts = ({ store }: { store: Store }, order: string): number =>
  value(store.operations.orderLedger(order)).facts.length;

test('keys and facts go when the retention of their own type is over, and the order with its last fact', () => {
  const plant = journal();
  enqueue(plant, 'status', 'or:1', 35 * DAY);
  enqueue(plant, 'posting', 'or:1', 400 * DAY);
  enqueue(plant, 'alone', 'or:2', 35 * DAY);
  deliverAll(plant);
  plant.session.now += 35 * DAY;
  sweepAll(plant);
  expect([facts(plant, 'or:1'), facts(plant, 'or:2')]).toEqual([1, 0]);
  expect(plant.store.keys()).toBe(1);
  const orders = plant.db.prepare('SELECT partition FROM orders').all();
  expect(orders.map((row) => row['partition'])).toEqual(['or:1']);
});

test('what was never settled is never forgotten', () => {
  const plant = journal();
  enqueue(plant, 'waiting', 'or:1', DAY);
  plant.session.now += 1_000 * DAY;
  sweepAll(plant);
  expect(facts(plant, 'or:1')).toBe(1);
  expect(value(plant.store.operations.recall('k1.waiting', 'waiting'))).toMatchObject({
    kind: 'duplicate',
    state: 'committed',
  });
});

test('a long history goes in slices, so that no commit waits for it', () => {
  const plant = journal();
  for (let n = 0; n < 1_200; n += 1) enqueue(plant, String(n), `or:${n % 7}`, DAY);
  deliverAll(plant);
  plant.session.now += DAY;
  expect(sweepAll(plant)).toBeGreaterThan(2);
  expect(plant.store.keys()).toBe(0);
  for (const table of ['endings', 'recent_keys', 'key_runs', 'facts', 'recent_facts', 'orders', 'messages']) {
    expect({ table, ...plant.db.prepare(`SELECT count(*) AS rows FROM ${table}`).get() }).toEqual({ table, rows: 0 });
  }
});
