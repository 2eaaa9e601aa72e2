/** A quotation as it was made or sent (UBL Quotation); each revision replaces the former one. */
import { z } from 'zod';
import { code, properties } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { linesAboveZero } from '../procurement/scopes.ts';
import { subject } from '../scopes.ts';
import { salesLines } from './scopes.ts';

export const quoteChanged = defineEvent({
  name: 'sales.quote.changed',
  major: 1,
  version: '1.0.0',
  summary: 'A quotation was made or sent, in a new revision',
  writer: z.strictObject({
    quoteId: code,
    revision: z.int().min(0),
    status: z.enum(['draft', 'sent']),
    customerId: code,
    lines: salesLines,
    validUntil: z.iso.date().optional(),
    properties: properties.optional(),
  }),
  rules: [linesAboveZero],
  naturalKey: (data, scope) => ['quote', scope.system, data.quoteId, data.revision, data.status],
  partition: ({ quoteId }, { enterprise }) => `${enterprise}:so:${quoteId}`,
  subject: ({ quoteId }) => subject('quotation', quoteId),
  correlation: ({ quoteId }, { enterprise }) => `so:${enterprise}:${quoteId}`,
  owner: 'CRM',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R3',
});
