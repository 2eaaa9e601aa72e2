import { eventText } from '../../../nodes/src/domain/delivery/routing.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import { startOutbox } from '../../../nodes/src/palette/outbox/behaviour.ts';
import { definition } from '../../../nodes/src/palette/outbox/definition.ts';
import { queueStatus } from '../../../nodes/src/palette/outbox/queue-status.ts';
import { journalBench, started, type Witnessed } from '../../support/journal-bench.ts';
import { failureOf, orderMessage, posted } from '../../support/messages.ts';
import { settled, until } from '../../support/time.ts';

const bench = journalBench();
const config = (change: object = {}) => definition.config.parse({ journal: 'journal', ...change });
type Context = Witnessed<ReturnType<typeof config>>;

const start = async (change: object = {}) => {
  const context = bench.context(config(change), 'outbox-1');
  const outbox = await started(startOutbox(context));
  return { context, outbox };
};
const arrived = async (context: Context, count: number): Promise<Message[]> => {
  await until(`${count} deliveries`, () => context.emitted.length >= count);
  return context.emitted.map(({ message }) => message);
};
const settle = async (message: Message | undefined, failure?: ReturnType<typeof failureOf>) => {
  if (!message?.delivery) throw new Error('not under a lease');
  const how = failure ? ({ kind: 'failed', failure } as const) : ({ kind: 'delivered', receipt: posted } as const);
  expect((await bench.journal().settle(message.delivery, how)).ok).toBe(true);
};
const nameOf = (message: Message | undefined): string => eventText(message ?? { event: null, trail: [] }, 'id') ?? '';

test('a message is stored and leaves by deliver under a lease; nothing is passed through', async () => {
  const { context, outbox } = await start();
  expect(await outbox.handle(orderMessage('a'))).toEqual({ kind: 'pass-all', messages: [], port: 'deliver' });
  const [message] = await arrived(context, 1);
  expect(message).toMatchObject({ event: { id: 'e-a' }, delivery: { queue: 'outbox-1', attempt: 1, verify: false } });
  expect(context.emitted[0]?.port).toBe('deliver');
  await outbox.close?.();
});

test('the quantity of the intent is in the order’s ledger from then on', async () => {
  const { outbox } = await start();
  await outbox.handle(orderMessage('a'));
  expect(await bench.journal().orderLedger('MUC1:or:MO-1')).toMatchObject({
    value: { facts: [{ use: 'good', quantity: '12', state: 'queued', key: 'k1.a' }] },
  });
  await outbox.close?.();
});

test('what was posted may be told to another system as well, and counts once', async () => {
  const { outbox } = await start();
  await outbox.handle(orderMessage('a'));
  expect(await outbox.handle(orderMessage('a'))).toMatchObject({ kind: 'reject' });
  expect(await outbox.handle({ ...orderMessage('a'), receipt: posted })).toMatchObject({ kind: 'pass-all' });
  expect(await bench.journal().orderLedger('MUC1:or:MO-1')).toMatchObject({ value: { facts: [{ key: 'k1.a' }] } });
  await outbox.close?.();
});

test('the next one leaves when the first is settled, of any order, one in flight', async () => {
  const { context, outbox } = await start();
  for (const name of ['a', 'b', 'c']) await outbox.handle(orderMessage(name, `MUC1:or:${name}`));
  const [first] = await arrived(context, 1);
  await settle(first);
  const [, second] = await arrived(context, 2);
  await settle(second);
  expect((await arrived(context, 3)).map(nameOf)).toEqual(['e-a', 'e-b', 'e-c']);
  await outbox.close?.();
});

test('with more in flight, orders go side by side and each keeps its order', async () => {
  const { context, outbox } = await start({ concurrency: 4 });
  for (const name of ['a1', 'a2', 'b1', 'b2']) await outbox.handle(orderMessage(name, `MUC1:or:${name[0]}`));
  expect((await arrived(context, 2)).map(nameOf)).toEqual(['e-a1', 'e-b1']);
  await outbox.close?.();
});

test('a message that failed leaves again when its pause is over', async () => {
  const { context, outbox } = await start({ firstPauseSeconds: 10 });
  await outbox.handle(orderMessage('a'));
  const [first] = await arrived(context, 1);
  await settle(first, failureOf('transient'));
  await until(
    'the pause',
    async () => {
      await bench.clock.advance(1_000);
      return context.emitted.length > 1;
    },
    10_000,
    20,
  );
  expect((await arrived(context, 2))[1]?.delivery?.attempt).toBe(2);
  await outbox.close?.();
});

