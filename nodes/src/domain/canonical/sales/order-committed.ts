/** A customer's order (X12 850, EDIFACT ORDERS, UBL Order). Its own number makes it one, however often it is sent. */
import { z } from 'zod';
import { code, properties, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { linesAboveZero } from '../procurement/scopes.ts';
import { poPartition, poSubject, salesLines } from './scopes.ts';

export const orderCommitted = defineEvent({
  name: 'sales.order.committed',
  major: 1,
  version: '1.1.0',
  summary: 'A customer ordered, with the days wanted and promised',
  writer: z.strictObject({
    customerId: code,
    /** The customer's own number of the order. */
    customerPo: code,
    /** Absent or 0: the order as it came first. Another content under the same number is a revision of it. */
    revision: z.int().min(0).optional(),
    /** Number in the system that sends it. */
    orderId: code.optional(),
    /** The quotation that the customer accepts. */
    quoteId: code.optional(),
    /** Who orders, for the case that his code is not known here: found by these, never created. */
    customer: z
      .strictObject({ name: text.min(1).optional(), vat: code.optional(), email: z.email().optional() })
      .optional(),
    lines: salesLines,
    promisedDate: z.iso.date().optional(),
    shipTo: text.optional(),
    properties: properties.optional(),
  }),
  rules: [linesAboveZero],
  naturalKey: (data, scope) => ['so', scope.enterprise, data.customerId, data.customerPo, data.revision ?? 0],
  partition: poPartition,
  subject: poSubject,
  correlation: (data, scope) => `so:${poPartition(data, scope)}`,
  owner: 'CRM',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R3',
});
