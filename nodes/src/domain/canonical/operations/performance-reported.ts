/** What an order achieved so far and whether it may be closed. Follows ISA-95 OperationsResponse. */
import { z } from 'zod';
import {
  circumstances,
  code,
  consumptionBasis,
  interval,
  lotRef,
  materialRef,
  properties,
  quantity,
  tagName,
} from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { gtinChecks, intervalForward } from '../rules.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';

export const performanceReported = defineEvent({
  name: 'operations.performance.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Totals of an order, with the request to close it',
  writer: z.strictObject({
    operationsRequestId: code,
    /** Rises with every report of the same order; the same version twice is the same fact. */
    responseVersion: z.int().min(1),
    responseState: z.enum(['Completed', 'Running']).optional(),
    material: materialRef.optional(),
    totals: z.strictObject({
      good: quantity,
      scrap: quantity.optional(),
      byProducts: z
        .array(z.strictObject({ material: materialRef, quantity }))
        .max(50)
        .default([]),
    }),
    ...circumstances,
    interval,
    /** True: nothing more follows, the order may become done. */
    closeRequested: z.boolean(),
    /** Counters (tags) whose share of the order must be posted before it may be closed. */
    awaits: z.array(tagName).max(100).optional(),
    lot: lotRef.optional(),
    consumptionBasis: consumptionBasis.optional(),
    variances: properties.optional(),
    energy: quantity.optional(),
  }),
  rules: [intervalForward, gtinChecks],
  naturalKey: (data, scope) => ['or.perf', scope.site, data.operationsRequestId, data.responseVersion],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
