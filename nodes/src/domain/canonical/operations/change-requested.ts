/** The plant or its scheduler asks for another quantity or time of an order, or that it be cancelled. */
import { z } from 'zod';
import { code, instant, properties, quantity, reason } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';

export const changeRequested = defineEvent({
  name: 'operations.change.requested',
  major: 1,
  version: '1.0.0',
  summary: 'Another quantity or time of an order, or its end, is asked for',
  writer: z.strictObject({
    operationsRequestId: code,
    /** Number of the request at its source; the same number twice is the same request. */
    changeId: code,
    change: z.enum(['quantity', 'schedule', 'cancel']),
    /** Of the whole order. */
    quantity: quantity.optional(),
    material: z.strictObject({ materialDefinitionId: code }).optional(),
    plannedStart: instant.optional(),
    reason: reason.optional(),
    properties: properties.optional(),
  }),
  rules: [
    {
      rule: 'another quantity needs the quantity, above zero',
      path: 'data.quantity',
      holds: (data) => data.change !== 'quantity' || Number(data.quantity?.value ?? '0') > 0,
    },
    {
      rule: 'another time needs plannedStart',
      path: 'data.plannedStart',
      holds: (data) => data.change !== 'schedule' || data.plannedStart !== undefined,
    },
    {
      rule: 'who cancels an order must say why (reason)',
      path: 'data.reason',
      holds: (data) => data.change !== 'cancel' || data.reason !== undefined,
    },
  ],
  naturalKey: (data, scope) => ['or.change', scope.site, scope.system, data.changeId],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R2',
});
