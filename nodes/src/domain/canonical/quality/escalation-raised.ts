/** Somebody has to be told of a nonconformance, a failed test or a hold; each step of its ladder once. */
import { z } from 'zod';
import { code, instant, lotRef, materialRef, properties, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { escalatedCorrelation, escalatedFields, escalatedPartition, escalatedSubject } from './escalated.ts';

export const escalationRaised = defineEvent({
  name: 'quality.escalation.raised',
  major: 1,
  version: '1.0.0',
  summary: 'A step of an escalation ladder: who has to be told, and how',
  writer: z.strictObject({
    ...escalatedFields,
    /** Row of the site pack's `escalation`: a severity, or `hold`. */
    ladder: z.enum(['critical', 'major', 'minor', 'hold']),
    /** Rises when the matter is reopened or becomes more severe: the steps begin anew. */
    climb: z.int().min(0),
    step: z.int().min(1),
    /** How many there are. */
    steps: z.int().min(1),
    role: code,
    channel: z.enum(['mail', 'mqtt', 'webhook']),
    text,
    material: materialRef.optional(),
    lot: lotRef.optional(),
    operationsRequestId: code.optional(),
    /** Since when nobody has answered. */
    since: instant,
    dueAt: instant,
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: ({ about, subjectId, climb, step, since }, { site }) => [
    ...['esc', site, about, subjectId, climb, step, since],
  ],
  partition: escalatedPartition,
  subject: escalatedSubject,
  correlation: escalatedCorrelation,
  owner: 'Plantwire',
  priority: PRIORITY.hold,
  retention: 'posting',
  delivery: 'R2',
});
