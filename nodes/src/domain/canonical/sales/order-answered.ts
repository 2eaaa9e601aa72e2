/** What became of a customer's order, told to the system that sent it. A better answer follows a worse one. */
import { z } from 'zod';
import { code, decimalText, properties, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { type OfPo, poPartition, poSubject } from './scopes.ts';

export const orderAnswered = defineEvent({
  name: 'sales.order.answered',
  major: 1,
  version: '1.0.0',
  summary: "A customer's order was confirmed with a day, or waits for a person",
  writer: z.strictObject({
    customerId: code,
    customerPo: code,
    /** Of the order that is answered. */
    revision: z.int().min(0).optional(),
    /** `held`: the customer is on credit hold; `waiting`: a person has to decide, `code` and `reason` say what. */
    answer: z.enum(['confirmed', 'held', 'waiting']),
    /** The sales order by its name in Odoo. */
    orderId: code.optional(),
    /** Absent on a confirmed order: the day follows. */
    promisedDate: z.iso.date().optional(),
    lines: z
      .array(
        z.strictObject({
          lineNo: code,
          /** `now` lies there, `forecast` will come, `short` is not planned. */
          verdict: z.enum(['now', 'forecast', 'short']),
          promisedDate: z.iso.date().optional(),
          missing: decimalText.optional(),
        }),
      )
      .max(500)
      .optional(),
    code: code.optional(),
    reason: text.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => [
    ...['so.answered', scope.enterprise, data.customerId, data.customerPo, data.revision ?? 0],
    ...[data.answer, data.code ?? '', data.promisedDate ?? ''],
  ],
  partition: poPartition,
  subject: poSubject,
  correlation: (data: OfPo, scope) => `so:${poPartition(data, scope)}`,
  owner: 'Odoo',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R2',
});
