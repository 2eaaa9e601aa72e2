/** The file drop over a real folder and a real journal: one file per event through kills, and words for what stops it. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dropAt } from '../../../nodes/src/adapters/files/drop-folder.ts';
import type { DropFolder } from '../../../nodes/src/domain/files/drop.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import { type OpenDropFolder, startFileDrop } from '../../../nodes/src/palette/file-drop/behaviour.ts';
import { definition } from '../../../nodes/src/palette/file-drop/definition.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf, queueOptions } from '../../support/messages.ts';

/** Journals are opened again and again; a busy machine needs its time. */
jest.setTimeout(60_000);
const bench = journalBench();
const event = (id: string, data: object) => ({ specversion: '1.0', id, type: 'x', partitionkey: 'p', data });
const ROWS = {
  content: 'csv',
  fileName: 'res-{data.batch}.csv',
  place: 'data.rows',
  columns: [
    { name: 'row', from: 'row' },
    { name: 'state', from: 'state' },
  ],
  manifest: 'sha256',
};
const batch = event('e1-b', {
  batch: 'B7',
  rows: [
    { row: 1, state: 'posted' },
    { row: 2, state: 'größe' },
  ],
});

function node(change: object = {}, open: OpenDropFolder = dropAt) {
  const config = definition.config.parse({ journal: 'journal', folder: 'out', ...change });
  return started(startFileDrop(bench.context(config, 'drop-1'), open));
}
const folder = (): string => join(dirname(bench.file()), 'out');
const names = (): string[] => (existsSync(folder()) ? readdirSync(folder()).sort() : []);
const text = (name: string): string => readFileSync(join(folder(), name), 'utf8');
const take = async (event: unknown, change: object = {}, open?: OpenDropFolder) =>
  (await node(change, open)).handle({ event, trail: [] });

/** A folder whose process dies before or after its n-th call. */
function dying(calls: number): OpenDropFolder {
  let left = calls;
  const died = fail(failureOf('transient', 'killed'));
  return (userDir, path) =>
    new Proxy(dropAt(userDir, path), {
      get(target, name: keyof DropFolder) {
        const work = target[name].bind(target) as (...args: readonly unknown[]) => Promise<unknown>;
        if (name === 'digest') return work;
        return async (...args: readonly unknown[]) => {
          left -= 1;
          if (left < 0) return died;
          const done = await work(...args);
          return left === 0 && calls % 2 === 0 ? died : done;
        };
      },
    });
}

test('an event becomes a file with its rows, and a manifest that sha256sum reads', async () => {
  const outcome = await take(batch, ROWS);
  const content = 'row;state\r\n1;posted\r\n2;größe\r\n';
  const sum = createHash('sha256').update(content).digest('hex');
  expect(names()).toEqual(['res-B7.csv', 'res-B7.csv.sha256']);
  expect(text('res-B7.csv')).toBe(content);
  expect(text('res-B7.csv.sha256')).toBe(`${sum}  res-B7.csv\n# rows 2, bytes ${Buffer.byteLength(content)}\n`);
  expect(outcome).toMatchObject({
    kind: 'pass',
    port: 'left',
    message: { receipt: { verdict: 'posted', readBack: { name: 'res-B7.csv', sha256: sum, rows: 2 } } },
  });
});

