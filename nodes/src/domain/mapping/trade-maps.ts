/** Maps about suppliers: what they announce and confirm, and what really comes. */
import type { EventMap, Rule } from './rules.ts';

const ofPurchase: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  at: { from: 'time', convert: 'instant' },
  order: { from: 'data.poId' },
};

/** Tolerances of the site pack. */
const tolerances: Readonly<Record<string, Rule>> = {
  overPercent: { value: '0' },
  differencePercent: { from: 'data', convert: 'difference-percent' },
};

export const tradeMaps: readonly EventMap[] = [
  {
    type: 'purchase.asn.received',
    to: 'expectGoods',
    fields: {
      ...ofPurchase,
      ...tolerances,
      advice: { from: 'data.despatchAdviceId' },
      supplier: { from: 'data.supplierId' },
      purpose: { from: 'data.purpose' },
      eta: { from: 'data.eta', optional: true },
      carrier: { from: 'data.carrier', optional: true },
      lines: { from: 'data.logisticUnits', convert: 'advice-lines' },
    },
  },
  {
    type: 'purchase.order.confirmed',
    to: 'confirmSupply',
    fields: {
      ...ofPurchase,
      response: { from: 'data.responseId' },
      issued: { from: 'data.issuedDate', optional: true },
      revision: { from: 'data.revision', optional: true },
      currency: { from: 'data.currency', optional: true },
      verdict: { from: 'data.verdict', convert: 'purchase-verdict', optional: true },
      lines: { from: 'data.lines', convert: 'purchase-lines' },
      // Quantities are the buyer's decision unless the site pack says otherwise.
      quantities: { value: 'note' },
    },
  },
  {
    type: 'purchase.receipt.recorded',
    to: 'receive',
    fields: {
      ...ofPurchase,
      receipt: { from: 'data.receiptId' },
      ...tolerances,
      advice: { from: 'data.despatchAdviceId', optional: true },
      supplier: { from: 'data.supplierId', optional: true },
      lines: { from: 'data.lines', convert: 'receipt-lines' },
    },
  },
];
