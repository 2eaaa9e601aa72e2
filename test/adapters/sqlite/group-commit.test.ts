import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { batching } from '../../../nodes/src/adapters/sqlite/batch.ts';
import { createHolders } from '../../../nodes/src/adapters/sqlite/holders.ts';
import { openDatabase } from '../../../nodes/src/adapters/sqlite/open.ts';
import type { OperationName, Request } from '../../../nodes/src/adapters/sqlite/protocol.ts';
import type { Session } from '../../../nodes/src/adapters/sqlite/session.ts';
import { loadTallies } from '../../../nodes/src/adapters/sqlite/tallies.ts';
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { failureOf, orderMessage, queueOptions } from '../../support/messages.ts';
import { folder, opened } from './journal-files.ts';

function bench(run: (db: DatabaseSync, request: Request, session: Session) => Result<unknown>) {
  const result = openDatabase(join(folder(), 'j.sqlite'), 'file');
  if (!result.ok) throw new Error(result.failure.reason);
  const db = result.value;
  const session: Session = {
    db,
    tallies: loadTallies(db),
    fileId: 'file',
    now: 0,
    random: 0,
    stirred: { queues: new Set(), asked: new Set(), owners: new Set() },
  };
  const space = { refusal: () => undefined, giveBack: () => false, restore: () => undefined, bytes: () => 0 };
  const batches = batching(session, space, 'j.sqlite', (request) => run(db, request, session));
  return { db, session, batches };
}
const request = (id: number, name: OperationName = 'take'): Request => ({ id, name, args: [], now: id, random: 0 });
const put = (db: DatabaseSync, id: number): void => {
  db.prepare('INSERT INTO orders (partition) VALUES (?)').run(`or:${id}`);
};
const stored = (db: DatabaseSync) =>
  db
    .prepare('SELECT partition FROM orders ORDER BY partition')
    .all()
    .map((row) => row['partition']);

test('a request that fails leaves nothing, and the others of its batch are stored', () => {
  const { db, session, batches } = bench((database, { id }, { tallies }) => {
    put(database, id);
    tallies.add('seen', 1);
    return id === 2 ? fail(failureOf('data')) : ok(id);
  });
  const answers = batches.run([request(1), request(2), request(3)]);
  expect(answers.map(({ result }) => result.ok)).toEqual([true, false, true]);
  expect(stored(db)).toEqual(['or:1', 'or:3']);
  expect(session.tallies.get('seen')).toBe(2);
  expect(loadTallies(db).get('seen')).toBe(2);
});

test('a bug in one request is reported as one and harms no other', () => {
  const { db, batches } = bench((database, { id }) => {
    put(database, id);
    if (id === 1) throw new TypeError('a bug');
    if (id === 2) put(database, 3);
    return ok(id);
  });
  const answers = batches.run([request(1), request(2), request(3)]);
  expect(answers.map(({ bug }) => bug)).toEqual(['a bug', undefined, 'UNIQUE constraint failed: orders.partition']);
  expect(stored(db)).toEqual(['or:2', 'or:3']);
});

test('when the commit fails nobody is told that anything was stored', () => {
  const { db, session, batches } = bench((database, { id }, { tallies }) => {
    put(database, id);
    tallies.add('seen', 1);
    if (id === 2) throw Object.assign(new Error('database or disk is full'), { code: 'ERR_SQLITE_ERROR', errcode: 13 });
    return ok(id);
  });
  const answers = batches.run([request(1), request(2), request(3)]);
  expect(answers).toEqual(
    [1, 2, 3].map((id) => ({
      id,
      result: { ok: false, failure: expect.objectContaining({ code: 'journal-disk-full' }) },
    })),
  );
  expect(stored(db)).toEqual([]);
  expect(session.tallies.get('seen')).toBe(0);
  expect(batches.trouble()).toMatchObject({ code: 'journal-disk-full' });
});

test.each([
  [8, 'journal-read-only', true],
  [10, 'journal-disk-error', false],
  [11, 'journal-corrupt', false],
  [5, 'journal-locked', true],
])('SQLite error %i is %s: nobody of the batch is told "stored"; goes on afterwards: %s', (errcode, code, goesOn) => {
  let isBroken = true;
  const { db, batches } = bench((database, { id }) => {
    put(database, id);
    if (id === 2 && isBroken)
      throw Object.assign(new Error('as SQLite says it'), { code: 'ERR_SQLITE_ERROR', errcode });
    return ok(id);
  });
  const refused = batches.run([request(1), request(2)]);
  expect(refused.map(({ result }) => (result.ok ? 'stored' : result.failure.code))).toEqual([code, code]);
  expect(stored(db)).toEqual([]);
  expect(batches.trouble()).toMatchObject({ code });
  isBroken = false;
  const later = batches.run([request(1), request(2)]);
  expect(later.map(({ result }) => (result.ok ? 'stored' : result.failure.code))).toEqual(
    goesOn ? ['stored', 'stored'] : [code, code],
  );
  expect(stored(db)).toEqual(goesOn ? ['or:1', 'or:2'] : []);
});

test('what fails in memory alone is taken back too: a key whose reservation was not stored is free', () => {
  const { session } = bench(() => ok(undefined));
  const holders = createHolders(session);
  const hashed = { key: new Uint8Array(16), fingerprint: new Uint8Array(16) };
  const wish = { key: 'k1.a', fingerprint: 'f', leaseMs: 1_000, retentionMs: 1_000 };
  session.tallies.committed();
  const claim = holders.take(wish, hashed, false);
  session.tallies.rollback(0);
  expect(holders.of('k1.a')).toBeUndefined();
  session.tallies.committed();
  holders.take(wish, hashed, false);
  session.tallies.committed();
  holders.drop('k1.a');
  session.tallies.rollback(0);
  expect(holders.of('k1.a')?.lease).toBeGreaterThan(claim.lease);
});

test('what arrives while a commit runs shares the next one', async () => {
  const file = join(folder(), 'j.sqlite');
  const journal = await opened(file);
  await journal.openQueue(queueOptions());
  const answers = await Promise.all(
    Array.from({ length: 2_000 }, (_, n) =>
      journal.enqueue({ queue: 'bookings', lane: `or:${n}`, priority: 1, message: orderMessage(`m${n}`, `or:${n}`) }),
    ),
  );
  expect(answers.every(({ ok: stored }) => stored)).toBe(true);
  expect((await journal.stats()).outbox.ready).toBe(2_000);
});

test('an answer means that another process would find it, even if ours dies now', async () => {
  const file = join(folder(), 'j.sqlite');
  const script = `
    import { openJournal } from ${JSON.stringify(join(__dirname, '../../../nodes/src/adapters/sqlite/journal.ts'))};
    import { system } from ${JSON.stringify(join(__dirname, '../../../nodes/src/adapters/system.ts'))};
    const opened = await openJournal({ file: ${JSON.stringify(file)}, ...system, reserveBytes: 0, minFreeBytes: 0 });
    await opened.value.bindOrder('or:1', { stored: true });
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  expect({ signal: child.signal, stderr: String(child.stderr) }).toEqual({ signal: 'SIGKILL', stderr: '' });
  expect(await (await opened(file)).orderLedger('or:1')).toMatchObject({ value: { binding: { stored: true } } });
});
