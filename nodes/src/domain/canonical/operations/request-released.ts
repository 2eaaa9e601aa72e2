/** An order the plant may start. Follows ISA-95 OperationsRequest, Released. */
import { z } from 'zod';
import {
  code,
  duration,
  equipmentPath,
  instant,
  materialRef,
  percentText,
  properties,
  quantity,
  timeZone,
} from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { gtinChecks } from '../rules.ts';
import { orderCorrelation, orderPartition, orderSubject } from '../scopes.ts';

const materialRequirement = z.strictObject({
  materialDefinitionId: code,
  materialUse: z.enum(['Consumed', 'Produced', 'By-product Produced', 'Co-product Produced']),
  quantity,
  sourceLocationId: code.optional(),
  lotId: code.optional(),
});

const segment = z.strictObject({
  segmentId: code,
  jobOrderId: code,
  workDefinitionId: code.optional(),
  equipmentId: equipmentPath,
  plannedDuration: duration.optional(),
  materialRequirements: z.array(materialRequirement).max(500),
});

export const requestReleased = defineEvent({
  name: 'operations.request.released',
  major: 1,
  version: '1.3.0',
  summary: 'A production order was released to the plant',
  writer: z.strictObject({
    /** Name of the order at its first release, frozen from then on. */
    operationsRequestId: code,
    /** Rises only when a release-relevant field changed. */
    requestVersion: z.int().min(1),
    operationsType: code,
    requestState: z.literal('Released').optional(),
    priority: z.int().min(0).max(9).optional(),
    material: materialRef,
    quantity,
    overTolerancePct: percentText.optional(),
    underTolerancePct: percentText.optional(),
    operationsDefinitionId: code,
    operationsDefinitionVersion: code,
    recipeId: code.optional(),
    recipeVersion: code.optional(),
    plannedStart: instant,
    plannedEnd: instant,
    eventTimeZone: timeZone,
    lotPolicy: z
      .strictObject({ tracking: z.enum(['none', 'lot', 'serial']), assignedLotIds: z.array(code).max(1000).optional() })
      .optional(),
    destinationLocationId: code.optional(),
    customerOrderId: code.optional(),
    segments: z.array(segment).max(200),
    /** Of an order without operations. */
    materialRequirements: z.array(materialRequirement).max(500).optional(),
    changeSince: z.int().min(1).nullable().optional(),
    properties: properties.optional(),
  }),
  rules: [
    gtinChecks,
    {
      rule: 'quantity must be above zero',
      path: 'data.quantity.value',
      holds: (data) => Number(data.quantity.value) > 0,
    },
    {
      rule: 'plannedEnd must not be before plannedStart',
      path: 'data.plannedEnd',
      holds: (data) => Date.parse(data.plannedEnd) >= Date.parse(data.plannedStart),
    },
  ],
  naturalKey: (data, scope) => ['or.released', scope.enterprise, data.operationsRequestId, data.requestVersion],
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'Odoo',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R2',
});
