/** What bills need of a version. */
import type { Erp, Result } from '../../ports.ts';
import type { Amount } from '../amount.ts';

/** A line of a purchase order as finance sees it; quantities in its own unit. */
export interface BilledLine {
  readonly id: number;
  readonly product: number | undefined;
  readonly name: string;
  readonly unit: number | undefined;
  readonly received: Amount;
  /** On bills already, drafts among them. */
  readonly invoiced: Amount;
  /** What one costs, after the discount of the order. */
  readonly price: Amount;
}

export interface FinanceTable {
  /** In the order of the document. */
  billedLines(erp: Erp, order: number): Promise<Result<BilledLine[]>>;
}
