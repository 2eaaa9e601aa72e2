/** What a supplier announced and what came differ: a claim that a person may make of it. */
import { z } from 'zod';
import { code, lotRef, materialRef, properties } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { purchaseCorrelation, purchasePartition, purchaseSubject } from './scopes.ts';

/** Nothing may have come, or something that was never announced. */
const compared = z.strictObject({
  value: z.string().regex(/^\d+(\.\d{1,9})?$/, 'a decimal number written as text, such as "2.5"'),
  uom: z.string().min(1),
});

export const claimRaised = defineEvent({
  name: 'purchase.claim.raised',
  major: 1,
  version: '1.0.0',
  summary: 'What a supplier announced and what came differ',
  writer: z.strictObject({
    /** Of the advice and the receipt that brought it to light. */
    claimId: code,
    supplierId: code,
    poId: code,
    despatchAdviceId: code,
    receiptId: code,
    lines: z
      .array(z.strictObject({ material: materialRef, lot: lotRef.optional(), announced: compared, received: compared }))
      .min(1)
      .max(2000),
    properties: properties.optional(),
  }),
  rules: [],
  naturalKey: (data, scope) => ['claim', scope.enterprise, data.poId, data.claimId],
  partition: purchasePartition,
  subject: purchaseSubject,
  correlation: purchaseCorrelation,
  owner: 'Plantwire',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R3',
});
