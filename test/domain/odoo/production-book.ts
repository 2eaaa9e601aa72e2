/** An order as Odoo would hold it, for tests of the plan: closed parts, and one open record. */
import { type Amount, amount, sum } from '../../../nodes/src/domain/odoo/amount.ts';
import { type PostingPolicy, postingPolicySchema } from '../../../nodes/src/domain/odoo/order-intent.ts';
import { type Plan, planProduction } from '../../../nodes/src/domain/odoo/production-plan.ts';
import type { Scales } from '../../../nodes/src/domain/odoo/residual.ts';
import { type Measure, plus, type Totals } from '../../../nodes/src/domain/odoo/totals.ts';

export interface Part {
  readonly good: Amount;
  readonly scrap: Amount;
  readonly lots: readonly string[];
  readonly totals: Totals;
  readonly ending: string;
}

export class Book {
  readonly posted: Measure[] = [];
  readonly scrap: Measure[] = [];
  readonly parts: Part[] = [];
  closed: Totals = {};
  producing = amount(0);
  open = true;
  left: Amount;
  extra = amount(0);
  readonly policy: PostingPolicy;
  readonly tracking: 'none' | 'lot' | 'serial';
  serialsPerRecord: 'one' | 'many' = 'one';
  step = amount('0.01');
  lines: Scales = () => undefined;
  /** What the order left out when it closed. */
  rest: Totals = {};

  constructor(ordered: string, policy: Partial<PostingPolicy>, tracking: 'none' | 'lot' | 'serial' = 'lot') {
    this.left = amount(ordered);
    this.policy = postingPolicySchema.parse(policy);
    this.tracking = tracking;
  }

  plan(mine: Measure, report: 'partial' | 'final' | 'correction'): Plan {
    return planProduction({
      policy: this.policy,
      tracking: this.tracking,
      serialsPerRecord: this.serialsPerRecord,
      material: 'FG',
      factor: () => amount(1),
      step: this.step,
      lines: this.lines,
      report,
      mine,
      posted: this.posted.filter((measure) => measure.key !== mine.key),
      scrap: this.scrap,
      closed: this.closed,
      closedGood: sum(this.parts.map((part) => part.good)),
      ordered: this.left,
      extra: this.extra,
    });
  }

  /** Carries a plan out; a refused one changes nothing. */
  post(mine: Measure, report: 'partial' | 'final' | 'correction' = 'partial'): Plan {
    const plan = this.plan(mine, report);
    if (!plan.ok) return plan;
    for (const step of plan.steps) {
      if (step.kind === 'record') this.producing = step.producing;
      if (step.kind === 'cancel-rest') this.open = false;
      if (step.kind === 'close' || step.kind === 'cancel-rest') this.rest = plus(this.rest, step.rest);
      if (step.kind === 'cancel-rest') this.closed = plus(this.closed, step.totals);
      if (step.kind !== 'close') continue;
      this.parts.push(step);
      this.closed = plus(this.closed, step.totals);
      this.left = this.left.plus(step.extra).minus(step.good);
      this.extra = this.extra.plus(step.extra);
      this.producing = amount(0);
      this.open = step.ending === 'backorder';
    }
    this.posted.push(mine);
    return plan;
  }
}

let keys = 0;
const nextKey = (): string => {
  keys += 1;
  return `k${keys}`;
};
export const good = (quantity: string | number, lot = 'L1', shiftId?: string): Measure => ({
  use: 'good',
  material: 'FG',
  quantity: String(quantity),
  uom: 'C62',
  at: '2026-11-20T08:00:00Z',
  key: nextKey(),
  lot,
  ...(shiftId ? { shiftId } : {}),
});
export const scrap = (quantity: string | number, lot = 'L1'): Measure => ({ ...good(quantity, lot), use: 'scrap' });
