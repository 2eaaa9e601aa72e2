/** The event types of this area. */
import { asnReceived } from './asn-received.ts';
import { claimRaised } from './claim-raised.ts';
import { orderConfirmed } from './order-confirmed.ts';
import { receiptRecorded } from './receipt-recorded.ts';

export const procurement = {
  'purchase.asn.received': asnReceived,
  'purchase.order.confirmed': orderConfirmed,
  'purchase.receipt.recorded': receiptRecorded,
  'purchase.claim.raised': claimRaised,
} as const;
