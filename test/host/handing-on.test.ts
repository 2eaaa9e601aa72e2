/** What enters another queue behind a delivery, over a real journal: never lost between the two, whoever is killed when. */
import type { Leased } from '../../nodes/src/domain/journal.ts';
import type { Message } from '../../nodes/src/domain/message.ts';
import { delivered } from '../../nodes/src/host/delivery.ts';
import { handingOn } from '../../nodes/src/host/handing-on.ts';
import { journalBench } from '../support/journal-bench.ts';
import { orderMessage, posted, queueOptions } from '../support/messages.ts';
import { until } from '../support/time.ts';

const bench = journalBench();
const isClaim = ({ event }: Message): boolean => (event as { id: string }).id === 'e-claim';

async function leased(name: string): Promise<Leased> {
  const journal = bench.journal();
  await journal.openQueue(queueOptions());
  await journal.enqueue({ queue: 'bookings', lane: name, priority: 1, message: orderMessage(name, name) });
  const answer = await journal.lease('bookings', 1);
  const [first] = answer.ok ? answer.value : [];
  if (!first) throw new Error('nothing was leased');
  return first;
}

function node() {
  const context = bench.context({}, 'write');
  return { context, handing: handingOn(context, 'written', bench.journal(), isClaim) };
}

const untaken = async (): Promise<readonly string[]> => {
  const answer = await bench.journal().untaken('write', 10);
  return answer.ok ? answer.value.map(({ eventId }) => eventId) : [];
};

test('it leaves once under a name of its own, and is forgotten when a queue has it', async () => {
  const { context, handing } = node();
  const { message } = await leased('claim');
  const outcome = await delivered(message, posted, 'written', bench.journal(), handing);
  expect(outcome).toMatchObject({ kind: 'pass', message: { receipt: posted, intake: expect.stringMatching(/^h-/) } });
  const [name = ''] = await untaken();
  await bench.journal().take(name);
  await bench.clock.advance(60_000);
  expect(context.emitted).toEqual([]);
  await handing.close();
});

test('killed behind the settlement, it leaves after the restart, receipt and all', async () => {
  const first = node();
  const { message } = await leased('claim');
  await delivered(message, posted, 'written', bench.journal(), first.handing);
  await first.handing.close();
  await bench.restart();
  const { context, handing } = node();
  await until('it leaves', () => context.emitted.length === 1);
  expect(context.emitted[0]).toMatchObject({ port: 'written', message: { event: { id: 'e-claim' }, receipt: posted } });
  await handing.close();
});

test('what only a screen shows is not stored', async () => {
  const { handing } = node();
  const { message } = await leased('plain');
  const outcome = await delivered(message, posted, 'written', bench.journal(), handing);
  expect(outcome).toMatchObject({ kind: 'pass', message: { receipt: posted } });
  expect(await untaken()).toEqual([]);
  await handing.close();
});
