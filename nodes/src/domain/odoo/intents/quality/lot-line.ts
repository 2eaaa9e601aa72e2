/** A line that moves a lot, as every version can show it, and the rows of a table that differ between versions. */
import { z } from 'zod';
import type { Erp, ErpCall, Result } from '../../../ports.ts';
import type { Amount } from '../../amount.ts';
import type { Domain } from '../../rows.ts';

/** `[id, name]` of a record that a line belongs to, when it belongs to one. */
export const named = z
  .union([z.tuple([z.number(), z.string()]), z.literal(false)])
  .transform((value) => (value === false ? undefined : { id: value[0], name: value[1] }));
export type Named = NonNullable<z.output<typeof named>>;

export interface LotLine {
  readonly id: number;
  readonly move?: number | undefined;
  readonly lot?: Named | undefined;
  readonly product: number;
  readonly from: number;
  readonly to: number;
  /** In the unit of the product. */
  readonly quantity: Amount;
  /** A person or a machine has said that it was taken. */
  readonly isPicked: boolean;
  readonly picking?: Named | undefined;
  readonly package?: number | undefined;
  /** The package that it is in afterwards. */
  readonly into?: number | undefined;
  readonly owner?: number | undefined;
}

/** The rows of move lines that differ between versions. */
export interface LotRows {
  readonly lotModel: string;
  readLines(erp: Erp, domain: Domain): Promise<Result<LotLine[]>>;
  /** Lines that hold stock back: a quantity is reserved, or said to be taken. */
  readonly holdsStock: Domain;
  /** Values that let a move without lines reserve again. */
  readonly unpicked: Readonly<Record<string, unknown>>;
  /** Columns of the only line of a new transfer, all of it taken. */
  lineColumns(quantity: string): Readonly<Record<string, string>>;
  /** Values that set the quantity of such a line. */
  lineValues(quantity: number): Readonly<Record<string, unknown>>;
  /** How one asks whether the user may read a table. */
  readonly asksAccess: Readonly<Pick<ErpCall, 'method' | 'args' | 'ids'>>;
}
