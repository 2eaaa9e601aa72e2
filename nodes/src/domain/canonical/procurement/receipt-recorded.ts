/** Goods of one purchase order are in the house: a fact, whatever was announced. */
import { z } from 'zod';
import { circumstances, code, lotRef, materialRef, quantity, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { linesAboveZero, purchaseCorrelation, purchasePartition, purchaseSubject } from './scopes.ts';

const line = z.strictObject({
  lineNo: code.optional(),
  material: materialRef,
  quantity,
  lot: lotRef.optional(),
  sscc: z
    .string()
    .regex(/^\d{18,20}$/)
    .optional(),
  condition: text.optional(),
});

export const receiptRecorded = defineEvent({
  name: 'purchase.receipt.recorded',
  major: 1,
  version: '1.0.0',
  summary: 'Goods of a purchase order were received, with their lots',
  writer: z.strictObject({
    /** Number of this receipt at its source; several lines of one truck are one receipt. */
    receiptId: code,
    poId: code,
    supplierId: code.optional(),
    despatchAdviceId: code.optional(),
    lines: z.array(line).min(1).max(500),
    ...circumstances,
  }),
  rules: [linesAboveZero],
  naturalKey: (data, scope) => ['po.rcpt', scope.site, scope.system, data.receiptId, data.poId],
  partition: purchasePartition,
  subject: purchaseSubject,
  correlation: purchaseCorrelation,
  owner: 'MES',
  priority: PRIORITY.booking,
  retention: 'posting',
  delivery: 'R3',
});
