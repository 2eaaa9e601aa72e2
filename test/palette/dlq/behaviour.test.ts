import type { DeadLetter } from '../../../nodes/src/domain/journal.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import { startDlq } from '../../../nodes/src/palette/dlq/behaviour.ts';
import { definition } from '../../../nodes/src/palette/dlq/definition.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf, orderMessage, queueOptions } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

const bench = journalBench();
const start = async (id = 'dlq-1') => {
  const context = bench.context(definition.config.parse({ journal: 'journal' }), id);
  return { context, dlq: await started(startDlq(context)) };
};
const rejected = (message: Message): Message => ({
  ...message,
  failure: failureOf('data', 'lot-missing'),
  trail: [{ stage: 'canonical mapper', at: '2026-11-20T08:00:00.000Z', verdict: 'lot-missing' }],
});
const letters = async (): Promise<readonly DeadLetter[]> => {
  const found = await bench.journal().deadLetters();
  if (!found.ok) throw new Error(found.failure.reason);
  return found.value;
};
const replay = async (id: number | undefined) => {
  expect(await bench.journal().replay(id ?? 0)).toMatchObject({ ok: true });
};

test('a rejected message is kept with where, why and what arrived', async () => {
  const { dlq } = await start();
  expect(await dlq.handle(rejected(orderMessage('a')))).toEqual({
    kind: 'drop',
    reason: 'filtered',
    note: 'dead letter 1: lot-missing',
  });
  expect(await letters()).toMatchObject([
    { stage: 'canonical mapper', flow: 'Line 3', failure: { code: 'lot-missing' }, original: { id: 'e-a' } },
  ]);
  await dlq.close?.();
});

test('a letter knows its owner, until when to decide, and which version of flow and map refused it', async () => {
  const config = definition.config.parse({ journal: 'journal', owner: ' shift lead ', answerWithinHours: '2' });
  const context = { ...bench.context(config, 'dlq-1'), flowVersion: () => 'f-1' };
  const dlq = await started(startDlq(context));
  await dlq.handle({ ...rejected(orderMessage('a')), versions: { map: 'm-1' } });
  expect(await letters()).toMatchObject([
    { owner: 'shift lead', dueAt: bench.clock.now() + 2 * 3_600_000, versions: { map: 'm-1', flow: 'f-1' } },
  ]);
  await dlq.close?.();
});

test('a message without a reason says so', async () => {
  const { dlq } = await start();
  await dlq.handle({ event: 'what is this', trail: [] });
  expect(await letters()).toMatchObject([{ failure: { code: 'no-reason', on: 'Line 3' }, original: 'what is this' }]);
  await dlq.close?.();
});

test('a message the outbox buried already gets no second letter', async () => {
  const { dlq } = await start();
  await bench.journal().openQueue(queueOptions());
  const message = orderMessage('a');
  await bench.journal().enqueue({ queue: 'bookings', lane: 'or:1', priority: 1, message });
  const leased = await bench.journal().lease('bookings', 1);
  if (!leased.ok || !leased.value[0]) throw new Error('nothing leased');
  const [{ token, message: carried }] = [leased.value[0]];
  await bench.journal().settle(token, { kind: 'refused', failure: failureOf('business') });
  await dlq.handle({ ...rejected(carried), trail: [{ stage: 'odoo write', at: '', verdict: '' }] });
  expect(await letters()).toMatchObject([{ stage: 'odoo write', flow: 'Line 3', queue: 'bookings' }]);
  await dlq.close?.();
});

test('a replayed letter leaves by replayed once, and again after a restart until somebody takes it', async () => {
  const { context, dlq } = await start();
  await dlq.handle(rejected(orderMessage('a')));
  await replay((await letters())[0]?.id);
  await until('the replay', () => context.emitted.length > 0);
  expect(context.emitted).toMatchObject([{ port: 'replayed', message: { event: { id: 'e-a' } } }]);
  await dlq.handle(rejected(orderMessage('b')));
  expect(context.emitted).toHaveLength(1);
  await dlq.close?.();
  await bench.restart();
  const again = await start();
  await until('the replay after the restart', () => again.context.emitted.length > 0);
  await bench.journal().take('e-a');
  await again.dlq.close?.();
  await bench.restart();
  const third = await start();
  await third.dlq.handle(rejected(orderMessage('c')));
  await replay((await letters()).at(-1)?.id);
  await until('the other replay', () => third.context.emitted.length > 0);
  expect(third.context.emitted).toMatchObject([{ message: { event: { id: 'e-c' } } }]);
  await third.dlq.close?.();
});

test('a message that fails again can be replayed again', async () => {
  const { context, dlq } = await start();
  for (const round of [1, 2, 3]) {
    await dlq.handle(rejected(orderMessage('a')));
    await replay((await letters()).at(-1)?.id);
    await until(`replay ${round}`, () => context.emitted.length === round);
  }
  expect((await letters()).map(({ state }) => state)).toEqual(['replayed', 'replayed', 'replayed']);
  await dlq.close?.();
});

test('a replay leaves through the node that buried it', async () => {
  const one = await start('dlq-1');
  const two = await start('dlq-2');
  await two.dlq.handle(rejected(orderMessage('a')));
  await replay((await letters())[0]?.id);
  await until('the replay', () => two.context.emitted.length > 0);
  expect(one.context.emitted).toEqual([]);
  await one.dlq.close?.();
  await two.dlq.close?.();
});

test('raw data is replayed once and needs nobody to take it', async () => {
  const { context, dlq } = await start();
  await dlq.handle(rejected({ event: { samples: [{ value: Number.NaN }] }, trail: [] }));
  await replay((await letters())[0]?.id);
  await until('the replay', () => context.emitted.length > 0);
  expect(context.emitted[0]?.message.event).toEqual({ samples: [{ value: Number.NaN }] });
  await until('it is taken', async () => (await bench.journal().stats()).untakenEvents === 0);
  await dlq.close?.();
});

test('the status line counts open letters', async () => {
  const { context, dlq } = await start();
  await until(
    'nothing open',
    async () => {
      await bench.clock.advance(300);
      return context.reports.at(-1)?.text === 'none open';
    },
    10_000,
    20,
  );
  await dlq.handle(rejected(orderMessage('a')));
  await until(
    'one open',
    async () => {
      await bench.clock.advance(300);
      return context.reports.at(-1)?.text === '1 open';
    },
    10_000,
    20,
  );
  expect(context.reports.at(-1)?.health).toBe('degraded');
  await dlq.close?.();
});

test('a journal that takes nothing makes the message wait', async () => {
  const { dlq } = await start();
  await dlq.close?.();
  await bench.journal().close();
  expect(await dlq.handle(rejected(orderMessage('a')))).toMatchObject({ kind: 'retry' });
});
