/** What repairs need of a version: 19 knows parts as stock moves of the repair, 14 as lines of their own. */
import type { Erp, Result } from '../../ports.ts';
import type { Amount } from '../amount.ts';

/** What is put in, or taken out. In the unit of the product. */
export interface RepairPart {
  readonly use: 'add' | 'remove';
  readonly product: number;
  readonly name: string;
  readonly unit: number;
  readonly lot: number | undefined;
  readonly quantity: Amount;
}

/** Database ids. */
export interface RepairPlaces {
  /** Where the product lies while it is repaired. */
  readonly bench: number;
  /** Where parts come from. */
  readonly store: number;
  readonly production: number;
  /** Where 14 puts what is taken out; 19 chooses by itself. */
  readonly scrap: number | undefined;
}

export interface ShownPart {
  readonly id: number;
  readonly isDone: boolean;
  readonly quantity: Amount;
}

type Cells = Readonly<Record<string, string>>;

export interface RepairTable {
  readonly partModel: string;
  /** Marks the place for what is scrapped. */
  readonly scrapMark: readonly [field: string, operator: string, value: unknown];
  orderCells(
    product: { readonly id: number; readonly unit: number },
    places: RepairPlaces,
    underWarranty: boolean,
  ): Cells;
  partCells(order: number, part: RepairPart, places: RepairPlaces): Cells;
  /** Says of a part under repair which lot it really was, once under this external id. */
  fill(erp: Erp, name: string, id: number, part: RepairPart): Promise<Result<void>>;
  parts(erp: Erp, ids: readonly number[]): Promise<Result<ShownPart[]>>;
}
