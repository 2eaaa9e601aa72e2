/** Holds and closed periods of Odoo 14: its reservation does not look at expiry, and orders know no newer revision. */
import type { StillRightReads } from '../../still-right-reads.ts';
import { lockedUntilOf, lotHoldsOf, outdated } from '../v19/still-right.ts';

export const reads14: StillRightReads = {
  lotHolds: lotHoldsOf('stock.production.lot', false),
  lockedUntil: lockedUntilOf(['fiscalyear_lock_date']),
  outdated,
};
