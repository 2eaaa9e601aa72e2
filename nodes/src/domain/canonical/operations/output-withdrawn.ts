/** Product of a closed order is taken apart again: a correction of what is in stock already. */
import { z } from 'zod';
import { circumstances, code, lotRef, materialRef, quantity, reason } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { gtinChecks } from '../rules.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';

export const outputWithdrawn = defineEvent({
  name: 'production.output.withdrawn',
  major: 1,
  version: '1.0.0',
  summary: 'Output of a closed order is unbuilt',
  writer: z.strictObject({
    operationsRequestId: code,
    /** Number of the correction at its source. */
    transactionId: code,
    material: materialRef,
    quantity,
    lot: lotRef.optional(),
    reason,
    ...circumstances,
  }),
  rules: [
    gtinChecks,
    {
      rule: 'quantity must be above zero',
      path: 'data.quantity.value',
      holds: (data) => Number(data.quantity.value) > 0,
    },
  ],
  naturalKey: (data, scope) => ['prod.withdrawn', scope.site, scope.system, data.transactionId],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
