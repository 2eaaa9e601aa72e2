/** What the stock intents need of a version: how a transfer with its lines is written and read, and how a count is. */
import type { Erp, Result } from '../../ports.ts';
import type { Amount } from '../amount.ts';

/** Something that lies, or moves from one place to another. Quantities in the unit of the product. */
export interface Portion {
  readonly lot: number | undefined;
  readonly package: number | undefined;
  readonly quantity: Amount;
  /** Package it is in afterwards; absent: it is loose then. */
  readonly into?: number | undefined;
  /** Place inside the one that the document names. */
  readonly at?: number | undefined;
}

export interface MovedLine extends Portion {
  readonly id: number;
  readonly product: number;
  readonly unit: number;
  readonly state: string;
}

export interface StockMoves {
  /** Column of a transfer's moves. */
  readonly moves: 'move_ids' | 'move_lines';
  /** Column of a line's moved quantity. */
  readonly moved: 'quantity' | 'qty_done';
  /** What a line needs to count as moved, not only as reserved. */
  readonly moveCells: Readonly<Record<string, string>>;
  readonly lineCells: Readonly<Record<string, string>>;
  readonly packageModel: string;
  /** Says on a transfer which one it takes back; 14 knows it from the moves alone. */
  returnCells(picking: number): Readonly<Record<string, string>>;
  /** How a plain stock user counts: 14 leaves counts to administrators, who may also do everything else. */
  readonly countsBy: 'quant' | 'transfer';
  /** State of a transfer that was made together with its lines and is not validated. */
  readonly filled: string;
  lines(erp: Erp, picking: number): Promise<Result<MovedLine[]>>;
}
