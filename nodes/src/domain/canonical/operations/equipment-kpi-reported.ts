/** Key figures of a line or machine over a period, by ISO 22400-2, with the counts and losses they are made of. */
import { z } from 'zod';
import { code, decimalText, duration, equipmentPath, interval, properties, unitCode } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { intervalForward } from '../rules.ts';
import { orderCorrelation, subject } from '../scopes.ts';
import { equipmentPartition, moment } from './equipment.ts';

const ratio = z.string().regex(/^(0(\.\d{1,9})?|1(\.0{1,9})?)$/, 'a ratio from 0 to 1 written as text');

const count = z.int().min(0);
/** `planned` keeps the machine out of the planned busy time. */
const lossElement = z.enum(['ADOT', 'ADET', 'AUST', 'planned']);

export const equipmentKpiReported = defineEvent({
  name: 'equipment.kpi.reported',
  major: 1,
  version: '1.1.0',
  summary: 'Counts, losses and key figures of a line or machine over a shift, an hour or a day',
  writer: z.strictObject({
    equipmentId: equipmentPath,
    interval,
    grain: z.enum(['hour', 'shift', 'day', 'week', 'order']),
    revision: z.int().min(1),
    /** Actual production time and planned busy time. */
    apt: duration,
    pbt: duration,
    /** Actual unit set-up, delay and down time. */
    aust: duration.optional(),
    adet: duration.optional(),
    adot: duration.optional(),
    /** Nobody heard of the machine; no part of the planned busy time. */
    unknown: duration.optional(),
    /** Planned time per unit. Absent, as every figure here, where it is not known: that is not zero. */
    pri: duration.optional(),
    /** Produced and good quantity, where all was counted in one unit. */
    pq: decimalText.optional(),
    gq: decimalText.optional(),
    uom: unitCode.optional(),
    availability: ratio.optional(),
    /** May exceed 1 where the planned time is generous. */
    effectiveness: decimalText.optional(),
    quality: ratio.optional(),
    oee: decimalText.optional(),
    counts: z
      .array(z.strictObject({ materialDefinitionId: code, uom: unitCode, good: decimalText, scrap: decimalText }))
      .max(500)
      .optional(),
    losses: z
      .array(z.strictObject({ element: lossElement, reason: code, stops: count, duration }))
      .max(500)
      .optional(),
    energy: z
      .array(z.strictObject({ medium: code, uom: unitCode, quantity: decimalText }))
      .max(50)
      .optional(),
    /** Facts that were counted. */
    facts: count.optional(),
    shiftId: z.string().max(80).optional(),
    properties: properties.optional(),
  }),
  rules: [
    intervalForward,
    {
      rule: 'good quantity cannot exceed produced quantity',
      path: 'data.gq',
      holds: ({ gq, pq, quality }) =>
        gq === undefined || pq === undefined || quality === undefined || Number(gq) <= Number(pq),
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
