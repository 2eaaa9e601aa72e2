/** The path of an event through the nodes' own behaviours: validate, guard, map, outbox, lease, settle in a simulated sink. */
import { openJournal } from '../../nodes/src/adapters/sqlite/journal.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import { laneOf, priorityOf } from '../../nodes/src/domain/delivery/routing.ts';
import type { Journal, QueueOptions } from '../../nodes/src/domain/journal.ts';
import type { Message, Receipt } from '../../nodes/src/domain/message.ts';
import { factIn } from '../../nodes/src/domain/odoo/facts.ts';
import { mapper } from '../../nodes/src/palette/canonical-mapper/behaviour.ts';
import { definition as mapperNode } from '../../nodes/src/palette/canonical-mapper/definition.ts';
import { guard } from '../../nodes/src/palette/idempotency-guard/behaviour.ts';
import { definition as guardNode } from '../../nodes/src/palette/idempotency-guard/definition.ts';
import { validator } from '../../nodes/src/palette/schema-validator/behaviour.ts';
import { definition as validatorNode } from '../../nodes/src/palette/schema-validator/definition.ts';
import { demoSite, eventOf } from './events.ts';
import { value } from './measure.ts';

export const QUEUE: QueueOptions = {
  queue: 'bench',
  leaseMs: 120_000,
  holdLaneOnBury: true,
  concurrency: 2_000,
  retry: { baseMs: 1_000, maxMs: 60_000, budgetMs: 3_600_000, waitBudgetMs: 3_600_000 },
};

/** More would be read from their text in one turn of the event loop; the outbox allows 64. */
const LEASED_AT_ONCE = 64;

export const RECEIPT: Receipt = { verdict: 'posted', summary: '12 of FG-1000', records: [], readBack: { qty: 12 } };

export async function openBench(file: string): Promise<Journal> {
  const journal = value(await openJournal({ file, ...system, reserveBytes: 0, minFreeBytes: 0 }));
  value(await journal.openQueue(QUEUE));
  return journal;
}

/** One event from arrival to durable. */
export function intake(journal: Journal): (n: number) => Promise<void> {
  const check = value(validator(validatorNode.config.parse({}), system.hash));
  const watch = guard(guardNode.config.parse({ journal: 'j' }), journal, system.hash);
  const map = value(mapper(mapperNode.config.parse({ sitePack: 's' }), demoSite(), system.clock));
  const pass = async (node: { handle?(message: Message): Promise<unknown> }, message: Message): Promise<Message> => {
    const outcome = (await node.handle?.(message)) as { kind: string; message: Message };
    if (outcome.kind !== 'pass') throw new Error(JSON.stringify(outcome));
    return outcome.message;
  };
  return async (n) => {
    const message = await pass(map, await pass(watch, await pass(check, { event: eventOf(n), trail: [] })));
    const lane = laneOf(message) ?? '';
    const fact = factIn(message.intent);
    value(await journal.enqueue({ queue: QUEUE.queue, lane, priority: priorityOf(message), message, ...fact }));
  };
}

/** Leases whatever is due and settles it at once; `settled()` counts what the journal confirmed. */
export function simulatedSink(journal: Journal): { settled(): number; stop(): void } {
  let settled = 0;
  let isLeasing = false;
  let isAsked = false;
  const lease = async (): Promise<void> => {
    isAsked = true;
    if (isLeasing) return;
    isLeasing = true;
    while (isAsked) {
      isAsked = false;
      const leased = value(await journal.lease(QUEUE.queue, LEASED_AT_ONCE));
      isAsked ||= leased.length === LEASED_AT_ONCE;
      for (const { token } of leased) {
        void journal.settle(token, { kind: 'delivered', receipt: RECEIPT }).then((answer) => {
          if (value(answer).kind === 'settled') settled += 1;
        });
      }
    }
    isLeasing = false;
  };
  const stop = journal.onWork(QUEUE.queue, () => void lease());
  void lease();
  return { settled: () => settled, stop };
}
