/** The file source over a real folder and a real journal: rows, bad rows, broken files, and what a crash leaves. */
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropAt } from '../../../nodes/src/adapters/files/drop-folder.ts';
import { pickupAt } from '../../../nodes/src/adapters/files/pickup.ts';
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import { startFileSource } from '../../../nodes/src/palette/file-source/behaviour.ts';
import { definition } from '../../../nodes/src/palette/file-source/definition.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { failureOf } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const DEADLINE_MS = 30_000;
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-files-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const COLUMNS = [
  ['operationsRequestId', 'Order', 'text'],
  ['material.materialDefinitionId', '=FG-1000', 'text'],
  ['quantity.value', 'Quantity', 'decimalComma'],
  ['quantity.uom', '=C62', 'text'],
  ['reportKind', '=partial', 'text'],
  ['transactionId', 'Transaction', 'text'],
].map(([field, from, as]) => ({ field, from, as }));

async function source(change: object = {}, journal: Journal = bench.journal()) {
  const config = definition.config.parse({
    ...{ journal: 'j', sitePack: 's', folder, eventType: 'production.output.reported', columns: COLUMNS },
    ...{ stableSeconds: 1, pollSeconds: 1, ...change },
  });
  const context = {
    ...bench.context(config),
    resource: async (id: string) => ok({ j: journal, s: { pack: { enterprise: 'ACME', site: 'MUC1' } } }[id] as never),
  };
  const started = await startFileSource(context, pickupAt, dropAt);
  if (!started.ok) throw new Error(`${started.failure.on}: ${started.failure.reason}`);
  return { ...context, close: () => started.value.close?.() };
}
const drop = (name: string, rows: readonly string[]): string => {
  const text = ['Transaction;Order;Quantity', ...rows].join('\n');
  writeFileSync(join(folder, name), text);
  return createHash('sha256').update(text).digest('hex');
};
const rowsFrom = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, index) => `T-${from + index};MO-1;${from + index}`);
const isAway = (where: string, name: string): boolean => existsSync(join(folder, where, name));
const comes = (what: string, condition: () => boolean | Promise<boolean>): Promise<void> =>
  until(
    what,
    async () => {
      await bench.clock.advance(1_000);
      return condition();
    },
    DEADLINE_MS,
    20,
  );
const stored = async () => {
  const untaken = await bench.journal().untaken('node-1', 10_000);
  return untaken.ok ? untaken.value.map(({ message }) => message) : [];
};
const transactions = async (): Promise<string[]> =>
  (await stored()).flatMap(({ event }) => (event as { data?: { transactionId: string } }).data?.transactionId ?? []);

test('rows become events; a bad row goes to the dead letters with its number, and the rest goes on', async () => {
  const { emitted, close } = await source();
  drop('a.csv', ['T-1;MO-1;12,5', 'T-2;MO-1;twelve', 'T-3;MO-1', 'T-4;;4', 'T-5;MO-2;5']);
  await comes('the file is done', () => isAway('done', 'a.csv'));
  expect(emitted.map(({ port }) => port)).toEqual(['events', 'rejected', 'rejected', 'rejected', 'events']);
  expect(emitted[0]?.message.event).toMatchObject({
    type: 'mfg.production.output.reported.v1',
    data: { quantity: { value: '12.5', uom: 'C62' }, transactionId: 'T-1' },
  });
  expect(emitted.slice(1, 4).map(({ message }) => [message.failure?.code, message.event])).toEqual([
    ['row-unreadable', expect.objectContaining({ row: 2, line: 3, text: 'T-2;MO-1;twelve' })],
    ['row-unreadable', expect.objectContaining({ row: 3, line: 4 })],
    ['event-invalid', expect.objectContaining({ row: 4, line: 5 })],
  ]);
  expect(emitted[1]?.message.failure?.on).toBe('a.csv, row 2 (line 3)');
  const result = readFileSync(join(folder, 'done', 'a.csv.result.csv'), 'utf8')
    .trim()
    .split('\n');
  expect(result).toEqual([
    'row;line;state;event;reason',
    expect.stringMatching(/^1;2;taken;e1-[\w-]+;$/),
    expect.stringMatching(/^2;3;rejected;;.*twelve/),
    expect.stringMatching(/^3;4;rejected;;/),
    expect.stringMatching(/^4;5;rejected;;event-invalid/),
    expect.stringMatching(/^5;6;taken;e1-/),
  ]);
  await close();
}, 60_000);

