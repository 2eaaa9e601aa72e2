/** A job began, stopped, went on or ended. Follows ISA-95 Job Control (OPC 10031-4), or PackML where a machine speaks. */
import { z } from 'zod';
import { WORK_STATES } from '../../operations/work-order.ts';
import { code, equipmentPath, instant, properties, reason } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';
import { moment } from './equipment.ts';

const state = z.enum(WORK_STATES);

export const jobStateChanged = defineEvent({
  name: 'job.state.changed',
  major: 1,
  version: '1.0.0',
  summary: 'A job began, stopped, went on or ended',
  writer: z.strictObject({
    operationsRequestId: code,
    /** Operation by its name or its place in the routing (`10`), also behind the name of the order. */
    jobOrderId: code,
    fromState: state.optional(),
    toState: state,
    /** The source's own stamp of the change: two changes to the same state differ in it. */
    changedAt: instant,
    equipmentId: equipmentPath.optional(),
    command: z.enum(['Start', 'Stop', 'Hold', 'Restart', 'Abort', 'Reset', 'Pause', 'Resume']).optional(),
    reason: reason.optional(),
    personId: code.optional(),
    properties: properties.optional(),
  }),
  rules: [
    {
      rule: 'an interrupted or aborted job needs its reason',
      path: 'data.reason',
      holds: (data) => !/^(Interrupted\.|Aborted)/.test(data.toState) || data.reason !== undefined,
    },
  ],
  naturalKey: (data, scope) => [
    ...['job.state', scope.site, data.operationsRequestId, data.jobOrderId, data.toState],
    moment(data.changedAt),
  ],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R2',
});
