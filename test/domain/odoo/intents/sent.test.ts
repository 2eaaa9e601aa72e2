/** A call that Odoo would carry out twice is not sent again before the first one has surely ended. */
import { announce, answered, stillUnderWay } from '../../../../nodes/src/domain/odoo/intents/orders/sent.ts';
import type { Memory, Task } from '../../../../nodes/src/domain/odoo/intents/spec.ts';
import { type Foresight, ok } from '../../../../nodes/src/domain/ports.ts';

const MOST_MS = 120_000;

function desk(now: { ms: number }, foresight?: Foresight) {
  let memory: Memory = { format: 1 };
  const task = (key: string): Task<{ key: string }> => ({
    erp: {
      profile: () => Promise.reject(new Error('not asked')),
      call: () => Promise.reject(new Error('not asked')),
      ...(foresight ? { foresight } : {}),
    },
    profile: { major: 19, version: '19.0', protocol: 'json2', database: 'plant' },
    intent: { key },
    where: { attempted: 'unbuild 1 C62', on: 'WH/MO/1' },
    deps: {
      unknownLots: 'reject',
      bind: async () => ok(undefined),
      travel: { nowMs: () => now.ms, mostMs: MOST_MS },
    },
    memory: () => memory,
    remember: async (change) => {
      // Through JSON, as a journal stores it.
      memory = JSON.parse(JSON.stringify({ ...memory, ...change }));
      return ok(undefined);
    },
  });
  return { task, memory: () => memory };
}

test('an announced call waits out its time, then Odoo is asked again', async () => {
  const now = { ms: 1_000 };
  const { task } = desk(now);
  expect(stillUnderWay(task('k1'), 7, 'UB/7')).toBeUndefined();
  await announce(task('k1'), 7);
  now.ms += 20_000;
  expect(stillUnderWay(task('k1'), 7, 'UB/7')).toMatchObject({
    code: 'call-under-way',
    class: 'unknown',
    retryAfterMs: MOST_MS - 20_000,
  });
  now.ms += MOST_MS;
  expect(stillUnderWay(task('k1'), 7, 'UB/7')).toBeUndefined();
});

test('it holds up neither another message nor another record', async () => {
  const { task } = desk({ ms: 0 });
  await announce(task('k1'), 7);
  expect(stillUnderWay(task('k2'), 7, 'UB/7')).toBeUndefined();
  expect(stillUnderWay(task('k1'), 8, 'UB/8')).toBeUndefined();
});

test('an answer, whatever it says, ends the waiting and leaves what else is remembered', async () => {
  const { task, memory } = desk({ ms: 0 });
  await announce(task('k1'), 7);
  await answered(task('k1'));
  expect(stillUnderWay(task('k1'), 7, 'UB/7')).toBeUndefined();
  expect(memory()).toEqual({ format: 1 });
});

test('in a transaction that is checked by its own ledger nothing is announced', async () => {
  const { task, memory } = desk({ ms: 0 }, { expect: () => undefined, none: () => undefined });
  await announce(task('k1'), 7);
  expect(memory()).toEqual({ format: 1 });
});
