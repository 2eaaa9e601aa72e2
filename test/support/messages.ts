/** Messages and intents for tests of the queue; every value can be replaced. */

import type { Failure, FailureClass } from '../../nodes/src/domain/failure.ts';
import type { QueueOptions } from '../../nodes/src/domain/journal.ts';
import type { Message, Receipt } from '../../nodes/src/domain/message.ts';
import type { OrderIntent } from '../../nodes/src/domain/odoo/order-intent.ts';

export const produceIntent = (key: string, partition = 'MUC1:or:MO-1', value = '12'): OrderIntent => ({
  kind: 'produce',
  key,
  partition,
  order: partition.split(':').at(-1) ?? partition,
  material: { id: 'FG-1000', by: 'code', value: 'FG-1000' },
  quantity: { value, uom: 'C62' },
  at: '2026-11-20T08:00:00.000Z',
  report: 'partial',
  awaits: [],
  policy: {
    post: 'atClose',
    remainder: 'backorder',
    consumption: 'backflush',
    overTolerancePct: '0',
    underTolerancePct: '0',
    rejects: 'producedThenScrapped',
  },
});

/** An event of an order with its intent, as it stands before the outbox. */
export const orderMessage = (name: string, partition = 'MUC1:or:MO-1'): Message => ({
  event: {
    specversion: '1.0',
    id: `e-${name}`,
    source: 'urn:plantwire:ACME:MUC1:test',
    type: 'mfg.production.output.reported.v1',
    partitionkey: partition,
    idempotencykey: `k1.${name}`,
    data: { quantity: { value: '12', uom: 'C62' } },
  },
  intent: produceIntent(`k1.${name}`, partition),
  trail: [],
});

export const failureOf = (failureClass: FailureClass, code = `test-${failureClass}`): Failure => ({
  code,
  class: failureClass,
  attempted: 'post 12 C62 of FG-1000',
  on: 'MO-1',
  reason: `it is ${failureClass}`,
  nextStep: 'Look at the test.',
});

export const posted: Receipt = { verdict: 'posted', summary: '12 of FG-1000', records: [], readBack: { qty: 12 } };

export const queueOptions = (change: Partial<QueueOptions> = {}): QueueOptions => ({
  queue: 'bookings',
  leaseMs: 30_000,
  holdLaneOnBury: true,
  retry: { baseMs: 1_000, maxMs: 60_000, budgetMs: 3_600_000, waitBudgetMs: 86_400_000 },
  ...change,
});
