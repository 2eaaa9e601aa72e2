/** A pick-up folder on a real disk: when a file is complete, where it goes, and what its bytes say. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Pickup, type PickupSettings, pickupAt } from '../../../nodes/src/adapters/files/pickup.ts';
import type { PickedFile } from '../../../nodes/src/domain/files/pickup.ts';
import { type TestClock, testClock } from '../../support/time.ts';

let folder: string;
let clock: TestClock;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-pickup-'));
  clock = testClock();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pickup = (change: Partial<PickupSettings> = {}) =>
  new Pickup({ folder, pattern: '*.csv', ready: 'stable', stableMs: 10_000, encoding: 'utf-8', ...change }, clock);
const write = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);
const sum = (text: string): string => createHash('sha256').update(text).digest('hex');
async function next(from: Pickup): Promise<PickedFile | undefined> {
  const found = await from.next();
  if (!found.ok) throw new Error(found.failure.reason);
  return found.value;
}
async function textOf(file: PickedFile | undefined): Promise<{ text: string; broken?: string }> {
  let text = '';
  for await (const piece of file?.text() ?? []) {
    if ('broken' in piece) return { text, broken: piece.broken };
    text += piece.piece;
  }
  return { text };
}

test('a file is taken when it has not changed for a while', async () => {
  const files = pickup();
  write('a.csv', 'x');
  expect(await next(files)).toBeUndefined();
  await clock.advance(9_000);
  write('a.csv', 'x and more');
  expect(await next(files)).toBeUndefined();
  await clock.advance(9_999);
  expect(await next(files)).toBeUndefined();
  await clock.advance(1);
  expect(await next(files)).toMatchObject({ name: 'a.csv', sha256: sum('x and more') });
  expect(readdirSync(join(folder, 'working'))).toEqual(['a.csv']);
});

test('a file is taken when its checksum lies beside it, and told when it does not fit', async () => {
  const files = pickup({ ready: 'manifest' });
  write('a.csv', 'x');
  expect(await next(files)).toBeUndefined();
  write('a.csv.sha256', `${sum('x')}  a.csv\n`);
  const good = await next(files);
  expect(good).toMatchObject({ name: 'a.csv' });
  expect(good?.trouble).toBeUndefined();
  await good?.putAway('done');
  write('b.csv', 'x');
  write('b.csv.sha256', `${sum('y')}  b.csv\n`);
  expect(await next(files)).toMatchObject({ trouble: expect.stringContaining('does not fit') });
});

test('killed between the two renames of a checksum and its file, the file is still taken', async () => {
  write('a.csv', 'x');
  const files = pickup({ ready: 'manifest' });
  await next(files);
  writeFileSync(join(folder, 'working', 'a.csv.sha256'), `${sum('x')}  a.csv\n`);
  expect(await next(files)).toMatchObject({ name: 'a.csv' });
});

test('the oldest comes first, one that was begun before all; other names and links are left alone', async () => {
  write('new.csv', '1');
  write('old.csv', '2');
  write('notes.txt', '3');
  write('.hidden.csv', '4');
  symlinkSync('/etc/hostname', join(folder, 'link.csv'));
  utimesSync(join(folder, 'old.csv'), new Date(0), new Date(0));
  const files = pickup();
  await next(files);
  await clock.advance(10_000);
  expect((await next(files))?.name).toBe('old.csv');
  expect((await next(pickup()))?.name).toBe('old.csv');
  await (await next(files))?.putAway('done');
  expect((await next(files))?.name).toBe('new.csv');
  await (await next(files))?.putAway('failed');
  expect(await next(files)).toBeUndefined();
  expect([readdirSync(join(folder, 'done')), readdirSync(join(folder, 'failed'))]).toEqual([['old.csv'], ['new.csv']]);
});

test('a file goes away with its result, and never over another of its name', async () => {
  for (const content of ['first', 'second']) {
    const files = pickup({ stableMs: 0 });
    write('a.csv', content);
    const file = await next(files);
    const result = await file?.result();
    if (!result?.ok) throw new Error('no result file');
    await result.value.write([`row of ${content}`]);
    await result.value.close();
    expect((await file?.putAway('done'))?.ok).toBe(true);
  }
  const second = `a-${sum('second').slice(0, 8)}.csv`;
  expect(readdirSync(join(folder, 'done')).sort()).toEqual(
    ['a.csv', 'a.csv.result.csv', second, `${second}.result.csv`].sort(),
  );
  expect(readFileSync(join(folder, 'done', `${second}.result.csv`), 'utf8')).toBe('row of second\n');
});

test.each([
  ['utf-8', Buffer.from('\uFEFFgröße', 'utf8'), 'größe'],
  ['windows-1252', Buffer.from([0x67, 0x72, 0xf6, 0xdf, 0x65, 0x80]), 'größe€'],
  ['utf-16le', Buffer.from('\uFEFFgröße', 'utf16le'), 'größe'],
])('%s is read as text', async (encoding, bytes, text) => {
  const files = pickup({ stableMs: 0, encoding });
  write('a.csv', bytes);
  expect(await textOf(await next(files))).toEqual({ text });
});

test('a character that lies over the end of a block is one character; bytes of another encoding are told', async () => {
  const files = pickup({ stableMs: 0 });
  const long = `${'x'.repeat(65_535)}ü${'y'.repeat(70_000)}`;
  write('a.csv', long);
  const file = await next(files);
  expect((await textOf(file)).text === long).toBe(true);
  await file?.putAway('done');
  write('b.csv', Buffer.from([0x61, 0xf6, 0x62]));
  expect(await textOf(await next(files))).toMatchObject({ broken: expect.stringContaining('utf-8') });
});

test('a folder that is no folder is told; a relative one counts from the user directory', async () => {
  write('file', 'x');
  expect(await pickup({ folder: join(folder, 'file') }).next()).toMatchObject({
    ok: false,
    failure: { code: 'folder-unusable', class: 'transient' },
  });
  const settings = {
    userDir: folder,
    folder: 'inbox',
    pattern: '*',
    ready: 'stable' as const,
    stableMs: 0,
    encoding: 'utf-8',
  };
  await pickupAt(settings, clock).next();
  expect(existsSync(join(folder, 'inbox', 'working'))).toBe(true);
});
