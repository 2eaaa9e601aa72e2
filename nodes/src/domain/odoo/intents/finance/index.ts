/** The intents of this family. */
import { readInvoice } from './read-invoice.ts';
import { vendorBill } from './vendor-bill.ts';

export const finance = [vendorBill, readInvoice] as const;
