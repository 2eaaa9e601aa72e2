/** Key figures of a machine over a period, by ISO 22400-2. Odoo computes its own and takes none. */
import { z } from 'zod';
import { decimalText, duration, equipmentPath, interval, properties } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { intervalForward } from '../rules.ts';
import { orderCorrelation, subject } from '../scopes.ts';
import { equipmentPartition, moment } from './equipment.ts';

const ratio = z.string().regex(/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/, 'a ratio from 0 to 1 written as text');

export const equipmentKpiReported = defineEvent({
  name: 'equipment.kpi.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Availability, effectiveness, quality and OEE of a machine',
  writer: z.strictObject({
    equipmentId: equipmentPath,
    interval,
    grain: z.enum(['hour', 'shift', 'day', 'week', 'order']),
    revision: z.int().min(1),
    /** Actual production time and planned busy time. */
    apt: duration,
    pbt: duration,
    /** Planned time per unit. */
    pri: duration,
    /** Produced and good quantity. */
    pq: decimalText,
    gq: decimalText,
    availability: ratio,
    /** May exceed 1 where the planned time is generous. */
    effectiveness: decimalText,
    quality: ratio,
    oee: decimalText,
    shiftId: z.string().max(80).optional(),
    properties: properties.optional(),
  }),
  rules: [
    intervalForward,
    {
      rule: 'good quantity cannot exceed produced quantity',
      path: 'data.gq',
      holds: (data) => Number(data.gq) <= Number(data.pq),
    },
  ],
  naturalKey: (data, scope) => [
    ...['kpi', scope.site, data.equipmentId, moment(data.interval.start), data.grain, data.revision],
  ],
  partition: equipmentPartition,
  subject: (data) => subject('equipment', data.equipmentId),
  correlation: orderCorrelation,
  owner: 'SCADA',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'B1',
});
