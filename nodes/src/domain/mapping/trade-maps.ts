/** Maps about suppliers: what they announce and confirm, and what really comes. */
import type { EventMap, Rule } from './rules.ts';

const ofPurchase: Readonly<Record<string, Rule>> = {
  key: { from: 'idempotencykey' },
  partition: { from: 'partitionkey' },
  at: { from: 'time', convert: 'instant' },
  order: { from: 'data.poId' },
};

export const tradeMaps: readonly EventMap[] = [
  {
    type: 'purchase.order.confirmed',
    to: 'confirmSupply',
    fields: {
      ...ofPurchase,
      response: { from: 'data.responseId' },
      verdict: { from: 'data.verdict', optional: true },
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
      lines: { from: 'data.lines', convert: 'purchase-lines' },
      // A plant that takes more than it ordered says so in its site pack.
      overPercent: { value: '0' },
    },
  },
];
