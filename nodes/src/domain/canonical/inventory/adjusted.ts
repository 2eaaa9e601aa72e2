/** There is more or less of a material than the books say, by a known quantity and for a known reason. */
import { z } from 'zod';
import { circumstances, code, lotRef, materialRef, quantity, reason } from '../blocks.ts';
import { defineEvent, type EventRule, PRIORITY } from '../definition.ts';
import { gtinChecks } from '../rules.ts';
import { materialCorrelation, materialPartition, materialSubject } from './scopes.ts';

const notZero: EventRule<{ readonly quantity: { readonly value: string } }> = {
  rule: 'an adjustment changes something',
  path: 'data.quantity.value',
  holds: (data) => Number(data.quantity.value) !== 0,
};

export const inventoryAdjusted = defineEvent({
  name: 'inventory.adjusted',
  major: 1,
  version: '1.0.0',
  summary: 'Stock of a material in one place corrected by a quantity, with a reason',
  writer: z.strictObject({
    adjustmentId: code,
    locationId: code,
    material: materialRef,
    /** Below zero: there is less. */
    quantity,
    lot: lotRef.optional(),
    reason,
    ...circumstances,
  }),
  rules: [notZero, gtinChecks],
  naturalKey: (data, scope) => ['inv.adj', scope.system, data.adjustmentId],
  partition: materialPartition,
  subject: materialSubject,
  correlation: materialCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
