import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../nodes/src/adapters/sqlite/migrations.ts';
import { orderMessage, posted, queueOptions } from '../../support/messages.ts';
import { folder, opened } from './journal-files.ts';

/** One line per released step, appended with it and never changed. */
const PINNED = [
  '9f3a62e6bfc5a387',
  'f33bc9115abcf7c0',
  'd292f3c1d00b38ea',
  '5096854c671bcd11',
  '737f3282b63d181e',
  '203478a6b72f786d',
];

test('every released step is what it was when it was released', () => {
  const sums = migrations.map((step) => createHash('sha256').update(step).digest('hex').slice(0, 16));
  expect(sums).toEqual(PINNED);
});

test('a new file has our mark, the newest version, full sync and a write-ahead log', async () => {
  const file = join(folder(), 'j.sqlite');
  await (await opened(file)).close();
  const db = new DatabaseSync(file);
  expect(db.prepare('PRAGMA application_id').get()).toEqual({ application_id: 0x50574a31 });
  expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: migrations.length });
  expect(db.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  expect(db.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  db.close();
});

test('a file that lost its process between creation and first step is raised as if new', async () => {
  const file = join(folder(), 'j.sqlite');
  new DatabaseSync(file).close();
  const journal = await opened(file);
  expect((await journal.stats()).writable).toBe(true);
});

/** The third format kept a key's end beside the key, and a fact's state beside the fact. */
function thirdFormat(file: string): void {
  const db = new DatabaseSync(file);
  for (const step of migrations.slice(0, 3)) db.exec(step);
  db.exec(`PRAGMA application_id = ${0x50574a31}; PRAGMA user_version = 3`);
  db.exec(`INSERT INTO file_state VALUES ('file_id', 'old'),
    ('tallies', '{"message":4,"fact":2,"lease":9,"reservations":4,"1:ready":1,"1:delivered":1}')`);
  const hash = (text: string) => createHash('sha256').update(text).digest().subarray(0, 16);
  const key = db.prepare('INSERT INTO reservations VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  const later = Date.parse('2100-01-01');
  key.run(hash('k1.posted'), 3, hash('data'), 1, later, 1_000, 5, 1);
  key.run(hash('k1.queued'), 2, hash('data'), 2, 0, 1_000, 5, 2);
  key.run(hash('k1.refused'), 4, hash('data'), 3, later, 1_000, 5, null);
  key.run(hash('k1.held'), 1, hash('data'), 4, later, 1_000, 5, null);
  db.prepare('INSERT INTO receipts VALUES (1, ?)').run(JSON.stringify(posted));
  db.prepare('INSERT INTO queues VALUES (1, ?, ?)').run('bookings', JSON.stringify(queueOptions()));
  db.exec(`INSERT INTO lanes VALUES (1, 1, 'or:1', 0, 1, 5, 0, 0, 0, NULL)`);
  db.prepare(`INSERT INTO outbox VALUES (1, 2, 1, 0, 0, 0, 5, 0, 1, NULL, 0, 0, 5, NULL, 0, 5, 'k1.queued', 1, ?)`).run(
    hash('k1.queued'),
  );
  db.prepare('INSERT INTO messages VALUES (2, ?)').run(JSON.stringify(orderMessage('queued', 'or:1')));
  db.exec(`INSERT INTO orders (id, partition) VALUES (1, 'or:1')`);
  const fact = db.prepare('INSERT INTO facts VALUES (1, ?, ?, ?, ?)');
  fact.run(hash('k1.posted'), 1, 1, JSON.stringify({ key: 'k1.posted' }));
  fact.run(hash('k1.queued'), 2, 0, JSON.stringify({ key: 'k1.queued' }));
  db.close();
}

test('a file of the third format is raised with everything it knew', async () => {
  const file = join(folder(), 'j.sqlite');
  thirdFormat(file);
  const journal = await opened(file);
  const reserve = async (key: string, fingerprint = 'data') => {
    const answer = await journal.reserve({ key, fingerprint, leaseMs: 1_000, retentionMs: 1_000 });
    return answer.ok ? answer.value : answer.failure;
  };
  expect((await journal.stats()).reservations).toBe(3);
  expect(await reserve('k1.posted')).toMatchObject({ kind: 'duplicate', state: 'applied', receipt: posted });
  expect(await reserve('k1.posted', 'other')).toMatchObject({ kind: 'conflict' });
  expect(await reserve('k1.queued')).toMatchObject({ kind: 'duplicate', state: 'committed' });
  expect(await reserve('k1.refused')).toMatchObject({ kind: 'duplicate', state: 'refused' });
  expect(await reserve('k1.held')).toMatchObject({ kind: 'reserved' });
  const states = async () => {
    const ledger = await journal.orderLedger('or:1');
    return ledger.ok ? ledger.value.facts.map(({ key, state }) => `${key} ${state}`) : ledger.failure;
  };
  expect(await states()).toEqual(['k1.posted posted', 'k1.queued queued']);
  const leased = await journal.lease('bookings', 10);
  if (!leased.ok) throw new Error(leased.failure.reason);
  for (const { token } of leased.value) await journal.settle(token, { kind: 'delivered', receipt: posted });
  expect(await states()).toEqual(['k1.posted posted', 'k1.queued posted']);
  expect(await reserve('k1.queued')).toMatchObject({ kind: 'duplicate', state: 'applied', receipt: posted });
});
