/** A supplier's bill for one purchase order (X12 810, EDIFACT INVOIC, UBL Invoice). */
import { z } from 'zod';
import { code, decimalText, materialRef, properties, quantity } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { linesAboveZero, purchaseCorrelation, purchasePartition, purchaseSubject } from '../procurement/scopes.ts';

const line = z.strictObject({
  lineNo: code.optional(),
  material: materialRef,
  quantity,
  /** For one of the unit of the quantity, without tax. */
  price: decimalText,
});

export const billReceived = defineEvent({
  name: 'finance.bill.received',
  major: 1,
  version: '1.0.0',
  summary: 'A supplier billed a purchase order',
  writer: z.strictObject({
    supplierId: code,
    /** The supplier's number of the bill. */
    invoiceId: code,
    poId: code,
    date: z.iso.date(),
    due: z.iso.date().optional(),
    /** ISO 4217. */
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .optional(),
    /** Without tax. */
    net: decimalText.optional(),
    lines: z.array(line).min(1).max(500),
    properties: properties.optional(),
  }),
  rules: [linesAboveZero],
  naturalKey: (data, scope) => ['inv', scope.enterprise, data.supplierId, data.invoiceId],
  partition: purchasePartition,
  subject: purchaseSubject,
  correlation: purchaseCorrelation,
  owner: 'Supplier',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'B1',
});
