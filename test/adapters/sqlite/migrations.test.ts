import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrations } from '../../../nodes/src/adapters/sqlite/migrations.ts';
import { folder, opened } from './journal-files.ts';

/** One line per released step, appended with it and never changed. */
const PINNED = ['9f3a62e6bfc5a387', 'f33bc9115abcf7c0', 'd292f3c1d00b38ea', '5096854c671bcd11'];

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
