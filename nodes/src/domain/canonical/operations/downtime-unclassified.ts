/** A standstill is older than the site allows and still nobody said why. Told once per standstill. */
import { z } from 'zod';
import { code, duration, equipmentPath, instant, properties } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';
import { equipmentPartition, moment } from './equipment.ts';

export const downtimeUnclassified = defineEvent({
  name: 'equipment.downtime.unclassified',
  major: 1,
  version: '1.0.0',
  summary: 'Nobody named the reason of a standstill in time',
  writer: z.strictObject({
    equipmentId: equipmentPath,
    start: instant,
    /** Absent while it lasts. */
    end: instant.optional(),
    /** Since its start. */
    age: duration,
    /** A code that the machine named and the site pack does not know. */
    named: code.optional(),
    shiftId: code.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['eq.unclassified', scope.site, data.equipmentId, moment(data.start)],
  partition: equipmentPartition,
  subject: (data) => subject('equipment', data.equipmentId),
  correlation: (data) => `eq:${data.equipmentId}`,
  owner: 'Plantwire',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'R3',
});
