/** Another day was promised for an order in Odoo. Told only when the day changes. */
import { z } from 'zod';
import { code, properties, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { saleCorrelation, salePartition, saleSubject } from './scopes.ts';

export const commitmentChanged = defineEvent({
  name: 'sales.commitment.changed',
  major: 1,
  version: '1.0.0',
  summary: 'Another day was promised for a sales order',
  writer: z.strictObject({
    /** The sales order by its name in Odoo. */
    orderId: code,
    /** Rises with every promise. */
    revision: z.int().min(0),
    promisedDate: z.iso.date(),
    reason: text.min(1).optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['promise', scope.enterprise, data.orderId, data.revision],
  partition: salePartition,
  subject: saleSubject,
  correlation: saleCorrelation,
  owner: 'CRM',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R2',
});
