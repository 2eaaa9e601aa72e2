import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { orderMessage, queueOptions } from '../../support/messages.ts';
import { folder, isRoot, needsRoot, open, opened, smallDisk } from './journal-files.ts';

const file = () => join(folder(), 'j.sqlite');

test('a file of a newer release is refused and not touched', async () => {
  const path = file();
  await (await opened(path)).close();
  const db = new DatabaseSync(path);
  db.exec('PRAGMA user_version = 99');
  db.close();
  const before = readFileSync(path);
  expect(await open(path)).toMatchObject({
    ok: false,
    failure: { code: 'journal-newer', class: 'configuration', reason: expect.stringContaining('format 99') },
  });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a database of another program is refused and not touched', async () => {
  const path = file();
  const db = new DatabaseSync(path);
  db.exec('CREATE TABLE theirs (id INTEGER)');
  db.close();
  const before = readFileSync(path);
  expect(await open(path)).toMatchObject({ ok: false, failure: { code: 'journal-not-a-journal' } });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a file that is no database is refused and not touched', async () => {
  const path = file();
  writeFileSync(path, 'a file of notes, not a journal\n'.repeat(300));
  expect(await open(path)).toMatchObject({ ok: false, failure: { code: 'journal-not-a-journal' } });
  expect(readFileSync(path, 'utf8')).toContain('a file of notes');
});

test('a damaged page is found when it is read, and nothing is acknowledged from then on', async () => {
  const path = file();
  const journal = await opened(path);
  await journal.openQueue(queueOptions());
  for (let n = 0; n < 300; n += 1) {
    const message = orderMessage(`m${n}`, `or:${n}`);
    await journal.enqueue({ queue: 'bookings', lane: `or:${n}`, priority: 1, message });
  }
  await journal.close();
  const bytes = readFileSync(path);
  for (let page = 4096 * 3; page < bytes.length; page += 4096) bytes.fill(0xa5, page, page + 4096);
  writeFileSync(path, bytes);
  const damaged = await open(path);
  const answer = damaged.ok ? await damaged.value.lease('bookings', 10) : damaged;
  expect(answer).toMatchObject({
    ok: false,
    failure: { code: 'journal-corrupt', nextStep: expect.stringContaining('copy') },
  });
  if (!damaged.ok) return;
  expect(await damaged.value.bindOrder('or:1', {})).toMatchObject({ ok: false, failure: { code: 'journal-corrupt' } });
  expect(await damaged.value.stats()).toMatchObject({ writable: false });
});

test('a folder that is a file, and one that may not be made, are the failure of the open', async () => {
  const place = folder();
  writeFileSync(join(place, 'taken'), '');
  expect(await open(join(place, 'taken', 'j.sqlite'))).toMatchObject({
    ok: false,
    failure: { code: 'journal-cannot-open' },
  });
  mkdirSync(join(place, 'j.sqlite'));
  expect(await open(join(place, 'j.sqlite'))).toMatchObject({ ok: false, failure: { code: 'journal-cannot-open' } });
});

test('a folder that does not exist is made', async () => {
  const path = join(folder(), 'a', 'b', 'j.sqlite');
  await opened(path);
  expect(existsSync(path)).toBe(true);
});

test('the same file by another path is the same journal', async () => {
  const place = folder();
  symlinkSync(place, `${place}-link`);
  const one = await opened(join(place, 'j.sqlite'));
  const two = await opened(join(`${place}-link`, 'j.sqlite'));
  await one.bindOrder('or:1', { by: 'one' });
  expect(await two.orderLedger('or:1')).toMatchObject({ value: { binding: { by: 'one' } } });
});

describe('a file that another process has open', () => {
  let other: ChildProcess | undefined;
  afterEach(() => void other?.kill('SIGKILL'));

  test('is refused at once, and opens when that process is gone', async () => {
    const path = file();
    await (await opened(path)).close();
    const script = `
      const { DatabaseSync } = require('node:sqlite');
      const db = new DatabaseSync(${JSON.stringify(path)});
      db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE');
      process.stdout.write('held');
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    other = child;
    await new Promise((resolve) => child.stdout.once('data', resolve));
    expect(await open(path)).toMatchObject({
      ok: false,
      failure: { code: 'journal-locked', nextStep: expect.stringContaining('other Plantwire') },
    });
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    await opened(path);
  });

  test('cannot be opened by a second one while we have it', async () => {
    const path = file();
    await opened(path);
    const script = `
      const { DatabaseSync } = require('node:sqlite');
      try { new DatabaseSync(${JSON.stringify(path)}).exec('SELECT * FROM queues'); process.exit(0); }
      catch (error) { process.exit(error.errcode & 0xff); }`;
    const code = await new Promise((resolve) => spawn(process.execPath, ['-e', script]).once('exit', resolve));
    expect(code).toBe(5);
  });
});

(isRoot ? describe : describe.skip)(`a volume that cannot be written${needsRoot}`, () => {
  test('is refused when the journal is opened', async () => {
    const disk = smallDisk(8);
    const path = join(disk.path, 'j.sqlite');
    await (await opened(path)).close();
    disk.remount('ro');
    expect(await open(path)).toMatchObject({
      ok: false,
      failure: { code: 'journal-read-only', class: 'configuration', nextStep: expect.stringContaining('writable') },
    });
    disk.remount('rw');
    await opened(path);
  });
});
