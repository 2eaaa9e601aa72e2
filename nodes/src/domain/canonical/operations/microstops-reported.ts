/** Standstills too short to be booked one by one: how many, and how long together. */
import { z } from 'zod';
import { code, duration, equipmentPath, interval, properties, reason } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { intervalForward } from '../rules.ts';
import { subject } from '../scopes.ts';
import { equipmentPartition, moment } from './equipment.ts';

export const microstopsReported = defineEvent({
  name: 'equipment.microstops.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Short standstills of a machine, counted and summed',
  writer: z.strictObject({
    equipmentId: equipmentPath,
    /** Name of the sum, the same in every revision; what has none is not posted. */
    sumId: code.optional(),
    /** A shift, or a shorter stretch of one; each counts where it began. */
    interval,
    count: z.int().min(0),
    duration,
    /** Start of the interval, and as much later as they lasted together: one time row of the right length. */
    booked: interval,
    reason,
    /** Rises when late states change the sum. */
    revision: z.int().min(1),
    shiftId: code.optional(),
    note: z.string().max(200).optional(),
    properties: properties.optional(),
  }),
  rules: [intervalForward],
  naturalKey: (data, scope) => [
    ...['eq.micro', scope.site, data.equipmentId, moment(data.interval.start), data.revision],
  ],
  partition: equipmentPartition,
  subject: (data) => subject('equipment', data.equipmentId),
  correlation: (data) => `eq:${data.equipmentId}`,
  owner: 'SCADA',
  priority: PRIORITY.summary,
  retention: 'posting',
  delivery: 'B1',
});
