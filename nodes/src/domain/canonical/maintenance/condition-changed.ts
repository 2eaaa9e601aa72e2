/** An alarm condition changed its state. Follows OPC UA Part 9 AlarmCondition, in the words of ISA-18.2 / IEC 62682. */
import { z } from 'zod';
import { code, duration, equipmentPath, instant, percentText, properties, quantity, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

export const TRANSITIONS = [
  'activated',
  'returned',
  'acked',
  'confirmed',
  'shelved',
  'unshelved',
  'suppressed',
  'unsuppressed',
  'outOfService',
  'inService',
  'disabled',
  'enabled',
] as const;

export const conditionChanged = defineEvent({
  name: 'equipment.condition.changed',
  major: 1,
  version: '1.0.0',
  summary: 'An alarm condition of a machine changed its state',
  writer: z.strictObject({
    conditionId: code,
    branchId: code.nullable().optional(),
    /** Name of this change at its source (OPC UA EventId); a replay after a restart carries the same. */
    sourceEventId: z.string().min(1).max(200).optional(),
    /** When the condition changed, by the clock of its source; stands for the sourceEventId where there is none. */
    changedAt: instant.optional(),
    conditionClass: code,
    equipmentId: equipmentPath,
    physicalAssetId: code.optional(),
    transition: z.enum(TRANSITIONS),
    active: z.boolean(),
    acked: z.boolean(),
    confirmed: z.boolean().optional(),
    severity: z.int().min(1).max(1000),
    priority: z.enum(['low', 'medium', 'high', 'urgent']).optional(),
    message: text.optional(),
    value: quantity.optional(),
    limit: quantity.optional(),
    activeSince: instant.optional(),
    onDelay: duration.optional(),
    offDelay: duration.optional(),
    deadbandPct: percentText.optional(),
    /** Still of interest to an operator; a replay of active conditions sends those alone. */
    retain: z.boolean().optional(),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => {
    if (data.sourceEventId) return ['cond', scope.site, data.conditionId, data.sourceEventId];
    return data.changedAt ? ['cond', scope.site, data.conditionId, data.transition, data.changedAt] : undefined;
  },
  partition: (data, scope) => `${scope.site}:eq:${data.equipmentId}`,
  subject: (data) => subject('condition', data.conditionId),
  correlation: (data, scope) =>
    `cond:${scope.site}:${data.conditionId}${data.activeSince ? `:${data.activeSince}` : ''}`,
  owner: 'SCADA',
  priority: PRIORITY.order,
  retention: 'status',
  delivery: 'R2',
});
