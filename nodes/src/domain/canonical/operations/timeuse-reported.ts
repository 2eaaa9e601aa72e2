/** How a machine spent a shift. The five parts add up to the shift exactly; not posted, summaries are made of it. */
import { z } from 'zod';
import { code, duration, equipmentPath, interval, properties } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { intervalForward } from '../rules.ts';
import { subject } from '../scopes.ts';
import { equipmentPartition, moment } from './equipment.ts';

const count = z.int().min(0);

export const timeuseReported = defineEvent({
  name: 'equipment.timeuse.reported',
  major: 1,
  version: '1.0.0',
  summary: 'How a machine spent a shift: running, standing still by reason, unknown',
  writer: z.strictObject({
    equipmentId: equipmentPath,
    shiftId: code,
    businessDate: z.iso.date(),
    interval,
    /** Rises when late states or a reason change it; the highest one counts. */
    revision: z.int().min(1),
    running: duration,
    planned: duration,
    unplanned: duration,
    microstops: duration,
    /** Nobody heard of the machine: no standstill, and no production either. */
    unknown: duration,
    /** Share of `unplanned` whose reason nobody named. */
    unclassified: duration,
    stopCount: count,
    microstopCount: count,
    losses: z
      .array(z.strictObject({ reason: code, category: z.enum(['planned', 'unplanned', 'microstop']), count, duration }))
      .max(500),
    properties: properties.optional(),
  }),
  rules: [intervalForward],
  naturalKey: (data, scope) => [
    ...['eq.timeuse', scope.site, data.equipmentId, moment(data.interval.start), data.revision],
  ],
  partition: equipmentPartition,
  subject: (data) => subject('equipment', data.equipmentId),
  correlation: (data) => `eq:${data.equipmentId}`,
  owner: 'SCADA',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'B1',
});
