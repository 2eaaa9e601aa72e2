/** A copy made while the journal works opens as a journal and goes on from a moment between two commits. */
import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { backUp } from '../../../nodes/src/adapters/sqlite/backup.ts';
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { orderMessage, posted, queueOptions } from '../../support/messages.ts';
import { folder, open, opened } from './journal-files.ts';

const command = join(__dirname, '../../../nodes/src/adapters/sqlite/command.ts');

async function run(...args: string[]): Promise<{ code: number | null; text: string }> {
  const child = spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += String(part)));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, text };
}

const enqueue = (journal: Journal, n: number) =>
  journal.enqueue({ queue: 'bookings', lane: `or:${n}`, priority: 1, message: orderMessage(`m${n}`, `or:${n}`) });

async function drained(journal: Journal): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    const leased = await journal.lease('bookings', 100);
    if (!leased.ok) throw new Error(leased.failure.reason);
    if (leased.value.length === 0) return names.sort();
    for (const { token, message } of leased.value) {
      await journal.settle(token, { kind: 'delivered', receipt: posted });
      names.push((message.event as { id: string }).id);
    }
  }
}

test('a backup of a journal at work holds everything acknowledged before it was asked for, and works on', async () => {
  const place = folder();
  const [file, copy] = [join(place, 'j.sqlite'), join(place, 'copy.sqlite')];
  const journal = await opened(file);
  await journal.openQueue(queueOptions());
  const before = Array.from({ length: 300 }, (_, n) => n);
  await Promise.all(before.map((n) => enqueue(journal, n)));

  let isOver = false;
  let written = before.length;
  const writing = (async () => {
    for (; !isOver; written += 1) expect(await enqueue(journal, written)).toMatchObject({ ok: true });
  })();
  const backup = await run('backup', file, copy);
  isOver = true;
  await writing;

  expect(backup).toEqual({ code: 0, text: expect.stringContaining('complete') });
  const restored = await opened(copy);
  const names = await drained(restored);
  expect(names).toEqual(expect.arrayContaining(before.map((n) => `e-m${n}`)));
  expect(await enqueue(restored, 1_000_000)).toMatchObject({ ok: true });
  expect(await drained(restored)).toEqual(['e-m1000000']);
  expect((await drained(journal)).length).toBe(written);
}, 120_000);

test('a backup that is asked for inside a transaction waits for its end', async () => {
  const place = folder();
  const db = new DatabaseSync(join(place, 'j.sqlite'));
  db.exec('PRAGMA journal_mode = WAL; CREATE TABLE fact (id INTEGER); BEGIN IMMEDIATE; INSERT INTO fact VALUES (1)');
  const copy = join(place, 'copy.sqlite');
  const backup = backUp(db, copy);
  expect(await Promise.race([backup, turns(500)])).toBe('turns are over');
  db.exec('COMMIT');
  expect(await backup).toMatchObject({ ok: true });
  db.close();
  const restored = new DatabaseSync(copy);
  expect(restored.prepare('SELECT id FROM fact').all()).toMatchObject([{ id: 1 }]);
  restored.close();
}, 60_000);

/** Of the event loop, in which a copy is tried again and again. */
async function turns(count: number): Promise<string> {
  for (let turn = 0; turn < count; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  return 'turns are over';
}

test('a backup of a journal nobody uses is made by the command itself', async () => {
  const place = folder();
  const [file, copy] = [join(place, 'j.sqlite'), join(place, 'copy.sqlite')];
  const journal = await opened(file);
  await journal.openQueue(queueOptions());
  await enqueue(journal, 1);
  await journal.close();
  expect(await run('backup', file, copy)).toEqual({ code: 0, text: expect.stringContaining('complete') });
  expect(await drained(await opened(copy))).toEqual(['e-m1']);
  expect(await run('backup', file, copy)).toEqual({ code: 1, text: expect.stringContaining('Choose another name') });
  expect(await run('backup', file)).toMatchObject({ code: 2 });
}, 120_000);

test('the full check passes a good journal at work and names what is wrong with a damaged one', async () => {
  const file = join(folder(), 'j.sqlite');
  const journal = await opened(file);
  await journal.openQueue(queueOptions());
  for (let n = 0; n < 200; n += 1) await enqueue(journal, n);
  expect(await run('check', file)).toEqual({ code: 0, text: 'Every page and index is well.\n' });
  await journal.close();
  const db = new DatabaseSync(file);
  const page = Number(
    db.prepare(`SELECT rootpage FROM sqlite_schema WHERE name = 'lanes_by_name'`).get()?.['rootpage'],
  );
  db.close();
  const bytes = readFileSync(file);
  bytes.fill(0xa5, (page - 1) * 4096 + 200, page * 4096);
  writeFileSync(file, bytes);
  expect(await run('check', file)).toMatchObject({ code: 1 });
  expect(existsSync(`${file}.check`)).toBe(false);
}, 120_000);

test('a file that was cut short, or goes behind its own numbers, is refused at the start', async () => {
  const place = folder();
  const file = join(place, 'j.sqlite');
  const journal = await opened(file);
  await journal.openQueue(queueOptions());
  await Promise.all(Array.from({ length: 200 }, (_, n) => enqueue(journal, n)));
  await journal.close();
  const cut = join(place, 'cut.sqlite');
  copyFileSync(file, cut);
  truncateSync(cut, readFileSync(file).length - 8 * 4096);
  expect(await open(cut)).toMatchObject({ ok: false, failure: { code: 'journal-corrupt' } });

  const db = new DatabaseSync(file);
  db.exec(`UPDATE file_state SET value = json_set(value, '$.message', 5) WHERE name = 'tallies'`);
  db.close();
  expect(await open(file)).toMatchObject({
    ok: false,
    failure: { code: 'journal-corrupt', reason: expect.stringContaining('never given') },
  });
});
