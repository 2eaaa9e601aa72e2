/** Events from a real journal's queue to another system over HTTP: settled when it has them, kept while it has not. */
import { peerAt } from '../../../nodes/src/adapters/http/peer.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import type { HttpPeer } from '../../../nodes/src/domain/publishing/peer.ts';
import { sender } from '../../../nodes/src/palette/webhook-out/behaviour.ts';
import { canonicalEvent } from '../../support/canonical-event.ts';
import { HttpReceiver } from '../../support/http-receiver.ts';
import { journalBench } from '../../support/journal-bench.ts';
import { queueOptions } from '../../support/messages.ts';

const bench = journalBench();
let receiver: HttpReceiver;
beforeEach(async () => {
  receiver = new HttpReceiver();
  await receiver.start();
});
afterEach(() => receiver.stop());

const QUEUE = 'to-mes';
function webhook(system = ''): ReturnType<typeof sender> {
  const settings = { url: receiver.url, secrets: [], deadlineMs: 30_000, verifyCertificate: true };
  const peer: HttpPeer = { name: 'mes', system, ...peerAt(settings, bench.clock) };
  return sender({ path: '/orders', body: 'event' }, { peer, journal: bench.journal(), clock: bench.clock });
}

async function queued(event: object): Promise<void> {
  const journal = bench.journal();
  await journal.openQueue(queueOptions({ queue: QUEUE, holdLaneOnBury: false }));
  await journal.enqueue({ queue: QUEUE, lane: 'lane', priority: 1, message: { event, trail: [] } });
}

async function leased(): Promise<Message> {
  const answer = await bench.journal().lease(QUEUE, 1);
  const one = answer.ok ? answer.value[0] : undefined;
  if (!one) throw new Error('nothing to lease');
  return { ...one.message, delivery: one.token };
}

const queue = async () => (await bench.journal().stats()).queues?.[QUEUE];

test('an event is delivered when the other side accepted it, with its answer in the receipt', async () => {
  receiver.react = () => ({ status: 202, body: { state: 'accepted' } });
  await queued(canonicalEvent({ id: 'e-9' }));
  const outcome = await webhook().handle?.(await leased());
  expect(outcome).toMatchObject({
    kind: 'pass',
    port: 'accepted',
    message: {
      receipt: { verdict: 'accepted', readBack: { peer: 'mes', status: 202, answer: { state: 'accepted' } } },
    },
  });
  expect(receiver.received).toMatchObject([{ path: '/orders', headers: { 'webhook-id': 'e-9' } }]);
  expect(await queue()).toMatchObject({ ready: 0, leased: 0, delivered: 1 });
});

test('killed between answer and settlement: it goes out again under the same id, and the queue is empty after it', async () => {
  receiver.react = () => ({ status: 202 });
  await queued(canonicalEvent({ id: 'e-9' }));
  const lost = await leased();
  await webhook().handle?.({ ...lost, delivery: undefined } as unknown as Message);
  await bench.restart();
  await bench.journal().openQueue(queueOptions({ queue: QUEUE }));
  await bench.clock.advance(60_000);
  expect(await webhook().handle?.(await leased())).toMatchObject({ kind: 'pass' });
  expect(receiver.received.map(({ headers, body }) => [headers['webhook-id'], body])).toEqual([
    ['e-9', receiver.received[0]?.body],
    ['e-9', receiver.received[0]?.body],
  ]);
  expect(await queue()).toMatchObject({ ready: 0, leased: 0, verifying: 0, delivered: 1 });
});

test('handled twice it settles once; the second lease is stale', async () => {
  await queued(canonicalEvent());
  const message = await leased();
  expect(await webhook().handle?.(message)).toMatchObject({ kind: 'pass' });
  expect(await webhook().handle?.(message)).toMatchObject({ kind: 'drop', reason: 'duplicate' });
});

test('what may get better is tried again, what is refused for good is rejected with the words of the other side', async () => {
  const outcome = async (status: number, body?: unknown) => {
    receiver.react = () => ({ status, ...(body === undefined ? {} : { body }) });
    return webhook().handle?.({ event: canonicalEvent(), trail: [] });
  };
  expect(await outcome(503)).toMatchObject({ kind: 'retry', failure: { code: 'http-busy' } });
  expect(await outcome(401)).toMatchObject({ kind: 'retry', failure: { class: 'authorisation' } });
  expect(await outcome(422, { detail: 'order is closed' })).toMatchObject({
    kind: 'reject',
    failure: { code: 'http-refused', on: `${receiver.url}/orders`, cause: 'HTTP 422: order is closed' },
  });
  receiver.react = () => 'silence';
  expect(await webhook().handle?.({ event: canonicalEvent(), trail: [] })).toMatchObject({
    kind: 'retry',
    failure: { code: 'http-no-answer', answerLost: true },
  });
});

test('what comes from the other side is not sent back to it, and leaves the queue', async () => {
  await queued(canonicalEvent({ originsystem: 'mes' }));
  const outcome = await webhook('mes').handle?.(await leased());
  expect(outcome).toMatchObject({ kind: 'pass', message: { receipt: { verdict: 'noted' } } });
  expect(receiver.received).toEqual([]);
  expect(await queue()).toMatchObject({ leased: 0, delivered: 1 });
});

test('what is no event is refused before anything is sent', async () => {
  expect(await webhook().handle?.({ event: { any: 'thing' }, trail: [] })).toMatchObject({
    kind: 'reject',
    failure: { code: 'not-an-event' },
  });
  expect(receiver.received).toEqual([]);
});
