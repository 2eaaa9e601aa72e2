/** What Odoo read back after an intent was carried out. */
export interface Receipt {
  /** `posted` now, found `already` posted by an earlier attempt, or `noted` (nothing to do until the order closes). */
  readonly verdict: 'posted' | 'already' | 'noted';
  readonly summary: string;
  readonly records: readonly {
    readonly model: string;
    readonly id: number;
    readonly name?: string;
    readonly state?: string;
  }[];
  readonly readBack: Readonly<Record<string, unknown>>;
}
