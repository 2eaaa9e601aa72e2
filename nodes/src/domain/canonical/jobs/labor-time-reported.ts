/** Time that a person or a machine spent on a job or at a machine. Each person has times of their own. */
import { z } from 'zod';
import { code, equipmentPath, interval, properties, reason, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { intervalForward } from '../rules.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';

export const laborTimeReported = defineEvent({
  name: 'labor.time.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Time was spent by a person or a machine',
  writer: z.strictObject({
    /** Absent for machine time. */
    personId: code.optional(),
    operationsRequestId: code.optional(),
    jobOrderId: code.optional(),
    equipmentId: equipmentPath.optional(),
    interval,
    activity: z.enum(['setup', 'run', 'teardown', 'idle', 'rework', 'maintenance']),
    /** Why somebody waited or repaired; the plant's own code. */
    reason: reason.optional(),
    note: text.optional(),
    properties: properties.optional(),
  }),
  rules: [
    intervalForward,
    {
      rule: 'names an order with its job, or the equipment',
      path: 'data.jobOrderId',
      holds: ({ operationsRequestId: order, jobOrderId: job, equipmentId: equipment }) =>
        order === undefined ? job === undefined && equipment !== undefined : job !== undefined,
    },
  ],
  naturalKey: (data, scope) => [
    ...['labor', scope.site, data.personId ?? `at ${data.equipmentId ?? ''}`, data.operationsRequestId ?? ''],
    ...[data.jobOrderId ?? '', new Date(data.interval.start).toISOString()],
  ],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.summary,
  retention: 'posting',
  delivery: 'R3',
});
