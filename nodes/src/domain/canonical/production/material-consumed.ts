/** Material taken by an order, or returned from it. Follows ISA-95 MaterialActual, Consumed. */
import { z } from 'zod';
import { circumstances, code, lotRef, materialRef, provenance, quantity } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { quantityRules } from '../rules.ts';
import { orderCorrelation, orderPartition, orderSubject, provenanceKey } from '../scopes.ts';

export const materialConsumed = defineEvent({
  name: 'material.consumed',
  major: 1,
  version: '1.0.0',
  summary: 'Material consumed by, or returned from, a production order',
  writer: z.strictObject({
    operationsRequestId: code,
    reportKind: z.enum(['partial', 'correction']).optional(),
    materialUse: z.literal('Consumed').optional(),
    material: materialRef,
    /** Above zero in both directions; `direction` carries the sign. */
    quantity,
    direction: z.enum(['consume', 'return']),
    /** `actual` was measured, `backflush` was computed from the bill of materials. */
    basis: z.enum(['actual', 'backflush']),
    lot: lotRef.optional(),
    fromLocationId: code.optional(),
    sscc: z
      .string()
      .regex(/^\d{18}$/, 'an SSCC of 18 digits')
      .optional(),
    bomLine: code.optional(),
    ...circumstances,
    ...provenance,
  }),
  rules: quantityRules,
  naturalKey: (data, scope) => provenanceKey('mat.cons', data, scope, scope.system),
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
