/** A done line as genealogy needs it; `inputs` and `outputs` are the lines Odoo has tied to it. */
import type { Erp, Result } from '../ports.ts';
import type { Amount } from './amount.ts';
import type { Domain } from './rows.ts';

export interface TraceLine {
  readonly id: number;
  readonly move?: number | undefined;
  readonly product: number;
  readonly lot?: { readonly id: number; readonly name: string } | undefined;
  readonly quantity: Amount;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly document: string;
  /** Label of the logistic unit that the goods went into, where they were not in it before. */
  readonly unit?: string | undefined;
  /** The logistic unit that they are in afterwards. */
  readonly box?: { readonly id: number; readonly name: string } | undefined;
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
}

export interface TraceRows {
  readonly lotModel: string;
  readLines(erp: Erp, domain: Domain, limit: number): Promise<Result<TraceLine[]>>;
}
