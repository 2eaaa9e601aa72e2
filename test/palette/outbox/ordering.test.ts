/** Numbered events that come out of order, through a real journal. */
import type { EnqueueRequest, Journal } from '../../../nodes/src/domain/journal.ts';
import type { Message } from '../../../nodes/src/domain/message.ts';
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { startOutbox } from '../../../nodes/src/palette/outbox/behaviour.ts';
import { definition } from '../../../nodes/src/palette/outbox/definition.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf, orderMessage, posted } from '../../support/messages.ts';
import { settled, until } from '../../support/time.ts';

const bench = journalBench();

const numbered = (count: number, lane = 'MUC1:or:A'): Message => {
  const message = orderMessage(`n${count}`, lane);
  const sequence = `0000000001-${String(count).padStart(12, '0')}`;
  return { ...message, event: { ...(message.event as object), sequence } };
};

/** As the outbox stores it, though the process ends before it knows. */
const asQueued = (message: Message): EnqueueRequest => ({
  ...{ queue: 'outbox-1', lane: 'MUC1:or:A', priority: 1, message },
});

async function start(change: object = {}) {
  const config = definition.config.parse({ journal: 'journal', reorderSeconds: 5, ...change });
  const context = bench.context(config, 'outbox-1');
  const outbox = await started(startOutbox(context));
  const left = (port = 'deliver') =>
    context.emitted.filter((one) => one.port === port).map(({ message }) => (message.event as { id: string }).id);
  let done = 0;
  /** Delivers what leaves, until so many left. */
  const deliver = async (count: number): Promise<void> => {
    await until(`${count} deliveries`, async () => {
      const [next] = context.emitted.filter(({ port }) => port === 'deliver').slice(done);
      if (next?.message.delivery) {
        done += 1;
        await bench.journal().settle(next.message.delivery, { kind: 'delivered', receipt: posted });
      }
      return done >= count;
    });
  };
  return { context, outbox, left, deliver };
}

test('what came early leaves after what it waited for, though that came later', async () => {
  const one = await start();
  await one.outbox.handle(numbered(1));
  await one.deliver(1);
  for (const count of [3, 4, 2]) await one.outbox.handle(numbered(count));
  await one.deliver(4);
  expect(one.left()).toEqual(['e-n1', 'e-n2', 'e-n3', 'e-n4']);
  await one.outbox.close?.();
});

test('while it waits it is on disk, untried, and nothing of it left', async () => {
  const one = await start();
  await one.outbox.handle(numbered(1));
  await one.deliver(1);
  await one.outbox.handle(numbered(3));
  await until('it to wait', async () => (await bench.journal().stats()).outbox.waiting === 1);
  expect(one.left()).toEqual(['e-n1']);
  await one.outbox.close?.();
});

test('when the time is over it leaves all the same, and a latecomer after it', async () => {
  const one = await start();
  await one.outbox.handle(numbered(1));
  await one.deliver(1);
  await one.outbox.handle(numbered(3));
  await until('it to wait', async () => (await bench.journal().stats()).outbox.waiting === 1);
  await bench.clock.advance(5_000);
  await one.deliver(2);
  await one.outbox.handle(numbered(2));
  await one.deliver(3);
  expect(one.left()).toEqual(['e-n1', 'e-n3', 'e-n2']);
  await one.outbox.close?.();
});

test('or goes to a person, when that is declared: buried, and shown by rejected', async () => {
  const one = await start({ reorderGap: 'park' });
  await one.outbox.handle(numbered(1));
  await one.deliver(1);
  await one.outbox.handle(numbered(3));
  await until('it to wait', async () => (await bench.journal().stats()).outbox.waiting === 1);
  await bench.clock.advance(5_000);
  await until('the dead letter', () => one.left('rejected').length === 1);
  expect(await bench.journal().deadLetters()).toMatchObject({
    value: [{ state: 'open', failure: { code: 'sequence-gap', class: 'business' } }],
  });
  expect(one.left()).toEqual(['e-n1']);
  await one.outbox.close?.();
});

test('other orders and other sources do not wait', async () => {
  const one = await start();
  await one.outbox.handle(numbered(1));
  await one.deliver(1);
  await one.outbox.handle(numbered(3));
  await one.outbox.handle(orderMessage('other', 'MUC1:or:A'));
  await one.deliver(2);
  expect(one.left()).toEqual(['e-n1', 'e-other']);
  await one.outbox.close?.();
});

