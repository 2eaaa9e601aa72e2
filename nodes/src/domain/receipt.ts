/** What the target said: Odoo read back after an intent was carried out, another system that it took the message over. */
export interface Receipt {
  /**
   * `posted` now, found `already` posted by an earlier attempt, `noted` (nothing to do until the order closes), or
   * `accepted` by a system that cannot be asked what became of it.
   */
  readonly verdict: 'posted' | 'already' | 'noted' | 'accepted';
  readonly summary: string;
  readonly records: readonly {
    readonly model: string;
    readonly id: number;
    readonly name?: string;
    readonly state?: string;
  }[];
  readonly readBack: Readonly<Record<string, unknown>>;
}
