/** Where a shipment is, as its carrier says. Follows X12 214 and IFTSTA. */
import { z } from 'zod';
import { circumstances, code, instant, reason, text } from '../blocks.ts';
import { defineEvent, type EventRule, PRIORITY } from '../definition.ts';
import { deliveryCorrelation, deliveryPartition, deliverySubject } from './scopes.ts';

interface Milestone {
  readonly milestone: string;
  readonly reason?: unknown;
}

const exceptionSaysWhy: EventRule<Milestone> = {
  rule: 'an exception says why',
  path: 'data.reason',
  holds: (data) => data.milestone !== 'exception' || data.reason !== undefined,
};

export const shipmentMilestoneChanged = defineEvent({
  name: 'shipment.milestone.changed',
  major: 1,
  version: '1.0.0',
  summary: 'A shipment was loaded, departed, arrived, was delivered, or something is wrong with it',
  writer: z.strictObject({
    /** The delivery by its name in Odoo. */
    deliveryId: code,
    milestone: z.enum(['loaded', 'departed', 'arrived', 'delivered', 'exception']),
    /** When it came to it; the event may be told much later. */
    milestoneAt: instant,
    carrier: code.optional(),
    trackingId: code.optional(),
    place: text.optional(),
    eta: instant.optional(),
    /** Number of the proof of delivery. */
    proofId: code.optional(),
    reason: reason.optional(),
    ...circumstances,
  }),
  rules: [exceptionSaysWhy],
  naturalKey: (data, { site }) => [
    ...['ship.ms', site, data.deliveryId, data.carrier ?? '', data.trackingId ?? ''],
    ...[data.milestone, data.milestoneAt],
  ],
  partition: deliveryPartition,
  subject: deliverySubject,
  correlation: deliveryCorrelation,
  owner: 'MES',
  priority: PRIORITY.order,
  retention: 'status',
  delivery: 'R2',
});
