/** What receipts and confirmations need of a version. */
import type { Erp, Result } from '../../ports.ts';
import type { Amount } from '../amount.ts';
import type { Domain } from '../rows.ts';

/** A line of a transfer. */
export interface TransferLine {
  readonly id: number;
  readonly move: number;
  readonly picking: number;
  readonly unit: number;
  readonly isDone: boolean;
  /** What it really moves; a line that Odoo reserved by itself moves nothing. */
  readonly moved: Amount;
}

export interface TradeTable {
  lines(erp: Erp, domain: Domain): Promise<Result<TransferLine[]>>;
  readonly movedCell: 'quantity' | 'qty_done';
  /** What a line needs to count as moved, not only as reserved. */
  readonly lineCells: Readonly<Record<string, string>>;
  /** Whether a line may name its lot; Odoo then finds it, or makes it when the goods are in. */
  readonly namesLots: boolean;
  /** Unit of a purchase order line. */
  readonly lineUnit: 'product_uom_id' | 'product_uom';
  /** What marks a purchase order as confirmed by the supplier. */
  readonly confirmedMark: Readonly<Record<string, unknown>>;
}
