/** One line of a comparison: what both sides say of a material and lot in a place, and what is to be thought of it. */
import type { LINE_KINDS, LINE_REASONS } from '../canonical/integration/reconciliation-completed.ts';
import { type Amount, amount } from '../odoo/amount.ts';
import type { ReconciliationPolicy, Tolerance } from './policy.ts';

export type LineKind = (typeof LINE_KINDS)[number];
export type LineReason = (typeof LINE_REASONS)[number];

export interface Line {
  readonly location: string;
  readonly material: string;
  readonly lot?: string;
  readonly uom?: string;
  /** Absent where nobody knows what it is there, or in which unit. */
  readonly warehouse?: Amount;
  readonly odoo?: Amount;
  /** Below zero in Odoo, whatever the warehouse says. */
  readonly isNegative: boolean;
  /** What speaks against judging it now. */
  readonly held?: { readonly reason: LineReason; readonly says?: string };
}

/** `differs`: beyond tolerance, and nothing explains it. `held`: nothing can be said now. */
export type Judgement =
  | { readonly verdict: 'equal' | 'within-tolerance'; readonly difference: Amount }
  | { readonly verdict: 'held'; readonly reason: LineReason; readonly says?: string; readonly difference?: Amount }
  | { readonly verdict: 'differs'; readonly difference: Amount };

export const lineKey = ({ location, material, lot }: Pick<Line, 'location' | 'material' | 'lot'>): string =>
  JSON.stringify([location, material, lot ?? null]);

export function kindOf(line: Line): LineKind {
  if (line.warehouse === undefined || line.odoo === undefined) return 'unknown';
  if (line.isNegative) return 'negative';
  return line.warehouse.equals(line.odoo) ? 'equal' : 'different';
}

/** Goods that nobody disputes need no excuse; a difference does not count while something explains it. */
export function judge(line: Line, tolerance: Tolerance): Judgement {
  const { warehouse, odoo, held } = line;
  if (warehouse === undefined || odoo === undefined) {
    return { verdict: 'held', reason: 'unmapped', ...(held?.says ? { says: held.says } : {}) };
  }
  const difference = warehouse.minus(odoo);
  if (difference.isZero()) return { verdict: 'equal', difference };
  if (!difference.abs().greaterThan(allowed(line, tolerance))) return { verdict: 'within-tolerance', difference };
  if (held) return { verdict: 'held', ...held, difference };
  return { verdict: 'differs', difference };
}

/** The larger of both; the percentage is of the larger stock. */
export function allowed({ warehouse, odoo }: Line, { absolute, percent }: Tolerance): Amount {
  const larger = [warehouse, odoo].flatMap((one) => (one ? [one.abs()] : [])).sort((a, b) => b.comparedTo(a))[0];
  const share = (larger ?? amount(0)).times(percent).dividedBy(100);
  return share.greaterThan(absolute) ? share : amount(absolute);
}

export function toleranceOf(
  { materials, classes, tolerance }: Pick<ReconciliationPolicy, 'materials' | 'classes' | 'tolerance'>,
  material: string,
  materialClass: string | undefined,
): Tolerance {
  const own = materials[material];
  const shared = materialClass === undefined ? undefined : classes[materialClass];
  return own ?? shared ?? tolerance;
}