test('ready text is left as it is, whether it comes as an event or as text', async () => {
  const edi = 'ISA*00~\nGE*1~';
  await take(event('e1-a', { text: edi, kind: '997' }), { fileName: '{data.kind}-{id}.edi' });
  expect(text('997-e1-a.edi')).toBe(edi);
  await take(edi, { manifest: 'sha256' });
  await take(edi, { manifest: 'sha256' });
  expect(names()).toHaveLength(3);
  const [manifest = ''] = names().filter((name) => name.endsWith('.sha256'));
  expect(text(manifest)).toMatch(/^[0-9a-f]{64} {2}\S+\n# bytes 13\n$/);
});

test('killed at any step it leaves one file, also when the other system fetched the first at once', async () => {
  for (let calls = 0; calls <= 8; calls += 1) {
    const one = event(`e1-${calls}`, { text: 'x' });
    let fetched = 0;
    const fetch = (): void => {
      if (existsSync(join(folder(), `e1-${calls}.txt`))) fetched += 1;
      rmSync(join(folder(), `e1-${calls}.txt`), { force: true });
    };
    await take(one, {}, dying(calls));
    fetch();
    await bench.restart();
    expect(await take(one)).toMatchObject({ kind: 'pass' });
    fetch();
    expect(await take(one)).toMatchObject({ kind: 'pass', message: { receipt: { verdict: 'already' } } });
    fetch();
    expect([calls, fetched]).toEqual([calls, 1]);
  }
  expect(names()).toEqual([]);
});

test('behind an outbox the delivery is settled when the file has its name, and not before', async () => {
  const journal = bench.journal();
  await journal.openQueue(queueOptions());
  await journal.enqueue({ queue: 'bookings', lane: 'p', priority: 1, message: { event: batch, trail: [] } });
  const lease = async () => {
    const leased = await journal.lease('bookings', 1);
    return leased.ok ? leased.value[0]?.message : undefined;
  };
  const first = await lease();
  const drop = await node({ ...ROWS, folder: join(folder(), 'mount') });
  if (!first) throw new Error('nothing was leased');
  const gone = await drop.handle(first);
  expect(gone).toMatchObject({ kind: 'retry', failure: { code: 'folder-gone', class: 'transient' } });
  mkdirSync(join(folder(), 'mount'), { recursive: true });
  expect(await drop.handle(first)).toMatchObject({ kind: 'pass', port: 'left' });
  expect((await journal.stats()).outbox).toMatchObject({ ready: 0, leased: 0, delivered: 1 });
});

test('another file of that name, or the same event with other content, is parked and nothing is overwritten', async () => {
  mkdirSync(folder());
  writeFileSync(join(folder(), 'res-B7.csv'), 'of somebody else');
  expect(await take(batch, ROWS)).toMatchObject({
    kind: 'reject',
    failure: { code: 'file-exists', class: 'business' },
  });
  expect(text('res-B7.csv')).toBe('of somebody else');
  rmSync(join(folder(), 'res-B7.csv'));
  expect(await take(batch, ROWS)).toMatchObject({ kind: 'pass' });
  const changed = event('e1-b', { batch: 'B7', rows: [{ row: 9, state: 'posted' }] });
  expect(await take(changed, ROWS)).toMatchObject({ kind: 'reject', failure: { code: 'file-left-before' } });
  expect(text('res-B7.csv')).toContain('1;posted');
});

test('what does not fit is a letter that says where', async () => {
  const refused = async (of: unknown, change: object) => {
    const outcome = await take(of, change);
    return outcome.kind === 'reject' ? `${outcome.failure.code}: ${outcome.failure.reason}` : outcome.kind;
  };
  expect(await refused(event('e', {}), { fileName: '{data.no}.csv' })).toBe(
    'file-unfit: the file name needs data.no, which the event does not have',
  );
  expect(await refused(event('e', {}), {})).toBe('file-unfit: there is no text at data.text');
  expect(await refused(batch, { ...ROWS, place: 'data.none' })).toBe('file-unfit: there are no rows at data.none');
  expect(await refused(event('e', { text: 'Ж' }), { encoding: 'windows-1252' })).toBe(
    'file-unfit: "Ж" has no sign in windows-1252',
  );
  const narrow = [{ name: 'row', from: 'row', start: '1', length: '1' }];
  const wide = event('e', { rows: [{ row: 1 }, { row: 22 }] });
  expect(await refused(wide, { ...ROWS, content: 'fixed', fileName: 'x', columns: narrow })).toBe(
    'file-unfit: row 2: row: "22" is longer than 1 characters',
  );
  expect(names()).toEqual([]);
});

test('lines of its own stand before and behind the rows', async () => {
  await take(batch, {
    ...ROWS,
    manifest: 'none',
    columnNames: false,
    lineEnd: 'lf',
    heading: 'H;{data.batch}',
    trailer: 'T;{rows}',
  });
  expect(text('res-B7.csv')).toBe('H;B7\n1;posted\n2;größe\nT;2\n');
});

test.each([
  ['no columns', { content: 'csv' }],
  ['a column without place', { content: 'fixed', columns: [{ name: 'a', from: 'a' }] }],
  [
    'columns over each other',
    {
      content: 'fixed',
      columns: [
        { name: 'a', from: 'a', start: '1', length: '5' },
        { name: 'b', from: 'b', start: '5', length: '1' },
      ],
    },
  ],
  ['a name XML does not allow', { content: 'xml', columns: [{ name: 'a b', from: 'a' }] }],
  ['a column without field', { content: 'csv', columns: [{ name: 'a', from: ' ' }] }],
])('%s is told at deploy', async (_what, change) => {
  const config = definition.config.parse({ journal: 'journal', folder: 'out', ...change });
  const begun = await startFileDrop(bench.context(config), dropAt);
  expect(begun).toMatchObject({ ok: false, failure: { code: 'node-misconfigured', class: 'configuration' } });
});

test('what was left long ago is forgotten, a few at a time', async () => {
  const drop = await node();
  for (let index = 0; index < 3; index += 1)
    await drop.handle({ event: event(`e1-${index}`, { text: 'x' }), trail: [] });
  await bench.clock.advance(8 * 86_400_000);
  await drop.handle({ event: event('e1-new', { text: 'x' }), trail: [] });
  const notes = await bench.journal().counters('drop-1');
  expect(notes.ok && notes.value.map(({ tag }) => tag)).toEqual(['drop:e1-new']);
  expect(ok(names().length)).toEqual(ok(4));
});
