/** Whether a customer may order on account, and who decides it. */
import { z } from 'zod';
import { code, decimalText, instant, properties, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { customerCorrelation, customerPartition, customerSubject } from '../sales/scopes.ts';

export const creditChanged = defineEvent({
  name: 'finance.credit.changed',
  major: 1,
  version: '1.0.0',
  summary: 'A customer was put on credit hold, or released',
  writer: z.strictObject({
    customerId: code,
    status: z.enum(['hold', 'ok']),
    /** When it was decided; the latest decision counts. */
    at: instant,
    /** Who decided, and whom sales asks: a name or an office. */
    by: text.min(1).max(200),
    reason: text.min(1).max(500).optional(),
    /** Up to how much the customer may owe, in the currency of the company. */
    limit: decimalText.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['credit', scope.enterprise, data.customerId, data.at],
  partition: customerPartition,
  subject: customerSubject,
  correlation: customerCorrelation,
  owner: 'Odoo',
  priority: PRIORITY.hold,
  retention: 'posting',
  delivery: 'R2',
});
