/** Time that a person or a machine spent on a job or at a machine. Follows ISA-95 PersonnelActual. */
import { z } from 'zod';
import { code, equipmentPath, interval, properties, reason, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { intervalForward } from '../rules.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';
import { moment } from './equipment.ts';

export const laborReported = defineEvent({
  name: 'labor.time.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Time was spent by a person or a machine',
  writer: z.strictObject({
    /** A pseudonym; no names and no badge numbers in events. Absent for machine time. */
    personId: code.optional(),
    operationsRequestId: code.optional(),
    jobOrderId: code.optional(),
    equipmentId: equipmentPath.optional(),
    interval,
    activity: z.enum(['setup', 'run', 'teardown', 'idle', 'rework', 'maintenance']),
    /** What the person waited for or repaired; needed where the activity alone does not say it. */
    reason: reason.optional(),
    costCentre: code.optional(),
    headcount: z.int().min(1).optional(),
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
    ...[data.jobOrderId ?? '', moment(data.interval.start)],
  ],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
