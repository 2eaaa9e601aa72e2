/** A customer as the customer relations system or the shop knows it. */
import { z } from 'zod';
import { code, properties, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { customerCorrelation, customerPartition, customerSubject } from './scopes.ts';

export const customerChanged = defineEvent({
  name: 'sales.customer.changed',
  major: 1,
  version: '1.0.0',
  summary: 'A customer was entered or changed',
  writer: z.strictObject({
    customerId: code,
    revision: z.int().min(0),
    name: text.min(1),
    /** Tax number: two customers with the same one are one customer. */
    vat: code.optional(),
    email: z.email().optional(),
    phone: text.min(1).optional(),
    street: text.min(1).optional(),
    zip: text.min(1).optional(),
    city: text.min(1).optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, 'an ISO 3166 code of two letters')
      .optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['customer', scope.system, data.customerId, data.revision],
  partition: customerPartition,
  subject: customerSubject,
  correlation: customerCorrelation,
  owner: 'CRM',
  priority: PRIORITY.masterData,
  retention: 'posting',
  delivery: 'R3',
});
