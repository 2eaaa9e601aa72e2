/** By-product or co-product of an order. Follows ISA-95 MaterialActual, By-product Produced. */
import { z } from 'zod';
import { circumstances, code, lotRef, materialRef, percentText, provenance, quantity } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { quantityRules } from '../rules.ts';
import { orderCorrelation, orderPartition, orderSubject, provenanceKey } from '../scopes.ts';

export const byproductReported = defineEvent({
  name: 'production.byproduct.reported',
  major: 1,
  version: '1.0.0',
  summary: 'By-product of a production order',
  writer: z.strictObject({
    operationsRequestId: code,
    reportKind: z.enum(['partial', 'correction']).optional(),
    materialUse: z.enum(['By-product Produced', 'Co-product Produced']).optional(),
    material: materialRef,
    quantity,
    lot: lotRef.optional(),
    costSharePct: percentText.optional(),
    toLocationId: code.optional(),
    ...circumstances,
    ...provenance,
  }),
  rules: quantityRules,
  naturalKey: (data, scope) => provenanceKey('prod.byp', data, scope, scope.system),
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
