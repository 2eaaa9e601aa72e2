/** A long queue: how soon after a restart it drains, how fast, and whether a message costs more than from a short one. */
import path from 'node:path';
import type { Journal } from '../../nodes/src/domain/journal.ts';
import { orderMessage } from '../support/messages.ts';
import { answer, inFolder, round, spread, value } from './measure.ts';
import { openBench, QUEUE, RECEIPT } from './plant.ts';

const LANES = 2_000;

async function fill(journal: Journal, from: number, to: number): Promise<void> {
  for (let n = from; n < to; n += 2_000) {
    const part = Array.from({ length: Math.min(2_000, to - n) }, (_, i) => {
      const lane = `MUC1:or:${(n + i) % LANES}`;
      return journal.enqueue({ queue: QUEUE.queue, lane, priority: 1, message: orderMessage(`b${n + i}`, lane) });
    });
    for (const stored of await Promise.all(part)) value(stored);
  }
}

/** One message at a time: the time of a lease and of a settlement with their commits. */
async function cycles(
  journal: Journal,
  count: number,
): Promise<{ leaseMs: object; settleMs: object; medianMs: number }> {
  const [lease, settle]: [number[], number[]] = [[], []];
  for (let n = 0; n < count; n += 1) {
    const since = performance.now();
    const [leased] = value(await journal.lease(QUEUE.queue, 1));
    const between = performance.now();
    if (!leased) throw new Error('nothing to lease');
    value(await journal.settle(leased.token, { kind: 'delivered', receipt: RECEIPT }));
    lease.push(between - since);
    settle.push(performance.now() - between);
  }
  const [a, b] = [spread(lease), spread(settle)];
  return { leaseMs: a, settleMs: b, medianMs: a.p50 + b.p50 };
}

await answer(({ short }) =>
  inFolder(async (folder) => {
    const file = path.join(folder, 'j.sqlite');
    const size = short ? 10_000 : 1_000_000;
    const first = await openBench(file);
    await fill(first, 0, 5_000);
    await cycles(first, 300);
    const short5k = await cycles(first, 1_000);
    await fill(first, 5_000, size);
    const long = await cycles(first, 1_000);
    await first.close();

    const since = performance.now();
    const journal = await openBench(file);
    const openedMs = performance.now() - since;
    const leased = value(await journal.lease(QUEUE.queue, 1_000));
    const firstLeaseMs = performance.now() - since;
    let drained = 0;
    const end = performance.now() + (short ? 500 : 10_000);
    for (let batch = leased; batch.length > 0 && performance.now() < end; ) {
      const settled = batch.map(({ token }) => journal.settle(token, { kind: 'delivered', receipt: RECEIPT }));
      for (const one of await Promise.all(settled)) value(one);
      drained += batch.length;
      batch = value(await journal.lease(QUEUE.queue, 1_000));
    }
    const seconds = (performance.now() - since - firstLeaseMs) / 1_000;
    await journal.close();
    return {
      messages: size,
      restart: {
        openedMs: round(openedMs),
        firstLeaseMs: round(firstLeaseMs),
        drainedPerSecond: Math.round(drained / seconds),
      },
      oneMessage: { from5k: short5k, fromAll: long, growth: round(long.medianMs / short5k.medianMs, 2) },
    };
  }),
);
