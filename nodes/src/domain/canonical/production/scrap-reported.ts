/** Rejected quantity with its reason: of the product (`output`) or of a component (`input`). */
import { z } from 'zod';
import { circumstances, code, lotRef, materialRef, provenance, quantity, reason } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { quantityRules } from '../rules.ts';
import { orderCorrelation, orderPartition, orderSubject, provenanceKey } from '../scopes.ts';

export const scrapReported = defineEvent({
  name: 'production.scrap.reported',
  major: 1,
  version: '1.0.0',
  summary: 'Scrap of an order or a machine, with its reason',
  writer: z.strictObject({
    /** Absent for scrap outside an order; then `equipmentId` is needed. */
    operationsRequestId: code.optional(),
    reportKind: z.enum(['partial', 'correction']).optional(),
    material: materialRef,
    quantity,
    reason,
    scrapStage: z.enum(['input', 'output']),
    lot: lotRef.optional(),
    disposition: code.optional(),
    ...circumstances,
    ...provenance,
  }),
  rules: [
    ...quantityRules,
    {
      rule: 'needs an order (operationsRequestId) or an equipmentId',
      path: 'data.operationsRequestId',
      holds: (data) => data.operationsRequestId !== undefined || data.equipmentId !== undefined,
    },
  ],
  naturalKey: (data, scope) => provenanceKey('prod.scrap', data, scope, scope.system),
  partition: orderPartition,
  subject: orderSubject,
  correlation: orderCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
