/** State and mode of a machine: PackML, OPC UA for Machinery, or the site's own model. Nothing of it is posted. */
import { z } from 'zod';
import { code, equipmentPath, instant, properties, reason } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { orderCorrelation, subject } from '../scopes.ts';
import { equipmentPartition, moment } from './equipment.ts';

export const equipmentStateChanged = defineEvent({
  name: 'equipment.state.changed',
  major: 1,
  version: '1.0.0',
  summary: 'A machine went to another state or mode',
  writer: z.strictObject({
    equipmentId: equipmentPath,
    stateModel: z.enum(['packml', 'machinery', 'site']),
    fromState: code.optional(),
    toState: code,
    mode: code.optional(),
    changedAt: instant,
    operationsRequestId: code.optional(),
    jobOrderId: code.optional(),
    stopReason: reason.optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['eq.state', scope.site, data.equipmentId, data.toState, moment(data.changedAt)],
  partition: equipmentPartition,
  subject: (data) => subject('equipment', data.equipmentId),
  correlation: orderCorrelation,
  owner: 'SCADA',
  priority: PRIORITY.summary,
  retention: 'telemetry',
  delivery: 'B1',
});
