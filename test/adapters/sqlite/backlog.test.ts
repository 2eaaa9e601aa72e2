/** Costs must not grow with what is stored: every statement uses an index, and a long queue is as quick as a short one. */

import { join } from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { openDatabase } from '../../../nodes/src/adapters/sqlite/open.ts';
import type { Session } from '../../../nodes/src/adapters/sqlite/session.ts';
import { createStore, type Store } from '../../../nodes/src/adapters/sqlite/store.ts';
import { loadTallies } from '../../../nodes/src/adapters/sqlite/tallies.ts';
import type { Result } from '../../../nodes/src/domain/ports.ts';
import { orderMessage, posted, queueOptions } from '../../support/messages.ts';
import { folder } from './journal-files.ts';

/** One million by `PLANTWIRE_BACKLOG=1000000`; the shape of the result is the same. */
const LONG = Number(process.env['PLANTWIRE_BACKLOG'] ?? 150_000);
const SHORT = 5_000;
const LANES = 2_000;

interface Bench {
  readonly db: DatabaseSync;
  readonly store: Store;
  readonly statements: string[];
}

function bench(): Bench {
  const opened = openDatabase(join(folder(), 'j.sqlite'), 'file');
  if (!opened.ok) throw new Error(opened.failure.reason);
  const db = opened.value;
  const statements: string[] = [];
  const prepare = db.prepare.bind(db);
  db.prepare = (text: string): StatementSync => {
    statements.push(text);
    return prepare(text);
  };
  const stirred = { queues: new Set<number>(), asked: new Set<number>(), owners: new Set<string>() };
  const session: Session = { db, tallies: loadTallies(db), fileId: 'file', now: 1_000, random: 0.5, stirred };
  return { db, store: createStore(session), statements };
}
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(result.failure.reason);
  return result.value;
};

const body = JSON.stringify(orderMessage('x'));
function submit({ store }: Bench, n: number): void {
  const { operations } = store;
  const request = { key: `k1.${n}`, fingerprint: 'f', leaseMs: 1_000, retentionMs: 1_000 };
  const answer = value(operations.reserve(request));
  if (answer.kind !== 'reserved') throw new Error(answer.kind);
  const lane = `or:${n % LANES}`;
  value(
    operations.enqueue({ queue: 'bookings', lane, priority: 1, body, eventId: `e-${n}`, reservation: answer.token }),
  );
}

/** Microseconds of one look at the queue with lease and settlement, the median of many. */
function cycleUs({ store }: Bench, cycles: number): number {
  const { operations } = store;
  const taken = Array.from({ length: cycles }, () => {
    const from = process.hrtime.bigint();
    const [leased] = value(operations.lease('bookings', 1));
    if (!leased) throw new Error('nothing to lease');
    value(operations.settle(leased.token, { kind: 'delivered', receipt: posted }));
    store.hints();
    return Number(process.hrtime.bigint() - from) / 1_000;
  });
  return taken.sort((a, b) => a - b)[cycles >> 1] ?? Number.NaN;
}

test('leasing and settling from a long queue costs what it costs from a short one', () => {
  const plant = bench();
  const { db, store } = plant;
  store.operations.openQueue(queueOptions());
  db.exec('BEGIN');
  for (let n = 0; n < SHORT; n += 1) submit(plant, n);
  cycleUs(plant, 500);
  const short = cycleUs(plant, 1_500);
  for (let n = SHORT; n < LONG; n += 1) {
    submit(plant, n);
    if (n % 5_000 === 0) db.exec('COMMIT; BEGIN');
  }
  db.exec('COMMIT; BEGIN');
  const long = cycleUs(plant, 1_500);
  db.exec('COMMIT');
  // Looking at every lane or message would cost at least twenty times as much.
  if (process.env['PLANTWIRE_BACKLOG']) console.info(`${SHORT} rows: ${short} us, ${LONG} rows: ${long} us`);
  expect(long / short).toBeLessThan(5);
}, 300_000);

test('every statement finds its rows by an index', () => {
  const { db, store, statements } = bench();
  store.operations.openQueue(queueOptions());
  value(store.operations.deadLetters({ state: 'open', afterId: 1 }));
  value(store.operations.deadLetters({ code: 'lot-missing' }));
  const scans = statements.flatMap((text) => {
    const plan = db.prepare(`EXPLAIN QUERY PLAN ${text}`).all();
    return plan
      .map((row) => String(row['detail']))
      .filter((detail) => /SCAN (?!CONSTANT)|TEMP B-TREE/.test(detail))
      .map((detail) => `${text}: ${detail}`);
  });
  // Queues are a handful; the facts of one order are found by index and sorted in memory.
  const small = [
    / queues(:|\))/,
    /FROM facts WHERE order_id = \? ORDER BY seq/,
    // One row per 65,536 keys, at start alone; the last row, found from the end.
    /FROM key_filters ORDER BY run/,
    /FROM audit ORDER BY seq DESC LIMIT 1/,
    // Unknown codes, never more than 10,000 of them.
    /crosswalk_misses/,
  ];
  expect(scans.filter((scan) => !small.some((known) => known.test(scan)))).toEqual([]);
});
