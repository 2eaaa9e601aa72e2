/** Leaving files on a real disk: nothing under its real name before it is whole, and clear words for what stops it. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropAt } from '../../../nodes/src/adapters/files/drop-folder.ts';
import { undroppable } from '../../../nodes/src/adapters/files/folder-faults.ts';
import type { PreparedFile } from '../../../nodes/src/domain/files/drop.ts';

let userDir: string;
beforeEach(() => {
  userDir = mkdtempSync(join(tmpdir(), 'plantwire-drop-'));
});
afterEach(() => rmSync(userDir, { recursive: true, force: true }));

const file = (text: string, manifest?: string): PreparedFile => ({
  name: 'a.csv',
  bytes: [Buffer.from(text)],
  ...(manifest === undefined ? {} : { manifest }),
});
const sum = (text: string): string => createHash('sha256').update(text).digest('hex');

test('a file has its temporary name until it is revealed, its checksum with it', async () => {
  const folder = dropAt(userDir, 'out');
  expect(await folder.look('a.csv')).toEqual({ ok: true, value: {} });
  expect(await folder.prepare(file('rows', 'sum'))).toMatchObject({ ok: true });
  expect(readdirSync(join(userDir, 'out')).sort()).toEqual(['.a.csv.part', '.a.csv.sha256.part']);
  expect(await folder.look('a.csv')).toEqual({ ok: true, value: { temporary: sum('rows') } });
  expect(await folder.reveal('a.csv')).toMatchObject({ ok: true });
  expect(readdirSync(join(userDir, 'out')).sort()).toEqual(['a.csv', 'a.csv.sha256']);
  expect(await folder.look('a.csv')).toEqual({ ok: true, value: { real: sum('rows') } });
  expect(await folder.reveal('a.csv')).toMatchObject({ ok: true });
  expect(readFileSync(join(userDir, 'out', 'a.csv'), 'utf8')).toBe('rows');
});

test('killed between the two renames, the checksum follows at the next attempt', async () => {
  const folder = dropAt(userDir, 'out');
  await folder.prepare(file('rows', 'sum'));
  rmSync(join(userDir, 'out', '.a.csv.part'));
  await folder.reveal('a.csv');
  expect(readdirSync(join(userDir, 'out'))).toEqual(['a.csv.sha256']);
});

test('a half-written temporary file is written anew, an old checksum goes with it', async () => {
  const folder = dropAt(userDir, 'out');
  await folder.prepare(file('half', 'old'));
  await folder.prepare(file('whole'));
  expect(readdirSync(join(userDir, 'out'))).toEqual(['.a.csv.part']);
  expect(await folder.look('a.csv')).toEqual({ ok: true, value: { temporary: sum('whole') } });
  await folder.discard('a.csv');
  expect(readdirSync(join(userDir, 'out'))).toEqual([]);
});

test('a folder with an absolute path is never made: a mount that is gone would be hidden', async () => {
  const folder = dropAt(userDir, join(userDir, 'mount'));
  const gone = { ok: false, failure: { code: 'folder-gone', class: 'transient' } };
  expect(await folder.look('a.csv')).toMatchObject(gone);
  expect(await folder.prepare(file('rows'))).toMatchObject(gone);
  mkdirSync(join(userDir, 'mount'));
  expect(await folder.prepare(file('rows'))).toMatchObject({ ok: true });
});

test('a file in place of the folder, or a name no disk takes, is told', async () => {
  writeFileSync(join(userDir, 'file'), '');
  expect(await dropAt(userDir, join(userDir, 'file')).prepare(file('x'))).toMatchObject({
    failure: { code: 'folder-gone' },
  });
  const long = { ...file('x'), name: 'x'.repeat(300) };
  expect(await dropAt(userDir, 'out').prepare(long)).toMatchObject({
    failure: { code: 'file-name-too-long', class: 'data' },
  });
});

test('a disk that is full fails with the words for it, and what was written stays hidden', async () => {
  const full = async function* () {
    yield Buffer.from('half');
    throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  };
  const folder = dropAt(userDir, 'out');
  const failed = await folder.prepare({ name: 'a.csv', bytes: full() });
  expect(failed).toMatchObject({ failure: { code: 'folder-full', class: 'transient', cause: 'ENOSPC' } });
  expect(readdirSync(join(userDir, 'out'))).toEqual(['.a.csv.part']);
});

test.each([
  ['EACCES', 'folder-forbidden', 'authorisation'],
  ['EROFS', 'folder-forbidden', 'authorisation'],
  ['ESTALE', 'folder-gone', 'transient'],
  ['EDQUOT', 'folder-full', 'transient'],
  ['EIO', 'folder-unusable', 'transient'],
])('%s is %s', (code, name, verdict) => {
  const failure = undroppable('/mnt/out', Object.assign(new Error(code), { code }));
  expect(failure).toMatchObject({ code: name, class: verdict, on: '/mnt/out', cause: code });
});
