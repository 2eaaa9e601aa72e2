import { journalFile, openJournal } from '../../../nodes/src/adapters/sqlite/journal.ts';
import { ok } from '../../../nodes/src/domain/ports.ts';
import { definition } from '../../../nodes/src/palette/journal/definition.ts';
import { checkJournal, openResource, type Storage } from '../../../nodes/src/palette/journal/resource.ts';
import { journalBench } from '../../support/journal-bench.ts';

const bench = journalBench();
const storage: Storage = {
  open: ({ file, userDir, ...settings }) => openJournal({ ...settings, file: journalFile(userDir, file) }),
};
const config = (change: object = {}) => definition.config.parse({ reserveMb: '0', minFreeMb: '0', ...change });

test('an empty file name is plantwire.sqlite in the user directory; a relative one counts from there', () => {
  expect(journalFile('/data', ' ')).toBe('/data/plantwire.sqlite');
  expect(journalFile('/data', 'journals/line3.sqlite')).toBe('/data/journals/line3.sqlite');
  expect(journalFile('/data', '/mnt/ssd/j.sqlite')).toBe('/mnt/ssd/j.sqlite');
});

test('two journal nodes with the same file share it, and the first to close leaves it open for the other', async () => {
  const one = await openResource(bench.context(config()), storage);
  const two = await openResource(bench.context(config({ file: './plantwire.sqlite' })), storage);
  if (!one.ok || !two.ok) throw new Error('both must open');
  await one.value.value.bindOrder('or:1', { seen: true });
  await one.value.close();
  expect(await two.value.value.orderLedger('or:1')).toMatchObject({ value: { binding: { seen: true } } });
  expect(await two.value.health()).toMatchObject({ health: 'ok', text: expect.stringMatching(/^0 queued, 0 dead/) });
  await two.value.close();
  expect(await two.value.health()).toMatchObject({ health: 'failed', failure: { code: 'journal-closed' } });
});

test('requests that are under way when it closes are answered first', async () => {
  const opened = await openResource(bench.context(config({ file: 'other.sqlite' })), storage);
  if (!opened.ok) throw new Error(opened.failure.reason);
  const under = [1, 2, 3].map((n) => opened.value.value.bindOrder(`or:${n}`, { n }));
  await opened.value.close();
  expect(await Promise.all(under)).toEqual([ok(undefined), ok(undefined), ok(undefined)]);
});

test('a file that cannot be opened is the failure of the node', async () => {
  const opened = await openResource(bench.context(config({ file: 'plantwire.sqlite/j.sqlite' })), storage);
  expect(opened).toMatchObject({ ok: false, failure: { code: 'journal-cannot-open', attempted: 'open the journal' } });
});

test('the button of the form describes the deployed journal, or says why it cannot', async () => {
  const context = bench.context(config(), 'journal');
  expect(await checkJournal(context)).toEqual({
    ok: true,
    text: expect.stringContaining(`${bench.file()}: 0 queued, 0 dead letters`),
  });
  expect(await checkJournal(bench.context(config(), 'never-deployed'))).toMatchObject({ ok: false });
});
