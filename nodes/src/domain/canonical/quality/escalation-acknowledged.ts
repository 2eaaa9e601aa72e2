/** A person has taken a nonconformance, a failed test or a hold on: nobody further is told. */
import { z } from 'zod';
import { code, instant, properties } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { escalatedCorrelation, escalatedFields, escalatedPartition, escalatedSubject } from './escalated.ts';

export const escalationAcknowledged = defineEvent({
  name: 'quality.escalation.acknowledged',
  major: 1,
  version: '1.0.0',
  summary: 'A person has taken on what was escalated',
  writer: z.strictObject({
    ...escalatedFields,
    acknowledgedBy: code,
    acknowledgedAt: instant,
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: ({ about, subjectId, acknowledgedBy, acknowledgedAt }, { system }) => [
    ...['esc.ack', system, about, subjectId, acknowledgedBy, acknowledgedAt],
  ],
  partition: escalatedPartition,
  subject: escalatedSubject,
  correlation: escalatedCorrelation,
  owner: 'MES',
  priority: PRIORITY.hold,
  retention: 'posting',
  delivery: 'R2',
});
