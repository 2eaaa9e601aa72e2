/** How each row of a file ended is told to its sender: once, when all have, also over kills and for files that come again. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { dropAt } from '../../../nodes/src/adapters/files/drop-folder.ts';
import { pickupAt } from '../../../nodes/src/adapters/files/pickup.ts';
import type { Journal } from '../../../nodes/src/domain/journal.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import { fail, ok } from '../../../nodes/src/domain/ports.ts';
import { startFileSource } from '../../../nodes/src/palette/file-source/behaviour.ts';
import { definition } from '../../../nodes/src/palette/file-source/definition.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { failureOf, posted, queueOptions } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const DEADLINE_MS = 60_000;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'plantwire-results-'));
  await bench.journal().openQueue(queueOptions({ holdLaneOnBury: false }));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const COLUMNS = [
  ['operationsRequestId', 'Order', 'text'],
  ['material.materialDefinitionId', '=FG-1000', 'text'],
  ['quantity.value', 'Quantity', 'decimal'],
  ['quantity.uom', '=C62', 'text'],
  ['reportKind', '=partial', 'text'],
  ['transactionId', 'Transaction', 'text'],
].map(([field, from, as]) => ({ field, from, as }));

async function source(change: object = {}, journal: Journal = bench.journal()) {
  const config = definition.config.parse({
    ...{ journal: 'j', sitePack: 's', folder, eventType: 'production.output.reported', columns: COLUMNS },
    ...{ stableSeconds: 1, pollSeconds: 1, results: 'ended', resultFolder: join(folder, 'results'), ...change },
  });
  const context = {
    ...bench.context(config),
    resource: async (id: string) => ok({ j: journal, s: { pack: { enterprise: 'ACME', site: 'MUC1' } } }[id] as never),
  };
  const started = await startFileSource(context, pickupAt, dropAt);
  if (!started.ok) throw new Error(`${started.failure.on}: ${started.failure.reason}`);
  const at = (port: string): Message[] => context.emitted.filter((one) => one.port === port).map((one) => one.message);
  return { ...context, at, close: () => started.value.close?.() };
}
const rows = (...lines: readonly string[]): string => ['Transaction;Order;Quantity', ...lines].join('\n');
const drop = (name: string, text: string): string => {
  mkdirSync(join(folder, 'results'), { recursive: true });
  writeFileSync(join(folder, name), text);
  return createHash('sha256').update(text).digest('hex');
};
const results = (): string[] =>
  existsSync(join(folder, 'results')) ? readdirSync(join(folder, 'results')).sort() : [];
const linesOf = (name: string): string[] =>
  readFileSync(join(folder, 'results', name), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
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

/** What the flow behind does with one row. */
async function ends(message: Message, how: 'posted' | 'refused' | 'duplicate' | 'rejected'): Promise<void> {
  const journal = bench.journal();
  if (how === 'duplicate') return void (await journal.take(message.intake ?? '', 'duplicate'));
  if (how === 'rejected') {
    const failure = message.failure ?? failureOf('data', 'unmapped');
    return void (await journal.bury({ stage: 'map', outlet: 'dlq', message, original: message.event, failure }));
  }
  await journal.enqueue({ queue: 'bookings', lane: 'MUC1:or:1', priority: 1, message });
  const leased = await journal.lease('bookings', 1);
  const token = leased.ok ? leased.value[0]?.token : undefined;
  if (!token) throw new Error('nothing was leased');
  if (how === 'posted') await journal.settle(token, { kind: 'delivered', receipt: posted });
  else await journal.settle(token, { kind: 'refused', failure: failureOf('business', 'over-production') });
}

