/** What the plant says to a release or a revision of it. */
import { z } from 'zod';
import { code, instant, properties, reason } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';

export const requestAcknowledged = defineEvent({
  name: 'operations.request.acknowledged',
  major: 1,
  version: '1.0.0',
  summary: 'The plant took or refused a released order',
  writer: z.strictObject({
    operationsRequestId: code,
    /** The version that is meant. */
    requestVersion: z.int().min(1),
    decision: z.enum(['accepted', 'partial', 'rejected']),
    reason: reason.optional(),
    expectedStart: instant.optional(),
    properties: properties.optional(),
  }),
  rules: [
    {
      rule: 'a plant that does not take all of an order must say why (reason)',
      path: 'data.reason',
      holds: (data) => data.decision === 'accepted' || data.reason !== undefined,
    },
  ],
  naturalKey: (data, scope) => ['or.ack', scope.site, data.operationsRequestId, data.requestVersion, data.decision],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R2',
});
