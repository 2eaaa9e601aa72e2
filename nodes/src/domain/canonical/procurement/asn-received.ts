/** What a supplier has sent for one purchase order (X12 856, EDIFACT DESADV). Nothing is received by it. */
import { z } from 'zod';
import { code, lotRef, materialRef, properties, quantity, text } from '../blocks.ts';
import { defineEvent, type EventRule, PRIORITY } from '../definition.ts';
import { isGs1 } from '../gs1.ts';
import { purchaseCorrelation, purchasePartition, purchaseSubject } from './scopes.ts';

const line = z.strictObject({
  lineNo: code.optional(),
  material: materialRef,
  supplierItemCode: code.optional(),
  quantity,
  lot: lotRef.optional(),
});

const logisticUnit = z.strictObject({
  /** Serial Shipping Container Code of the label. */
  sscc: z
    .string()
    .regex(/^\d{18,20}$/, 'an SSCC of 18 digits, or 20 with its identifier 00')
    .optional(),
  lines: z.array(line).max(2000),
});

interface Advice {
  readonly purpose: string;
  readonly logisticUnits: readonly {
    readonly sscc?: string | undefined;
    readonly lines: readonly { readonly quantity: { readonly value: string } }[];
  }[];
}

const saysWhatComes: EventRule<Advice> = {
  rule: 'an advice that is not withdrawn names what comes',
  path: 'data.logisticUnits',
  holds: ({ purpose, logisticUnits }) => purpose === 'cancel' || logisticUnits.some(({ lines }) => lines.length > 0),
};

const quantitiesAboveZero: EventRule<Advice> = {
  rule: 'every line needs a quantity above zero',
  path: 'data.logisticUnits',
  holds: ({ logisticUnits }) =>
    logisticUnits.every(({ lines }) => lines.every((one) => Number(one.quantity.value) > 0)),
};

const labelsCheck: EventRule<Advice> = {
  rule: 'SSCC check digit is wrong',
  path: 'data.logisticUnits',
  holds: ({ logisticUnits }) => logisticUnits.every(({ sscc }) => sscc === undefined || isGs1(sscc.slice(-18))),
};

export const asnReceived = defineEvent({
  name: 'purchase.asn.received',
  major: 1,
  version: '1.0.0',
  summary: 'A supplier announced what it sent for a purchase order',
  writer: z.strictObject({
    supplierId: code,
    despatchAdviceId: code,
    purpose: z.enum(['original', 'replace', 'cancel']),
    /** Tells several replacements of one advice apart: number of the message, or of the list. */
    revision: code.optional(),
    poId: code,
    shipped: z.iso.date().optional(),
    eta: z.iso.date().optional(),
    carrier: text.optional(),
    logisticUnits: z.array(logisticUnit).max(2000),
    properties: properties.optional(),
  }),
  rules: [saysWhatComes, quantitiesAboveZero, labelsCheck],
  // One advice may deliver several orders: each is an event of its own.
  naturalKey: (data, scope) => [
    'asn',
    scope.enterprise,
    data.supplierId,
    data.despatchAdviceId,
    data.purpose,
    data.poId,
    ...(data.revision === undefined ? [] : [data.revision]),
  ],
  partition: purchasePartition,
  subject: purchaseSubject,
  correlation: purchaseCorrelation,
  owner: 'Supplier',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R3',
});
