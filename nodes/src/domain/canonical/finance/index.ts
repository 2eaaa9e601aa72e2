/** The event types of this area. */
import { billReceived } from './bill-received.ts';
import { creditChanged } from './credit-changed.ts';

export const finance = { 'finance.bill.received': billReceived, 'finance.credit.changed': creditChanged } as const;
