/** The event types of this area. */
import { availabilityAnswered } from './availability-answered.ts';
import { availabilityAsked } from './availability-asked.ts';
import { commitmentAtRisk } from './commitment-atrisk.ts';
import { commitmentChanged } from './commitment-changed.ts';
import { commitmentQuestioned } from './commitment-questioned.ts';
import { customerChanged } from './customer-changed.ts';
import { opportunityChanged } from './opportunity-changed.ts';
import { orderAnswered } from './order-answered.ts';
import { orderCommitted } from './order-committed.ts';
import { quoteChanged } from './quote-changed.ts';

export const sales = {
  'sales.opportunity.changed': opportunityChanged,
  'sales.customer.changed': customerChanged,
  'sales.availability.asked': availabilityAsked,
  'sales.availability.answered': availabilityAnswered,
  'sales.quote.changed': quoteChanged,
  'sales.order.committed': orderCommitted,
  'sales.order.answered': orderAnswered,
  'sales.commitment.changed': commitmentChanged,
  'sales.commitment.questioned': commitmentQuestioned,
  'sales.commitment.atrisk': commitmentAtRisk,
} as const;
