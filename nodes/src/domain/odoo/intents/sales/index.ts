/** The intents of this family. */
import { checkAvailability } from './check-availability.ts';
import { commitmentRisk } from './commitment-risk.ts';
import { creditHold } from './credit-hold.ts';
import { lead } from './lead.ts';
import { promiseDelivery } from './promise-delivery.ts';
import { quotation } from './quotation.ts';
import { salesOrder } from './sales-order.ts';

export const sales = [
  lead,
  checkAvailability,
  quotation,
  salesOrder,
  promiseDelivery,
  commitmentRisk,
  creditHold,
] as const;
