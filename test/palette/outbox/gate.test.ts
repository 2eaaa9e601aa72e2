/** The outbox and a target that does not always want work. */
import type { Standing, Target } from '../../../nodes/src/domain/delivery/mode.ts';
import { fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { startOutbox } from '../../../nodes/src/palette/outbox/behaviour.ts';
import { definition } from '../../../nodes/src/palette/outbox/definition.ts';
import { queueStatus } from '../../../nodes/src/palette/outbox/queue-status.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf, orderMessage, posted } from '../../support/messages.ts';
import { settled, until } from '../../support/time.ts';

const bench = journalBench();
const normal: Standing = { mode: 'normal', mayRead: true, mayPost: true, limit: 1 };
const manual: Standing = { mode: 'manual', mayRead: false, mayPost: false, limit: 1, reason: 'manual: switched off' };

/** `isThere` false: the connection cannot start, as with a wrong configuration. */
async function start(first: Standing, change: object = {}, isThere = true) {
  const listeners = new Set<() => void>();
  const state = { standing: first, isThere };
  const target: Partial<Target> = {
    standing: () => state.standing,
    onStanding(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const config = definition.config.parse({ journal: 'journal', target: 'odoo', ...change });
  const plain = bench.context(config, 'outbox-1');
  const resource = async <T>(name: string): Promise<Result<T>> => {
    if (name !== 'odoo') return plain.resource<T>(name);
    return state.isThere ? ok(target as T) : fail(failureOf('configuration', 'url-missing'));
  };
  const outbox = await started(startOutbox({ ...plain, resource }));
  const change_ = (standing: Standing): void => {
    state.standing = standing;
    for (const listener of listeners) listener();
  };
  return { outbox, context: plain, state, change: change_, listeners };
}

test('while the target is switched off messages are taken, kept untouched, and leave in order afterwards', async () => {
  const one = await start(manual);
  for (const name of ['a', 'b'])
    expect(await one.outbox.handle(orderMessage(name))).toMatchObject({ kind: 'pass-all' });
  await settled();
  expect(one.context.emitted).toEqual([]);
  expect((await bench.journal().stats()).outbox).toMatchObject({ ready: 2, leased: 0, waiting: 0 });
  one.change(normal);
  await until('the first to leave', () => one.context.emitted.length === 1);
  expect(one.context.emitted[0]?.message.delivery).toMatchObject({ attempt: 1 });
  await one.outbox.close?.();
  expect(one.listeners.size).toBe(0);
});

test('a target that goes away meanwhile gets nothing new', async () => {
  const one = await start(normal);
  await one.outbox.handle(orderMessage('a', 'MUC1:or:a'));
  await until('the first to leave', () => one.context.emitted.length === 1);
  one.change(manual);
  await one.outbox.handle(orderMessage('b', 'MUC1:or:b'));
  const token = one.context.emitted[0]?.message.delivery;
  if (!token) throw new Error('no lease');
  await bench.journal().settle(token, { kind: 'delivered', receipt: posted });
  await settled();
  expect((await bench.journal().stats()).outbox).toMatchObject({ ready: 1, leased: 0, delivered: 1 });
  expect(one.context.emitted).toHaveLength(1);
  await one.outbox.close?.();
});

test('no more leave at once than the target takes, and more when it takes more', async () => {
  const one = await start(normal, { concurrency: 4 });
  for (const name of ['a', 'b', 'c']) await one.outbox.handle(orderMessage(name, `MUC1:or:${name}`));
  await until('the first to leave', () => one.context.emitted.length === 1);
  expect((await bench.journal().stats()).outbox).toMatchObject({ leased: 1, ready: 2 });
  one.change({ ...normal, limit: 2 });
  await until('the second to leave', () => one.context.emitted.length === 2);
  expect((await bench.journal().stats()).outbox).toMatchObject({ leased: 2, ready: 1 });
  await one.outbox.close?.();
});

test('a target that cannot start does not keep the outbox from taking, and is asked again', async () => {
  const one = await start(normal, {}, false);
  expect(await one.outbox.handle(orderMessage('a'))).toMatchObject({ kind: 'pass-all' });
  expect(one.context.emitted).toEqual([]);
  one.state.isThere = true;
  await until(
    'the target',
    async () => {
      await bench.clock.advance(1_000);
      return one.context.emitted.length === 1;
    },
    10_000,
    20,
  );
  await one.outbox.close?.();
});

test('the status says how much is kept and why', () => {
  const stats = { ready: 3, leased: 0, waiting: 1, verifying: 0, oldestAgeMs: 1_000, delivered: 5 };
  expect(queueStatus(stats, 'maintenance until 04:00')).toEqual({
    health: 'waiting',
    text: '4 kept, maintenance until 04:00',
  });
  expect(queueStatus({ ...stats, oldestAgeMs: 3_600_000 }, 'x')).toMatchObject({ health: 'degraded' });
  expect(queueStatus(stats)).toMatchObject({ text: '3 ready, 1 waiting' });
});
