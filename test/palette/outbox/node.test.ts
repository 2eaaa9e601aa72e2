/** Journal, guard, outbox and dead letters inside Node-RED, wired as in a flow. */
import type { DeliveryToken } from '../../../nodes/src/domain/message.ts';
import type { RedMessage } from '../../../nodes/src/host/red.ts';
import { openJournals } from '../../../nodes/src/host/resources.ts';
import dlqEntry from '../../../nodes/src/palette/dlq/dlq.ts';
import guardEntry from '../../../nodes/src/palette/idempotency-guard/idempotency-guard.ts';
import journalEntry from '../../../nodes/src/palette/journal/journal.ts';
import outboxEntry from '../../../nodes/src/palette/outbox/outbox.ts';
import { failureOf, orderMessage, posted } from '../../support/messages.ts';
import { nodeBench } from '../../support/nodes.ts';
import { until } from '../../support/time.ts';

jest.setTimeout(30_000);
const load = nodeBench();
const entries = [journalEntry, guardEntry, outboxEntry, dlqEntry];
let runs = 0;

/** A file per test: the user directory is shared by all of them. */
const flow = (file = `j${++runs}.sqlite`) => [
  { id: 'journal', type: 'plantwire-journal', configVersion: 1, file, reserveMb: '0', minFreeMb: '0' },
  {
    id: 'guard',
    type: 'plantwire-idempotency-guard',
    configVersion: 1,
    journal: 'journal',
    wires: [['outbox'], ['dlq']],
  },
  {
    id: 'outbox',
    type: 'plantwire-outbox',
    configVersion: 1,
    journal: 'journal',
    concurrency: '2',
    wires: [['sink'], ['dlq']],
  },
  { id: 'dlq', type: 'plantwire-dlq', configVersion: 1, journal: 'journal', wires: [['again']] },
  { id: 'sink', type: 'helper' },
  { id: 'again', type: 'helper' },
];
const msg = (name: string, lane?: string): RedMessage => {
  const { event, intent } = orderMessage(name, lane);
  return { payload: event, intent, topic: 'press 1' };
};
const journal = () => {
  const [first] = openJournals('journal');
  if (!first) throw new Error('the journal node is not open');
  return first;
};
const nowhere: DeliveryToken = { queue: '', id: 0, attempt: 0, lease: '', verify: false };
const tokenOf = (message: RedMessage | undefined): DeliveryToken =>
  (message?.['plantwire'] as { delivery?: DeliveryToken } | undefined)?.delivery ?? nowhere;
const nameOf = (message: RedMessage | undefined) => (message?.payload as { id?: string } | undefined)?.id;

test('a message goes through guard and outbox once, and its delivery token is plain data of msg', async () => {
  const nodes = await load(entries, flow());
  for (let copy = 0; copy < 3; copy += 1) nodes.send('guard', msg('a'));
  const [delivered] = await nodes.arrive('sink');
  expect(delivered).toMatchObject({
    payload: { id: 'e-a' },
    intent: { kind: 'produce' },
    plantwire: { delivery: { queue: 'outbox', attempt: 1, verify: false } },
  });
  await nodes.shows('guard', 'duplicate');
  expect(await journal().settle(tokenOf(delivered), { kind: 'delivered', receipt: posted })).toMatchObject({
    ok: true,
  });
  await nodes.shows('outbox', 'empty');
  expect(nodes.received['sink']).toHaveLength(1);
});

test('what was waiting leaves after a restart of the flows', async () => {
  const saved = flow();
  const before = await load(entries, saved);
  for (const name of ['a', 'b']) before.send('guard', msg(name));
  await before.arrive('sink');
  const after = await load(entries, saved);
  const [first] = await after.arrive('sink');
  expect([nameOf(first), tokenOf(first).verify]).toEqual(['e-a', true]);
  await journal().settle(tokenOf(first), { kind: 'delivered', receipt: posted });
  expect(nameOf((await after.arrive('sink', 2))[1])).toBe('e-b');
});

test('a refused delivery is a dead letter that names the flow, and holds its order', async () => {
  const nodes = await load(entries, flow());
  nodes.send('guard', msg('a', 'MUC1:or:1'));
  nodes.send('guard', msg('b', 'MUC1:or:1'));
  nodes.send('guard', msg('c', 'MUC1:or:2'));
  const [first] = await nodes.arrive('sink', 2);
  await journal().settle(tokenOf(first), { kind: 'refused', failure: failureOf('business', 'lot-missing') });
  nodes.send('dlq', { ...first, failure: failureOf('business', 'lot-missing') });
  await nodes.shows('dlq', '1 open');
  const letters = await journal().deadLetters();
  expect(letters).toMatchObject({ value: [{ flow: 'Line 3', failure: { code: 'lot-missing' }, lane: 'MUC1:or:1' }] });
  expect((await journal().stats()).outbox).toMatchObject({ ready: 1, leased: 1 });
  await journal().replay(letters.ok ? (letters.value[0]?.id ?? 0) : 0);
  expect(nameOf((await nodes.arrive('sink', 3))[2])).toBe('e-a');
});

test('a message rejected before the outbox is buried, and its replay leaves by replayed', async () => {
  const nodes = await load(entries, flow());
  const { payload } = msg('a');
  const { idempotencykey: _key, ...keyless } = payload as Record<string, unknown>;
  nodes.send('guard', { payload: keyless });
  await nodes.shows('dlq', '1 open');
  const letters = await journal().deadLetters();
  expect(letters).toMatchObject({ value: [{ failure: { code: 'key-missing' }, stage: 'idempotency guard' }] });
  await journal().replay(letters.ok ? (letters.value[0]?.id ?? 0) : 0);
  expect((await nodes.arrive('again'))[0]?.payload).toEqual(keyless);
});

test('a journal whose file cannot be opened is said at the journal and stops nobody else’s messages from being kept', async () => {
  const nodes = await load(entries, flow('/proc/version/j.sqlite'));
  await nodes.shows('guard', 'cannot be opened');
  await until('the log says it', () => nodes.logged().some((line) => line.includes('Could not open the journal')));
});

test('the button of the journal’s form answers with its file and numbers', async () => {
  const nodes = await load(entries, flow('checked.sqlite'));
  await until('the journal is open', () => openJournals('journal').length === 1);
  const reply = await fetch(`${nodes.url}/plantwire/action/journal/check`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'journal', config: { file: 'checked.sqlite' }, secrets: {} }),
  });
  expect(await reply.json()).toMatchObject({ ok: true, text: expect.stringContaining('checked.sqlite: 0 queued') });
});