test('what was waiting before a restart leaves after it', async () => {
  const before = await start();
  for (const name of ['a', 'b']) await before.outbox.handle(orderMessage(name));
  await arrived(before.context, 1);
  await before.outbox.close?.();
  await bench.restart();
  const after = await start();
  const [first] = await arrived(after.context, 1);
  expect(nameOf(first)).toBe('e-a');
  expect(first?.delivery?.verify).toBe(true);
  await settle(first);
  expect(nameOf((await arrived(after.context, 2))[1])).toBe('e-b');
  await after.outbox.close?.();
});

test('after close nothing is handed out, and nothing is left under a lease', async () => {
  const { context, outbox } = await start({ concurrency: 8 });
  const stored = [1, 2, 3].map((n) => outbox.handle(orderMessage(`m${n}`, `MUC1:or:${n}`)));
  await outbox.close?.();
  await Promise.all(stored);
  await settled();
  const { outbox: numbers } = await bench.journal().stats();
  expect(numbers.leased).toBe(context.emitted.length);
  expect(numbers.leased + numbers.ready + numbers.waiting).toBe(3);
});

test('a message without an ordering scope, and one that is under a lease already, are rejected', async () => {
  const { outbox } = await start();
  expect(await outbox.handle({ event: { id: 'x' }, trail: [] })).toMatchObject({
    kind: 'reject',
    failure: { code: 'lane-missing' },
  });
  const delivery = { queue: 'q', id: 1, attempt: 1, lease: 'x.1', verify: false };
  expect(await outbox.handle({ ...orderMessage('a'), delivery })).toMatchObject({
    kind: 'reject',
    failure: { code: 'already-queued' },
  });
  await outbox.close?.();
});

test('the same quantity twice without a guard is rejected', async () => {
  const { outbox } = await start();
  await outbox.handle(orderMessage('a'));
  expect(await outbox.handle(orderMessage('a'))).toMatchObject({ kind: 'reject', failure: { code: 'fact-exists' } });
  await outbox.close?.();
});

test('a journal that takes nothing makes the message wait', async () => {
  const { outbox } = await start();
  await outbox.close?.();
  await bench.journal().close();
  expect(await outbox.handle(orderMessage('a'))).toMatchObject({ kind: 'retry', failure: { code: 'journal-closed' } });
});

test('two outboxes of one name share a queue and do not deliver anything twice', async () => {
  const one = await start({ queue: 'bookings', concurrency: 2 });
  const two = await start({ queue: 'bookings', concurrency: 2 });
  for (const name of ['a', 'b', 'c', 'd']) await one.outbox.handle(orderMessage(name, `MUC1:or:${name}`));
  const all = () => [...one.context.emitted, ...two.context.emitted];
  await until('two deliveries', () => all().length >= 2);
  expect(all().length).toBe(2);
  await Promise.all(all().map(({ message }) => settle(message)));
  await until('four deliveries', () => all().length >= 4);
  expect(
    all()
      .map(({ message }) => nameOf(message))
      .sort(),
  ).toEqual(['e-a', 'e-b', 'e-c', 'e-d']);
  await one.outbox.close?.();
  await two.outbox.close?.();
});

test('the status line says what the journal holds', async () => {
  const { context, outbox } = await start();
  for (const name of ['a', 'b']) await outbox.handle(orderMessage(name));
  await arrived(context, 1);
  await until(
    'the numbers',
    async () => {
      await bench.clock.advance(300);
      return context.reports.at(-1)?.text === '1 ready, 1 in flight';
    },
    10_000,
    20,
  );
  await outbox.close?.();
});

describe('a status line', () => {
  const none = { ready: 0, leased: 0, waiting: 0, verifying: 0, oldestAgeMs: 0, delivered: 9 };
  test.each([
    [none, { health: 'idle', text: 'empty' }],
    [
      { ...none, ready: 3, leased: 1, oldestAgeMs: 59_000 },
      { health: 'ok', text: '3 ready, 1 in flight' },
    ],
    [
      { ...none, waiting: 2, oldestAgeMs: 61_000 },
      { health: 'waiting', text: '2 waiting, oldest 1 min' },
    ],
    [
      { ...none, verifying: 1, oldestAgeMs: 900_000 },
      { health: 'degraded', text: '1 in doubt, oldest 15 min' },
    ],
    [
      { ...none, ready: 1, oldestAgeMs: 3 * 86_400_000 },
      { health: 'degraded', text: '1 ready, oldest 3 d' },
    ],
  ])('of %j reads %j', (stats, report) => {
    expect(queueStatus(stats)).toEqual(report);
  });
});