test('killed in the middle of a file it goes on behind the last row that was stored', async () => {
  let left = 2;
  const dying = new Proxy(bench.journal(), {
    get(target, name) {
      if (name !== 'recordStep') return Reflect.get(target, name);
      left -= 1;
      return left >= 0 ? target.recordStep.bind(target) : async () => fail(failureOf('transient', 'killed'));
    },
  });
  const first = await source({}, dying);
  const sha256 = drop('a.csv', rowsFrom(1, 350));
  await comes('two batches are stored', async () => (await stored()).length === 200);
  await comes('the trouble shows', () => first.failures.length > 0);
  await first.close();
  expect(isAway('working', 'a.csv')).toBe(true);
  await bench.restart();
  for (const { intake } of await stored()) await bench.journal().take(intake ?? '');
  const second = await source();
  await comes('the file is done', () => isAway('done', 'a.csv'));
  expect((await transactions()).sort()).toEqual(Array.from({ length: 150 }, (_, index) => `T-${201 + index}`).sort());
  const result = readFileSync(join(folder, 'done', 'a.csv.result.csv'), 'utf8')
    .trim()
    .split('\n');
  expect(result.slice(1).map((line) => line.split(';')[0])).toEqual(
    Array.from({ length: 350 }, (_, index) => String(index + 1)),
  );
  const notes = await bench.journal().counters('node-1');
  expect(notes.ok && notes.value).toMatchObject([
    { tag: `file:${sha256}`, memory: { row: 350, taken: 350, rejected: 0, state: 'done' } },
  ]);
  await second.close();
}, 90_000);

test('the same content under another name is recognised, also after a restart', async () => {
  const first = await source();
  drop('a.csv', rowsFrom(1, 3));
  await comes('the file is done', () => isAway('done', 'a.csv'));
  await first.close();
  for (const { intake } of await stored()) await bench.journal().take(intake ?? '');
  await bench.restart();
  const second = await source();
  drop('again.csv', rowsFrom(1, 3));
  await comes('it is done too', () => isAway('done', 'again.csv'));
  expect(second.emitted).toEqual([]);
  expect(await stored()).toEqual([]);
  await second.close();
}, 60_000);

test('a file that breaks keeps what was taken, and the rest is one letter', async () => {
  const { emitted, close } = await source();
  drop('a.csv', [...rowsFrom(1, 2), 'T-3;"MO-1;3', 'T-4;MO-1;4']);
  await comes('the file has failed', () => isAway('failed', 'a.csv'));
  expect(emitted.map(({ message }) => message.failure?.code)).toEqual([undefined, undefined, 'file-broken']);
  expect(emitted[2]?.message).toMatchObject({
    event: { file: 'a.csv', afterRow: 2 },
    failure: { on: 'a.csv, after row 2' },
  });
  expect(readFileSync(join(folder, 'failed', 'a.csv.result.csv'), 'utf8')).toContain('broken');
  await close();
}, 60_000);

test('a wrong checksum takes no row', async () => {
  const { emitted, close } = await source({ ready: 'manifest' });
  drop('a.csv', rowsFrom(1, 2));
  writeFileSync(join(folder, 'a.csv.sha256'), `${'0'.repeat(64)}  a.csv\n`);
  await comes('the file has failed', () => isAway('failed', 'a.csv'));
  expect(emitted.map(({ message }) => message.failure?.code)).toEqual(['file-broken']);
  await close();
}, 60_000);