test('without waiting time numbers are not looked at', async () => {
  const one = await start({ reorderSeconds: 0 });
  for (const count of [1, 3, 2]) await one.outbox.handle(numbered(count));
  await one.deliver(3);
  expect(one.left()).toEqual(['e-n1', 'e-n3', 'e-n2']);
  await settled();
  await one.outbox.close?.();
});

describe('after a restart', () => {
  const restarted = async (one: Awaited<ReturnType<typeof start>>, change: object = {}) => {
    await one.outbox.close?.();
    await bench.restart();
    return start(change);
  };
  const waiting = (count: number) =>
    until(`${count} to wait`, async () => (await bench.journal().stats()).outbox.waiting === count);

  test('a later number does not pass an earlier one that comes after it', async () => {
    const before = await start();
    await before.outbox.handle(numbered(1));
    await before.deliver(1);
    const one = await restarted(before);
    await one.outbox.handle(numbered(3));
    await waiting(1);
    await one.outbox.handle(numbered(2));
    await one.deliver(2);
    expect(one.left()).toEqual(['e-n2', 'e-n3']);
    await one.outbox.close?.();
  });

  test('what waited before goes on waiting, and leaves in its turn', async () => {
    const before = await start();
    await before.outbox.handle(numbered(1));
    await before.deliver(1);
    await before.outbox.handle(numbered(3));
    await waiting(1);
    const one = await restarted(before);
    await one.outbox.handle(numbered(4));
    await waiting(2);
    await one.outbox.handle(numbered(2));
    await one.deliver(3);
    expect(one.left()).toEqual(['e-n2', 'e-n3', 'e-n4']);
    await one.outbox.close?.();
  });

  test('a latecomer still goes first, though it was taken before the restart and what it goes before as well', async () => {
    const before = await start();
    await before.outbox.handle(numbered(1));
    await before.deliver(1);
    await before.outbox.close?.();
    for (const count of [3, 2]) await bench.journal().enqueue(asQueued(numbered(count)));
    const one = await restarted(before);
    await one.deliver(2);
    expect(one.left()).toEqual(['e-n2', 'e-n3']);
    await one.outbox.close?.();
  });

  test('what was given up stays given up: nobody waits for it again, and it goes when it comes', async () => {
    const before = await start();
    await before.outbox.handle(numbered(1));
    await before.deliver(1);
    await before.outbox.handle(numbered(3));
    await waiting(1);
    await bench.clock.advance(5_000);
    await before.deliver(2);
    const one = await restarted(before);
    for (const count of [4, 2]) await one.outbox.handle(numbered(count));
    await one.deliver(2);
    expect(one.left()).toEqual(['e-n4', 'e-n2']);
    await one.outbox.close?.();
  });

  test('of an outbox that does not look at numbers a later one begins anew', async () => {
    const before = await start();
    await before.outbox.handle(numbered(1));
    await before.deliver(1);
    const without = await restarted(before, { reorderSeconds: 0 });
    await without.outbox.handle(numbered(2));
    await without.deliver(1);
    const one = await restarted(without);
    await one.outbox.handle(numbered(3));
    await one.deliver(1);
    expect(one.left()).toEqual(['e-n3']);
    await one.outbox.close?.();
  });
});

test('nothing leaves before its place in the row is kept', async () => {
  const context = bench.context(definition.config.parse({ journal: 'journal', reorderSeconds: 5 }), 'outbox-1');
  const state = { isFull: true };
  const journal: Journal = {
    ...bench.journal(),
    recordStep: async (step) =>
      state.isFull ? fail(failureOf('transient', 'journal-full')) : bench.journal().recordStep(step),
  };
  const resource = async <T>(): Promise<Result<T>> => ok(journal as T);
  const outbox = await started(startOutbox({ ...context, resource }));
  await outbox.handle?.(numbered(1));
  await until('it to be put back', async () => (await bench.journal().stats()).outbox.waiting === 1);
  expect(context.emitted).toEqual([]);
  state.isFull = false;
  await bench.clock.advance(5_000);
  await until('it to leave', () => context.emitted.length === 1);
  await outbox.close?.();
});
