/** Something happened to a manufacturing order: does what customers were promised still hold? */
import { z } from 'zod';
import { code, properties, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { riskCorrelation, riskPartition, riskSubject } from './scopes.ts';

export const commitmentQuestioned = defineEvent({
  name: 'sales.commitment.questioned',
  major: 1,
  version: '1.0.0',
  summary: 'Something happened to a manufacturing order that customers wait for',
  writer: z.strictObject({
    operationsRequestId: code,
    cause: z.enum(['delay', 'shortage', 'quality', 'capacity']),
    /** Number of the delay, shortage or hold where it is known; the same number is the same fact. */
    causeId: code,
    status: z.enum(['raised', 'cleared']),
    /** First day on which the goods can be made in spite of it. */
    expectedDate: z.iso.date().optional(),
    says: text.min(1).max(500).optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => [
    ...['risk.asked', scope.enterprise, data.operationsRequestId, data.cause, data.causeId],
    ...[data.status, data.expectedDate ?? ''],
  ],
  partition: riskPartition,
  subject: riskSubject,
  correlation: riskCorrelation,
  owner: 'Plantwire',
  priority: PRIORITY.order,
  retention: 'status',
  delivery: 'R2',
});