test('fewer rows than the manifest announces are no end of a file', async () => {
  const { emitted, close } = await source({ ready: 'manifest' });
  const announce = (name: string, sha256: string, rows: number): void =>
    writeFileSync(join(folder, `${name}.sha256`), `${sha256}  ${name}\n# rows ${rows}\n`);
  announce('a.csv', drop('a.csv', rowsFrom(1, 2)), 2);
  await comes('the file is done', () => isAway('done', 'a.csv'));
  announce('b.csv', drop('b.csv', rowsFrom(3, 4)), 3);
  await comes('the file has failed', () => isAway('failed', 'b.csv'));
  expect(emitted.map(({ message }) => message.failure?.reason)).toEqual([
    ...[undefined, undefined, undefined, undefined],
    '2 rows were found and its manifest announces 3',
  ]);
  await close();
}, 60_000);

test('reading waits while the flow takes nothing, and goes on when it does', async () => {
  const { emitted, close } = await source({ underWay: 100 });
  drop('a.csv', rowsFrom(1, 250));
  await comes('the first batch is out', () => emitted.length === 100);
  await bench.clock.advance(2_000);
  expect(emitted).toHaveLength(100);
  await comes('the file is done', async () => {
    for (const { intake } of await stored()) await bench.journal().take(intake ?? '');
    return isAway('done', 'a.csv');
  });
  expect(emitted).toHaveLength(250);
  await close();
}, 60_000);

test('JSON lines and XML are read by the same table, fixed width by its own', async () => {
  const whole = await source({
    format: 'document',
    pattern: '*.edi',
    eventType: 'integration.document.received',
    columns: [],
  });
  const text = "UNA:+.? '\nUNB+UNOC:3+A+B'\n";
  writeFileSync(join(folder, 'a.edi'), text);
  await comes('the file is done', () => isAway('done', 'a.edi'));
  const documentId = createHash('sha256').update(text).digest('hex');
  expect(whole.emitted.map(({ message }) => message.event)).toMatchObject([
    { data: { documentId, name: 'a.edi', text } },
  ]);
  await whole.close();
  const lines = await source({ format: 'jsonl', pattern: '*.jsonl' });
  writeFileSync(join(folder, 'a.jsonl'), '{"Transaction":"J-1","Order":"MO-1","Quantity":3}\n');
  await comes('the file is done', () => isAway('done', 'a.jsonl'));
  await lines.close();
  const xml = await source({ format: 'xml', pattern: '*.xml', element: 'row' });
  writeFileSync(
    join(folder, 'a.xml'),
    '<d><row><Transaction>X-1</Transaction><Order>MO-1</Order><Quantity>4</Quantity></row></d>',
  );
  await comes('the file is done', () => isAway('done', 'a.xml'));
  await xml.close();
  const widths = ['Transaction', 'Order', 'Quantity'].map((name, index) => ({
    name,
    start: String(1 + index * 6),
    length: '6',
  }));
  const fixed = await source({ format: 'fixed', pattern: '*.txt', widths });
  writeFileSync(join(folder, 'a.txt'), 'F-1   MO-1  5\n');
  await comes('the file is done', () => isAway('done', 'a.txt'));
  await fixed.close();
  expect((await transactions()).sort()).toEqual(['F-1', 'J-1', 'X-1']);
  expect(readdirSync(join(folder, 'working'))).toEqual([]);
}, 60_000);

test.each([
  [{ format: 'xml' }, 'Element of a row in XML'],
  [{ format: 'fixed' }, 'Columns of fixed width'],
  [{ format: 'fixed', widths: [{ name: 'a', start: '0', length: '3' }] }, 'Columns of fixed width'],
  [{ eventType: 'nonsense' }, 'Event type'],
])('%p does not start', async (change, field) => {
  await expect(source(change)).rejects.toThrow(`field "${field}"`);
});