test('the result is left when the last row has its end: one line per row, a manifest, and the totals as an event', async () => {
  const first = await source();
  const sha256 = drop('a.csv', rows('T-1;MO-1;1', 'T-2;MO-1;2', 'T-3;MO-1;x', 'T-4;MO-1;4', 'T-5;MO-1;5'));
  await comes('rows are out', () => first.emitted.length === 5);
  const [one, two, three, four, five] = first.emitted.map(({ message }) => message);
  if (!one || !two || !three || !four || !five) throw new Error('five rows');
  await ends(one, 'posted');
  await ends(two, 'refused');
  await ends(three, 'rejected');
  await ends(four, 'duplicate');
  await comes('the file is away', () => existsSync(join(folder, 'done', 'a.csv')));
  expect(results()).toEqual([]);
  await ends(five, 'posted');
  await comes('the totals are told', () => first.at('ended').length === 1);
  expect(results()).toEqual(['a.csv.result.csv', 'a.csv.result.csv.sha256']);
  expect(linesOf('a.csv.result.csv')).toEqual([
    expect.stringMatching(/^1;2;posted;e1-[\w-]+;;12 of FG-1000$/),
    expect.stringMatching(/^2;3;dead-letter;e1-[\w-]+;over-production;./),
    expect.stringMatching(/^3;4;dead-letter;;row-unreadable;".*""x"".*"$/),
    expect.stringMatching(/^4;5;duplicate;e1-[\w-]+;;$/),
    expect.stringMatching(/^5;6;posted;/),
  ]);
  const manifest = readFileSync(join(folder, 'results', 'a.csv.result.csv.sha256'), 'utf8').split('\n');
  const content = readFileSync(join(folder, 'results', 'a.csv.result.csv'));
  expect(manifest[0]).toBe(`${createHash('sha256').update(content).digest('hex')}  a.csv.result.csv`);
  expect(manifest[1]).toBe('# rows 5, posted 2, duplicate 1, filtered 0, dead-letter 2, discarded 0');
  expect(first.at('ended')[0]?.event).toMatchObject({
    type: 'mfg.integration.batch.ended.v1',
    data: {
      batchId: sha256,
      name: 'a.csv',
      sending: 1,
      state: 'done',
      rows: 5,
      posted: 2,
      duplicate: 1,
      deadLetters: 2,
    },
  });
  await first.close();
}, 90_000);

test('killed in the middle of a file and before the result, the result has every row once and is left once', async () => {
  let left = 2;
  const dying = new Proxy(bench.journal(), {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (name !== 'recordStep') return typeof value === 'function' ? value.bind(target) : value;
      left -= 1;
      return left >= 0 ? value.bind(target) : async () => fail(failureOf('transient', 'killed'));
    },
  });
  const first = await source({}, dying);
  drop('a.csv', rows(...Array.from({ length: 350 }, (_, index) => `T-${index};MO-1;1`)));
  await comes('the trouble shows', () => first.failures.length > 0);
  for (const { message } of first.emitted) await ends(message, 'duplicate');
  await first.close();
  await bench.restart();
  const second = await source();
  await comes('the rest is out', () => second.emitted.length === 150);
  for (const { message } of second.emitted) await ends(message, 'duplicate');
  await comes('the result is left', () => results().length === 2);
  await comes('the totals are told', () => second.at('ended').length === 1);
  await second.close();
  rmSync(join(folder, 'results', 'a.csv.result.csv'));
  await bench.restart();
  const third = await source();
  await comes('the totals come again until they are taken', () => third.at('ended').length === 1);
  await third.close();
  expect(results()).toEqual(['a.csv.result.csv.sha256']);
  expect(third.at('ended')[0]?.event).toMatchObject({ data: { rows: 350, duplicate: 350 } });
}, 120_000);

test('a file that comes again has its results told again, with what people decided meanwhile, and no row is taken', async () => {
  const first = await source({ repeats: 'again' });
  const text = rows('T-1;MO-1;1', 'T-2;MO-1;2');
  drop('a.csv', text);
  await comes('rows are out', () => first.at('events').length === 2);
  const [one, two] = first.at('events');
  if (!one || !two) throw new Error('two rows');
  await ends(one, 'posted');
  await ends(two, 'rejected');
  await comes('the totals are told', () => first.at('ended').length === 1);
  const letters = await bench.journal().deadLetters();
  await bench.journal().discard(letters.ok ? (letters.value[0]?.id ?? 0) : 0, 'sent by hand');
  drop('a.csv', text);
  await comes('they are told again', () => first.at('ended').length === 2);
  expect(first.at('events')).toHaveLength(2);
  expect(linesOf('a.csv.2.result.csv')).toEqual([
    expect.stringMatching(/^1;2;posted;/),
    expect.stringMatching(/^2;3;discarded;.*;sent by hand$/),
  ]);
  expect(first.at('ended')[1]?.event).toMatchObject({ data: { sending: 2, posted: 1, discarded: 1, deadLetters: 0 } });
  await first.close();
}, 90_000);

