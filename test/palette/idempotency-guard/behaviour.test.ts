import type { Message } from '../../../nodes/src/domain/message.ts';
import { startGuard } from '../../../nodes/src/palette/idempotency-guard/behaviour.ts';
import { definition } from '../../../nodes/src/palette/idempotency-guard/definition.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { orderMessage, posted, queueOptions } from '../../support/messages.ts';

const bench = journalBench();
const config = (change: object = {}) => definition.config.parse({ journal: 'journal', ...change });
const start = (change: object = {}) => started(startGuard(bench.context(config(change))));
const withData = (message: Message, data: unknown): Message => ({
  ...message,
  event: { ...(message.event as object), data },
});
const enqueue = async (message: Message) => {
  await bench.journal().openQueue(queueOptions());
  const stored = await bench.journal().enqueue({ queue: 'bookings', lane: 'or:1', priority: 1, message });
  expect(stored.ok).toBe(true);
};
const passed = async (guard: Awaited<ReturnType<typeof start>>, message: Message): Promise<Message> => {
  const outcome = await guard.handle(message);
  if (outcome.kind !== 'pass') throw new Error(`expected a pass, got ${outcome.kind}`);
  return outcome.message;
};

test('the first message passes with its key reserved', async () => {
  const guard = await start();
  const message = await passed(guard, orderMessage('a'));
  expect(message).toMatchObject({ reservation: { key: 'k1.a' }, event: { id: 'e-a' } });
});

test('the same message again waits while the first is on its way, and is a duplicate once it is stored', async () => {
  const guard = await start();
  const first = await passed(guard, orderMessage('a'));
  expect(await guard.handle(orderMessage('a'))).toMatchObject({
    kind: 'retry',
    failure: { code: 'duplicate-in-flight', class: 'transient' },
  });
  await enqueue(first);
  expect(await guard.handle(orderMessage('a'))).toEqual({
    kind: 'drop',
    reason: 'duplicate',
    note: '1 duplicate, last: queued',
  });
});

test('a duplicate takes its source event, so that the source stops offering it', async () => {
  const guard = await start();
  await enqueue(await passed(guard, orderMessage('a')));
  const message = orderMessage('a');
  await bench.journal().recordStep({ owner: 'c', counters: [], events: [{ eventId: 'e-a', message }], segments: [] });
  await guard.handle(message);
  expect(await bench.journal().untaken('c', 1)).toEqual({ ok: true, value: [] });
});

test('what a source stored under a name of its own is taken under that name', async () => {
  const guard = await start();
  await enqueue(await passed(guard, orderMessage('a')));
  const message = { ...orderMessage('a'), intake: 'i-1' };
  await bench.journal().recordStep({ owner: 's', counters: [], events: [{ eventId: 'i-1', message }], segments: [] });
  await guard.handle(message);
  expect(await bench.journal().untaken('s', 1)).toEqual({ ok: true, value: [] });
});

test('the same key with other data is rejected', async () => {
  const guard = await start();
  await enqueue(await passed(guard, orderMessage('a')));
  expect(await guard.handle(withData(orderMessage('a'), { quantity: { value: '13', uom: 'C62' } }))).toMatchObject({
    kind: 'reject',
    failure: { code: 'conflicting-duplicate', class: 'business', on: 'e-a' },
  });
});

test('fields that may differ do not make a conflict, whatever the order of the others', async () => {
  const guard = await start({ volatile: ['printedAt'] });
  await enqueue(await passed(guard, withData(orderMessage('a'), { lot: 'L1', n: 1, printedAt: '08:00' })));
  expect(await guard.handle(withData(orderMessage('a'), { printedAt: '09:00', n: 1, lot: 'L1' }))).toMatchObject({
    kind: 'drop',
    reason: 'duplicate',
  });
});

test('an event without a key is rejected with what to do', async () => {
  const guard = await start();
  const outcome = await guard.handle({ event: { id: 'x', data: {} }, trail: [] });
  expect(outcome).toMatchObject({ kind: 'reject', failure: { code: 'key-missing', on: 'x' } });
});

test('a posting is remembered 400 days after it was posted, over restarts', async () => {
  await enqueue(await passed(await start(), orderMessage('a')));
  const leased = await bench.journal().lease('bookings', 1);
  if (!leased.ok || !leased.value[0]) throw new Error('nothing leased');
  await bench.journal().settle(leased.value[0].token, { kind: 'delivered', receipt: posted });
  await bench.restart();
  const guard = await start();
  await bench.clock.advance(399 * 86_400_000);
  expect(await guard.handle(orderMessage('a'))).toMatchObject({ kind: 'drop', note: '1 duplicate, last: posted' });
  await bench.clock.advance(86_400_000);
  expect(await guard.handle(orderMessage('a'))).toMatchObject({ kind: 'pass' });
});

test('a status is forgotten after 35 days', async () => {
  const guard = await start();
  const plain = orderMessage('a');
  const message = { ...plain, event: { ...(plain.event as object), type: 'mfg.integration.message.rejected.v1' } };
  await enqueue(await passed(guard, message));
  const leased = await bench.journal().lease('bookings', 1);
  if (!leased.ok || !leased.value[0]) throw new Error('nothing leased');
  await bench.journal().settle(leased.value[0].token, { kind: 'delivered', receipt: posted });
  await bench.clock.advance(35 * 86_400_000 - 1);
  expect(await guard.handle(message)).toMatchObject({ kind: 'drop' });
  await bench.clock.advance(1);
  expect(await guard.handle(message)).toMatchObject({ kind: 'pass' });
});

test('a journal that is closing makes the message wait, not vanish', async () => {
  const guard = await start();
  await bench.journal().close();
  expect(await guard.handle(orderMessage('a'))).toMatchObject({ kind: 'retry', failure: { code: 'journal-closed' } });
});

test('it does not start without a journal', async () => {
  const context = bench.context(config({ journal: 'nowhere' }));
  expect(await startGuard(context)).toMatchObject({ ok: false, failure: { code: 'resource-missing' } });
});
