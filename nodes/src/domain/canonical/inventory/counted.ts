/** Somebody counted one material in one place. Follows ISA-95 MaterialUse, Inventoried. */
import { z } from 'zod';
import { circumstances, code, instant, lotRef, materialRef, quantity } from '../blocks.ts';
import { defineEvent, type EventRule, PRIORITY } from '../definition.ts';
import { gtinChecks } from '../rules.ts';
import { placeCorrelation, placePartition, placeSubject } from './scopes.ts';

const notBelowZero: EventRule<{ readonly countedQuantity: { readonly value: string } }> = {
  rule: 'a count is not below zero',
  path: 'data.countedQuantity.value',
  holds: ({ countedQuantity }) => Number(countedQuantity.value) >= 0,
};

export const inventoryCounted = defineEvent({
  name: 'inventory.counted',
  major: 1,
  version: '1.0.0',
  summary: 'What lies of a material in one place, counted',
  writer: z.strictObject({
    /** Number of the count sheet and the line on it. */
    countId: code,
    lineNo: code,
    locationId: code,
    material: materialRef,
    lot: lotRef.optional(),
    countedQuantity: quantity,
    countedAt: instant,
    /** What the books said when the place was frozen for the count. */
    bookAtFreeze: quantity.optional(),
    ...circumstances,
  }),
  rules: [notBelowZero, gtinChecks],
  naturalKey: (data, scope) => ['inv.count', scope.system, data.countId, data.lineNo],
  partition: placePartition,
  subject: placeSubject,
  correlation: placeCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