test('a whole file that comes again is an event again where that is wanted, once per dropping, over kills', async () => {
  const edi = { format: 'document', eventType: 'integration.document.received', columns: [], results: 'taken' };
  const first = await source({ ...edi, repeats: 'again', pattern: '*.edi' });
  drop('a.edi', 'UNB+1');
  await comes('it is out', () => first.at('events').length === 1);
  await comes('it is away', () => existsSync(join(folder, 'done', 'a.edi')));
  drop('b.edi', 'UNB+1');
  await comes('it is out again', () => first.at('events').length === 2);
  await comes('it is away too', () => existsSync(join(folder, 'done', 'b.edi')));
  const [one, two] = first.at('events').map(({ event }) => event as { id: string; data: object });
  expect([one?.data, two?.data]).toMatchObject([
    { name: 'a.edi', text: 'UNB+1' },
    { name: 'b.edi', sending: 2 },
  ]);
  expect(two?.id).not.toBe(one?.id);
  await first.close();
  for (const { message } of first.emitted) await bench.journal().take(message.intake ?? '');
  // As if it had been killed before the file was put away.
  renameSync(join(folder, 'done', 'b.edi'), join(folder, 'working', 'b.edi'));
  await bench.restart();
  const second = await source({ ...edi, repeats: 'again', pattern: '*.edi' });
  await comes('it is away once more', () => existsSync(join(folder, 'done', 'b.edi')));
  expect(second.emitted).toEqual([]);
  await second.close();
}, 90_000);

test('the folder of results may be gone for a while, and another file may have the name', async () => {
  const first = await source();
  drop('a.csv', rows('T-1;MO-1;1'));
  rmSync(join(folder, 'results'), { recursive: true });
  await comes('the row is out', () => first.at('events').length === 1);
  for (const message of first.at('events')) await ends(message, 'posted');
  await comes('the trouble shows', () => first.failures.some(({ code }) => code === 'folder-gone'));
  expect(first.reports.at(-1)).toMatchObject({ health: 'failed' });
  mkdirSync(join(folder, 'results'));
  writeFileSync(join(folder, 'results', 'a.csv.result.csv'), 'of another file of that name');
  await comes('the totals are told', () => first.at('ended').length === 1);
  expect(results()).toEqual([
    expect.stringMatching(/^a\.csv-[0-9a-f]{8}\.result\.csv$/),
    expect.stringMatching(/^a\.csv-[0-9a-f]{8}\.result\.csv\.sha256$/),
    'a.csv.result.csv',
  ]);
  await first.close();
}, 90_000);

test('a file that breaks is told as failed, with the reason behind its last row', async () => {
  const first = await source({ resultFolder: '' });
  drop('a.csv', rows('T-1;MO-1;1', 'T-2;"MO-1;3'));
  await comes('the rest is a letter', () => first.at('rejected').length === 1);
  for (const message of first.at('events')) await ends(message, 'posted');
  await comes('the totals are told', () => first.at('ended').length === 1);
  const result = readFileSync(join(folder, 'failed', 'a.csv.result.csv'), 'utf8')
    .trim()
    .split('\n');
  expect(result.at(-1)).toMatch(/^;;broken;;file-broken;/);
  expect(first.at('ended')[0]?.event).toMatchObject({ data: { state: 'failed', rows: 1, posted: 1 } });
  await first.close();
}, 90_000);

test('files are forgotten when they are over and their time has come, with their rows', async () => {
  const first = await source({ rememberDays: 1 });
  drop('a.csv', rows('T-1;MO-1;1'));
  drop('b.csv', rows('T-2;MO-1;1'));
  await comes('rows are out', () => first.at('events').length === 2);
  const [one] = first.at('events');
  if (one) await ends(one, 'posted');
  await comes('one is told', () => first.at('ended').length === 1);
  await bench.clock.advance(2 * 86_400_000);
  const tags = async () => {
    const notes = await bench.journal().counters('node-1');
    return notes.ok ? notes.value.filter(({ tag }) => tag.startsWith('file:')).length : -1;
  };
  await comes('one is forgotten', async () => (await tags()) === 1);
  const names = first.at('ended').map(({ event }) => (event as { data: { batchId: string } }).data.batchId);
  const rest = await bench.journal().batchRows('node-1', names[0] ?? '', 0, 10);
  expect(rest).toEqual(ok([]));
  await first.close();
}, 90_000);
