/** A machine stands, stood or will stand still, and why. Follows ISA-95 EquipmentActual and ISO 22400. */
import { z } from 'zod';
import { code, equipmentPath, instant, properties, reason, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { orderCorrelation, subject } from '../scopes.ts';
import { equipmentPartition, moment } from './equipment.ts';

export const downtimeRecorded = defineEvent({
  name: 'equipment.downtime.recorded',
  major: 1,
  version: '1.1.0',
  summary: 'Standstill of a machine with its reason',
  writer: z.strictObject({
    equipmentId: equipmentPath,
    start: instant,
    /** Absent while it lasts. The same as `start`: it has not been, or belongs to another. */
    end: instant.optional(),
    /** `planned` keeps the machine out of the plan; the others are time that was lost. */
    category: z.enum(['planned', 'unplanned', 'microstop']),
    reason,
    /** Rises when an end or a better reason is told; equipment and start name the standstill. */
    revision: z.int().min(1),
    /**
     * `measured` from the states of the machine: time that was, also when it was planned. `announced`, the default, by
     * somebody: planned time keeps the machine out of the plan.
     */
    basis: z.enum(['measured', 'announced']).optional(),
    /** Start of the whole standstill, where a shift or another standstill cut it into several. */
    partOf: instant.optional(),
    /** The standstill it came of: of the line, or of a neighbour. */
    causedBy: z.strictObject({ equipmentId: equipmentPath, start: instant }).optional(),
    shiftId: code.optional(),
    timeElement: z.enum(['ADOT', 'ADET', 'AUST', 'APMT']).optional(),
    operationsRequestId: code.optional(),
    jobOrderId: code.optional(),
    personId: code.optional(),
    note: text.optional(),
    properties: properties.optional(),
  }),
  rules: [
    {
      rule: 'end must not be before start',
      path: 'data.end',
      holds: (data) => data.end === undefined || Date.parse(data.end) >= Date.parse(data.start),
    },
    {
      rule: 'an announced planned standstill needs its end',
      path: 'data.end',
      holds: (data) => data.category !== 'planned' || data.end !== undefined || data.basis === 'measured',
    },
  ],
  naturalKey: (data, scope) => ['eq.down', scope.site, data.equipmentId, moment(data.start), data.revision],
  partition: equipmentPartition,
  subject: (data) => subject('equipment', data.equipmentId),
  correlation: orderCorrelation,
  owner: 'SCADA',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
