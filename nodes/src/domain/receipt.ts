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
  /** What was reported and Odoo cannot hold: finer than the rounding of its unit. Absent when there is nothing. */
  readonly residual?: readonly Residual[];
}

export interface Residual {
  /** Canonical id. */
  readonly material: string;
  readonly lot?: string;
  /** Decimal text: reported less what Odoo holds. Negative where the close rounded up. */
  readonly value: string;
  /** UN/ECE Rec 20 code, a unit it was reported in. */
  readonly uom: string;
  /** `carried` to the next report about the order; `left` out when the order closed. */
  readonly fate: 'carried' | 'left';
}

/** For summaries and status lines: `0.0002 KGM of RM-A carried over`. */
export function inWords({ material, lot, value, uom, fate }: Residual): string {
  const isMore = value.startsWith('-');
  const what = `${isMore ? value.slice(1) : value} ${uom} of ${material}${lot === undefined ? '' : ` (lot ${lot})`}`;
  if (fate === 'carried') return `${what} carried over`;
  return isMore ? `${what} more by rounding` : `${what} left out by rounding`;
}
