/** Good output of an order: a partial count, the final one, or a signed correction. Follows ISA-95 MaterialActual, Produced. */
import { z } from 'zod';
import { circumstances, code, consumptionBasis, lotRef, materialRef, provenance, quantity } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { quantityRules } from '../rules.ts';
import { orderCorrelation, orderPartition, orderSubject, provenanceKey } from '../scopes.ts';

export const outputReported = defineEvent({
  name: 'production.output.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Good output of a production order',
  writer: z.strictObject({
    operationsRequestId: code,
    reportKind: z.enum(['partial', 'final', 'correction']),
    materialUse: z.literal('Produced').optional(),
    material: materialRef,
    quantity,
    lot: lotRef.optional(),
    cumulativeGood: quantity.optional(),
    toLocationId: code.optional(),
    consumptionBasis: consumptionBasis.optional(),
    ...circumstances,
    ...provenance,
  }),
  rules: quantityRules,
  naturalKey: (data, scope) => provenanceKey('prod.output', data, scope, data.jobOrderId ?? data.operationsRequestId),
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
