/** What can be promised of the goods that sales asked for. Nothing was reserved. */
import { z } from 'zod';
import { code, decimalText, properties } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { askedCorrelation, askedPartition, askedSubject } from './scopes.ts';

export const availabilityAnswered = defineEvent({
  name: 'sales.availability.answered',
  major: 1,
  version: '1.0.0',
  summary: 'What can be promised, as sales had asked',
  writer: z.strictObject({
    requestId: code,
    /** All lines can be there on the day wanted. */
    enough: z.boolean(),
    lines: z
      .array(
        z.strictObject({
          lineNo: code,
          verdict: z.enum(['now', 'forecast', 'short']),
          free: decimalText,
          forecast: decimalText,
          missing: decimalText,
        }),
      )
      .min(1)
      .max(200),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['atp.answered', scope.system, data.requestId],
  partition: askedPartition,
  subject: askedSubject,
  correlation: askedCorrelation,
  owner: 'Odoo',
  priority: PRIORITY.booking,
  retention: 'status',
  delivery: 'R2',
});
