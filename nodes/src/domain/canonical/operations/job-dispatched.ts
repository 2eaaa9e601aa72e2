/** A job was given to a line or a machine. Follows the ISA-95 JobOrder, dispatch status. */
import { z } from 'zod';
import { code, equipmentPath, instant, properties } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';

export const jobDispatched = defineEvent({
  name: 'job.order.dispatched',
  major: 1,
  version: '1.0.0',
  summary: 'A job was given to a line or a machine',
  writer: z.strictObject({
    operationsRequestId: code,
    jobOrderId: code,
    /** Rises when the same job is dispatched anew. */
    dispatchVersion: z.int().min(1).default(1),
    equipmentId: equipmentPath,
    plannedStart: instant,
    workDefinitionId: code,
    segmentId: code.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['job.disp', scope.site, data.jobOrderId, data.dispatchVersion],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.order,
  retention: 'status',
  delivery: 'R2',
});
