/** A person says why a machine stood still: at once, later, or again because the first reason was wrong. */
import { z } from 'zod';
import { code, equipmentPath, instant, properties, reason, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';
import { equipmentPartition, moment } from './equipment.ts';

export const downtimeClassified = defineEvent({
  name: 'equipment.downtime.classified',
  major: 1,
  version: '1.0.0',
  summary: 'A person named the reason of a standstill',
  writer: z.strictObject({
    equipmentId: equipmentPath,
    /** A moment inside the standstill. */
    at: instant,
    /** When it was decided: of two reasons for one standstill the later one counts. */
    classifiedAt: instant,
    reason,
    personId: code.optional(),
    note: text.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => [
    ...['eq.why', scope.site, data.equipmentId, moment(data.at), moment(data.classifiedAt), data.reason.code],
  ],
  partition: equipmentPartition,
  subject: (data) => subject('equipment', data.equipmentId),
  correlation: (data) => `eq:${data.equipmentId}`,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
