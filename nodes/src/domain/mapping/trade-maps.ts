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
