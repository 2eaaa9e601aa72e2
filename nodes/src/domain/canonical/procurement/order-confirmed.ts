/** What a supplier promises for the lines of one purchase order (X12 855, EDIFACT ORDRSP). */
import { z } from 'zod';
import { code, decimalText, materialRef, properties, quantity, text } from '../blocks.ts';
import { defineEvent, type EventRule, PRIORITY } from '../definition.ts';
import { linesAboveZero, purchaseCorrelation, purchasePartition, purchaseSubject } from './scopes.ts';

const line = z.strictObject({
  lineNo: code,
  status: z.enum(['accepted', 'changed', 'rejected', 'backordered']),
  material: materialRef.optional(),
  supplierItemCode: code.optional(),
  quantity: quantity.optional(),
  promisedDate: z.iso.date().optional(),
  price: decimalText.optional(),
  /** So many of the unit cost the price. */
  priceBasis: decimalText.optional(),
  reason: text.optional(),
});

interface Answer {
  readonly verdict: string;
  readonly lines: readonly { readonly priceBasis?: string | undefined }[];
}

const answersSomething: EventRule<Answer> = {
  rule: 'an answer names lines, or accepts or rejects the whole order',
  path: 'data.lines',
  holds: ({ verdict, lines }) => verdict !== 'answered' || lines.length > 0,
};

const pricedForSome: EventRule<Answer> = {
  rule: 'a price is for more than none',
  path: 'data.lines',
  holds: ({ lines }) => lines.every(({ priceBasis = '1' }) => Number(priceBasis) > 0),
};

export const orderConfirmed = defineEvent({
  name: 'purchase.order.confirmed',
  major: 1,
  version: '1.2.0',
  summary: 'A supplier answered a purchase order, line by line',
  writer: z.strictObject({
    supplierId: code,
    poId: code,
    /** The supplier's own number of this answer. */
    responseId: code,
    /** Day of the document. */
    issuedDate: z.iso.date().optional(),
    /** Where the supplier sends the same number again with other content. */
    revision: code.optional(),
    /** ISO 4217, of all prices. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    /** `accepted` is about all lines as they were ordered, and names none. */
    verdict: z.enum(['answered', 'accepted', 'rejected']).default('answered'),
    lines: z.array(line).max(2000),
    properties: properties.optional(),
  }),
  rules: [answersSomething, linesAboveZero, pricedForSome],
  naturalKey: ({ supplierId, poId, responseId, revision }, scope) => [
    ...['po.conf', scope.enterprise, supplierId, poId, responseId],
    ...(revision === undefined ? [] : [revision]),
  ],
  partition: purchasePartition,
  subject: purchaseSubject,
  correlation: purchaseCorrelation,
  owner: 'Supplier',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R3',
});
