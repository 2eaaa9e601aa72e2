/** Sales asks what could be promised; the answer is in the receipt of the message. */
import { z } from 'zod';
import { code, properties } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { linesAboveZero } from '../procurement/scopes.ts';
import { askedCorrelation, askedPartition, askedSubject, salesLine } from './scopes.ts';

export const availabilityAsked = defineEvent({
  name: 'sales.availability.asked',
  major: 1,
  version: '1.0.0',
  summary: 'Sales asked what could be promised for which day',
  writer: z.strictObject({
    /** Number of the question where it is asked; a new question has a new one. */
    requestId: code,
    customerId: code.optional(),
    lines: z
      .array(salesLine.omit({ price: true, promisedDate: true }))
      .min(1)
      .max(200),
    properties: properties.optional(),
  }),
  rules: [linesAboveZero],
  naturalKey: (data, scope) => ['atp', scope.system, data.requestId],
  partition: askedPartition,
  subject: askedSubject,
  correlation: askedCorrelation,
  owner: 'CRM',
  priority: PRIORITY.booking,
  retention: 'status',
  delivery: 'R2',
});
