/** A job at a machine is in another state, in the words of ISA-95 Job Control or PackML. */
import { z } from 'zod';
import { WORK_STATES } from '../../operations/work-order.ts';
import { code, equipmentPath, instant, properties, reason } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';

export const jobStateChanged = defineEvent({
  name: 'job.state.changed',
  major: 1,
  version: '1.0.0',
  summary: 'A job was started, interrupted, resumed or ended',
  writer: z.strictObject({
    operationsRequestId: code,
    /** Operation by its name or its number in the routing, also behind the name of the order. */
    jobOrderId: code,
    toState: z.enum(WORK_STATES),
    fromState: z.enum(WORK_STATES).optional(),
    /** When the source saw it; the same state twice at different times is two facts. */
    changedAt: instant,
    equipmentId: equipmentPath.optional(),
    reason: reason.optional(),
    personId: code.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => [
    ...['job.state', scope.site, data.operationsRequestId, data.jobOrderId, data.toState],
    new Date(data.changedAt).toISOString(),
  ],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R2',
});
