/** The crosswalk over a real journal: what waits for a code goes on when its row is approved, in order, also after a restart. */

import { prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import { ok, type Result } from '../../../nodes/src/domain/ports.ts';
import type { CrosswalkMove } from '../../../nodes/src/domain/site/crosswalk/row.ts';
import type { CrosswalkRow } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { startDlq } from '../../../nodes/src/palette/dlq/behaviour.ts';
import { definition as dlq } from '../../../nodes/src/palette/dlq/definition.ts';
import { startXref } from '../../../nodes/src/palette/xref/behaviour.ts';
import { definition } from '../../../nodes/src/palette/xref/definition.ts';
import { demoPlant, event, good } from '../../domain/mapping/plant.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const ANNA = { actor: 'anna', reason: 'asked the supplier' };
const codes = [{ path: 'data.item', domain: 'material' }];

const document = (name: string, item: string, lane = 'o1'): Message => ({
  event: { id: name, time: '2026-11-20T12:00:00Z', originsystem: 'shop', partitionkey: lane, data: { item } },
  trail: [],
});

async function run(config: Record<string, unknown> = { codes }) {
  const site = siteResource({ ...demoPlant(), crosswalk: [] });
  const resource = async <T>(name: string): Promise<Result<T>> => ok((name === 'site' ? site : bench.journal()) as T);
  const context = bench.context(definition.config.parse({ journal: 'journal', sitePack: 'site', ...config }), 'xref-1');
  const xref = await started(startXref({ ...context, resource }));
  const letters = bench.context(dlq.config.parse({ journal: 'journal' }), 'dlq-1');
  const aside = await started(startDlq(letters));
  const replayed = () => letters.emitted.map(({ message }) => (message.event as { id: string }).id);
  /** As the flow does: what is rejected goes to the dead letters. */
  const send = async (message: Message): Promise<unknown> => {
    const outcome = await xref.handle(message);
    if (outcome.kind !== 'reject') return outcome.kind === 'pass' ? outcome.message.event : outcome;
    await aside.handle({ ...message, failure: outcome.failure });
    return outcome.failure.code;
  };
  const close = async (): Promise<void> => {
    await xref.close?.();
    await aside.close?.();
  };
  return { context, xref, send, replayed, site, close };
}

const change = async (...moves: CrosswalkMove[]) => {
  const done = await bench.journal().changeCrosswalk({ site: 'demo-plant', moves }, ANNA);
  if (!done.ok) throw new Error(done.failure.reason);
};
const row = (localCode: string, status: CrosswalkRow['status'] = 'approved'): CrosswalkMove => ({
  kind: 'add',
  row: { domain: 'material', system: 'shop', localCode, canonicalId: 'FG-1000', status },
});
const open = async () => {
  const found = await bench.journal().deadLetters({ state: 'open' });
  return found.ok ? found.value.map(({ message }) => (message.event as { id: string }).id) : [];
};

test('a proposal translates nothing; its approval sends on what waited, in order, and says so in the audit', async () => {
  const { send, replayed, close } = await run();
  for (const name of ['a', 'b', 'c']) expect(await send(document(name, 'X-1'))).toBe('unmapped');
  await change(row('X-1', 'proposed'));
  expect(await send(document('d', 'X-1'))).toBe('unmapped');
  expect(await open()).toEqual(['a', 'b', 'c', 'd']);
  const rows = await bench.journal().crosswalk('demo-plant');
  await change({ kind: 'approve', id: rows.ok ? (rows.value[0]?.id ?? 0) : 0 });
  await until('all went on', () => replayed().length === 4);
  expect(replayed()).toEqual(['a', 'b', 'c', 'd']);
  expect(await send(document('e', ' X-1 '))).toMatchObject({ data: { item: 'FG-1000' } });
  expect(await bench.journal().audit({})).toMatchObject({
    value: [
      ...Array.from({ length: 4 }, () => ({
        ...{ action: 'replay', actor: 'crosswalk', reason: 'released by crosswalk: material "X-1"' },
      })),
      { action: 'crosswalk', actor: 'anna' },
      { action: 'crosswalk', actor: 'anna' },
    ],
  });
  await close();
});

test('what still waits holds what came behind it in its order, and nothing else', async () => {
  const { send, replayed, close } = await run();
  await send(document('a', 'X-1'));
  await send(document('b', 'X-2'));
  await send(document('c', 'X-2', 'o2'));
  await change(row('X-2'));
  await until('the other order went on', () => replayed().length === 1);
  expect(replayed()).toEqual(['c']);
  await change(row('X-1'));
  await until('all went on', () => replayed().length === 3);
  expect(replayed()).toEqual(['c', 'a', 'b']);
  await close();
});

test('the mapper looks up in the same rows; a unit that it did not know goes on when its row appears', async () => {
  const { site, replayed, close } = await run();
  const map = prepareMapper(site);
  const reported = event('production.output.reported', { ...good, quantity: { value: '1', uom: 'QQ' } });
  const refused = map(reported);
  if (refused.ok) throw new Error('the unit is known');
  const message: Message = { event: reported, trail: [] };
  const letter = { stage: 'mapper', outlet: 'dlq-1', message, original: 1, failure: refused.failure };
  await bench.journal().bury(letter);
  const unit = {
    domain: 'uom' as const,
    system: '*',
    localCode: 'QQ',
    canonicalId: 'C62',
    status: 'approved' as const,
  };
  await change({ kind: 'add', row: unit });
  await until('it went on', () => replayed().length === 1);
  expect(map(reported)).toMatchObject({ value: { intent: { quantity: { value: '1', uom: 'C62' } } } });
  await close();
});

test('a row approved while nothing ran releases at the start, and one that came between look-up and letter too', async () => {
  const before = await run();
  await before.send(document('a', 'X-1'));
  await before.close();
  await change(row('X-1'));
  await bench.restart();
  const after = await run();
  await until('the first went on', () => after.replayed().length === 1);
  const late = await after.xref.handle(document('b', 'X-2'));
  await change(row('X-2'));
  await until(
    'the row is known',
    () => after.site.crosswalk.canonical('material', 'shop', 'X-2', '2026-11-20T12:00:00Z').ok,
  );
  const failure = late.kind === 'reject' ? late.failure : undefined;
  if (!failure) throw new Error('it was not known yet');
  const letter = { stage: 'mapper', outlet: 'dlq-1', message: document('b', 'X-2'), original: 1, failure };
  await bench.journal().bury(letter);
  await until('the second went on', () => after.replayed().length === 2);
  await after.close();
});

test('a message that is put aside again although its code is mapped is not sent round and round', async () => {
  const { context, send, replayed, close } = await run();
  await send(document('a', 'X-1'));
  const [failure] = await bench
    .journal()
    .deadLetters({})
    .then((found) => (found.ok ? found.value.map((one) => one.failure) : []));
  if (!failure) throw new Error('nothing was put aside');
  await change(row('X-1'));
  await until('it went on', () => replayed().length === 1);
  const letter = { stage: 'mapper', outlet: 'dlq-1', message: document('a', 'X-1'), original: 1, failure };
  await bench.journal().bury(letter);
  await bench.clock.advance(120_000);
  await send(document('z', 'X-9'));
  await until('both were looked at', () => context.reports.at(-1)?.text === '1 rows, 2 waiting');
  expect(await open()).toEqual(['a', 'z']);
  await close();
});

test('without codes to translate messages pass unchanged; without time or system they are refused', async () => {
  const plain = await run({});
  expect(await plain.send({ event: 7, trail: [] })).toBe(7);
  await plain.close();
  const { xref, close } = await run();
  const { event } = document('a', 'X-1');
  for (const lacking of ['time', 'originsystem'])
    expect(await xref.handle({ event: { ...(event as object), [lacking]: '' }, trail: [] })).toMatchObject({
      failure: { code: 'origin-missing' },
    });
  await close();
});

test('when the node closes, its rows are nobody else’s', async () => {
  await change(row('X-1'));
  const { site, close } = await run();
  const found = () => site.crosswalk.canonical('material', 'shop', 'X-1', '2026-11-20T12:00:00Z').ok;
  expect(found()).toBe(true);
  await close();
  expect(found()).toBe(false);
});
