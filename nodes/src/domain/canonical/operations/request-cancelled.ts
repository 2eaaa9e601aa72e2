/** A released order is not to be made; once per order. */
import { z } from 'zod';
import { code, properties, reason } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';

export const requestCancelled = defineEvent({
  name: 'operations.request.cancelled',
  major: 1,
  version: '1.0.0',
  summary: 'A released production order was cancelled',
  writer: z.strictObject({
    operationsRequestId: code,
    requestVersion: z.int().min(1),
    reason,
    replacementOperationsRequestId: code.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['or.cancelled', scope.enterprise, data.operationsRequestId],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'Odoo',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R2',
});
