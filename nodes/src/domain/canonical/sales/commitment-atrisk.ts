/** Days that customers were promised are in danger, or hold again. */
import { z } from 'zod';
import { code, properties } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { riskCorrelation, riskPartition, riskSubject } from './scopes.ts';

export const commitmentAtRisk = defineEvent({
  name: 'sales.commitment.atrisk',
  major: 1,
  version: '1.0.0',
  summary: 'Days promised to customers are in danger, or hold again',
  writer: z.strictObject({
    operationsRequestId: code,
    cause: z.enum(['delay', 'shortage', 'quality', 'capacity']),
    orders: z
      .array(
        z.strictObject({
          /** The sales order by its name in Odoo, and the customer's own number of it. */
          orderId: code,
          customerPo: code.optional(),
          promisedDate: z.iso.date(),
          /** Day on which the goods can leave; absent: nobody knows. */
          projectedDate: z.iso.date().optional(),
          status: z.enum(['atrisk', 'cleared']),
        }),
      )
      .min(1)
      .max(200),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => [
    ...['risk', scope.enterprise, data.operationsRequestId, data.cause],
    ...data.orders.map(({ orderId, status, projectedDate = '' }) => `${orderId} ${status} ${projectedDate}`),
  ],
  partition: riskPartition,
  subject: riskSubject,
  correlation: riskCorrelation,
  owner: 'Plantwire',
  priority: PRIORITY.order,
  retention: 'status',
  delivery: 'R2',
});
