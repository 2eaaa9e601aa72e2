/** Takes messages into the journal's queue and hands leased ones to whoever delivers them. */
import type { z } from 'zod';
import { laneOf, priorityOf } from '../../domain/delivery/routing.ts';
import { type Failure, isRetryable } from '../../domain/failure.ts';
import type { EnqueueRequest, Journal, QueueOptions } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { factIn } from '../../domain/odoo/facts.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { ok, type Result } from '../../domain/ports.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import type { definition } from './definition.ts';
import { openGate } from './gate.ts';
import { openOrdering } from './ordering.ts';
import { pump } from './pump.ts';
import { watchQueue } from './queue-status.ts';

type Config = z.output<typeof definition.config>;

export async function startOutbox(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const resource = await context.resource<Journal>(context.config.journal);
  if (!resource.ok) return resource;
  const journal = resource.value;
  const options = queueOptions(context.config, context.id);
  const opened = await journal.openQueue(options);
  if (!opened.ok) return opened;

  const { reorderSeconds, reorderGap } = context.config;
  const ordering = await openOrdering({
    ...{ journal, clock: context.clock, outbox: context.id, queue: options.queue },
    rules: { waitMs: reorderSeconds * 1000, onGap: reorderGap },
  });
  if (!ordering.ok) return ordering;
  const gate = openGate(context, context.config.target, context.config.concurrency);
  const status = watchQueue(context, journal, options.queue, gate.reason);
  const deliveries = pump(journal, options, gate, {
    deliver: (message) => context.emit(message, 'deliver'),
    decide: (leased) => ordering.value.decide(leased),
    park: (message) => context.emit(message, 'rejected'),
    trouble: (failure) => context.log.failure(failure),
    moved: status.soon,
  });
  return ok({
    async handle(message) {
      const taken = await take(journal, options.queue, message);
      // Only what is stored: others would be let go before it could go first.
      if (taken.kind === 'pass-all') ordering.value.arrived(message);
      status.soon();
      return taken;
    },
    async close() {
      status.close();
      await deliveries.close();
    },
  });
}

export function queueOptions(config: Config, nodeId: string): QueueOptions {
  return {
    queue: config.queue.trim() === '' ? nodeId : config.queue.trim(),
    leaseMs: config.leaseSeconds * 1000,
    holdLaneOnBury: config.holdLane,
    concurrency: config.concurrency,
    retry: {
      baseMs: config.firstPauseSeconds * 1000,
      maxMs: Math.max(config.maxPauseSeconds, config.firstPauseSeconds) * 1000,
      budgetMs: config.budgetHours * 3_600_000,
      waitBudgetMs: config.waitBudgetHours * 3_600_000,
    },
  };
}

/** Nothing is passed on: from here the message lives in the journal, and leaves it by `deliver`. */
async function take(journal: Journal, queue: string, message: Message): Promise<Outcome> {
  if (message.delivery) return reject(alreadyQueued(queue));
  const lane = laneOf(message);
  if (lane === undefined) return reject(laneMissing(queue));
  const request: EnqueueRequest = { queue, lane, priority: priorityOf(message), message };
  const first = await journal.enqueue({ ...request, ...factIn(message.intent) });
  // What was posted goes on to another system as well: its quantity is in the ledger already, and stays there once.
  const isTold = !first.ok && first.failure.code === 'fact-exists' && message.receipt !== undefined;
  const stored = isTold ? await journal.enqueue(request) : first;
  if (stored.ok) return { kind: 'pass-all', messages: [], port: 'deliver' };
  return isRetryable(stored.failure) ? { kind: 'retry', failure: stored.failure } : reject(stored.failure);
}

const laneMissing = (queue: string): Failure => ({
  code: 'lane-missing',
  class: 'data',
  attempted: 'queue a message',
  on: queue,
  reason: 'it has no partitionkey and no intent, so its place in the order is unknown',
  nextStep: 'Put schema validator and canonical mapper before the outbox.',
});

const alreadyQueued = (queue: string): Failure => ({
  code: 'already-queued',
  class: 'data',
  attempted: 'queue a message',
  on: queue,
  reason: 'it comes from an outbox and is still under its lease',
  nextStep: 'Wire the outbox to the node that delivers, not to another outbox.',
});
