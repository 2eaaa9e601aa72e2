/** Sums and counts by group, in the shape every version of Odoo is brought to. */
import type { Erp, Result } from '../ports.ts';

export interface Grouping {
  readonly model: string;
  readonly domain: readonly unknown[];
  /** Fields, dates with a grain: `date_start:month`. */
  readonly by: readonly string[];
  /** `product_qty:sum`. */
  readonly aggregates: readonly string[];
  readonly limit: number;
  /** IANA zone in which the days of a grain begin; Odoo takes UTC without one. */
  readonly timeZone?: string;
}

export interface Group {
  readonly by: Readonly<Record<string, unknown>>;
  readonly count: number;
  readonly values: Readonly<Record<string, unknown>>;
}

/** How a version of Odoo groups; at most `limit` groups come back. */
export type ReadGroups = (erp: Erp, grouping: Grouping) => Promise<Result<readonly Group[]>>;
