/** Goods went from one place of the plant to another. Follows ISA-95 MaterialActual, Inventory. */
import { z } from 'zod';
import { circumstances, code, lotRef, materialRef, quantity } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { gtinChecks, quantitySign } from '../rules.ts';
import { materialCorrelation, materialPartition, materialSubject } from './scopes.ts';

export const inventoryMoved = defineEvent({
  name: 'inventory.moved',
  major: 1,
  version: '1.0.0',
  summary: 'A quantity of a material went from one place to another',
  writer: z.strictObject({
    /** Number of the movement at the system that saw it. */
    moveId: code,
    material: materialRef,
    quantity,
    lot: lotRef.optional(),
    fromLocationId: code,
    toLocationId: code,
    /** Absent: an ordinary move. */
    purpose: z.enum(['move', 'putaway', 'stage']).optional(),
    ...circumstances,
  }),
  rules: [quantitySign, gtinChecks],
  naturalKey: (data, scope) => ['inv.move', scope.system, data.moveId],
  partition: materialPartition,
  subject: materialSubject,
  correlation: materialCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
