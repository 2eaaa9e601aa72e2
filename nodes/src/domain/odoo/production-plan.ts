/**
 * From quantities to documents: which parts of an order must be closed now and what the open part must show.
 * Pure; nothing here knows Odoo. Quantities are sums over all events, so the order of delivery does not matter.
 */
import { type Amount, amount, text, ZERO } from './amount.ts';
import { type PartView, partView, type Viewpoint } from './part-view.ts';
import { rejectedOnly, reportedTwice } from './serials.ts';
import { collect, entriesOf, type Measure, minus, plus, type Totals, totalsOf } from './totals.ts';

export interface PlanInput extends Viewpoint {
  readonly report: 'partial' | 'final' | 'correction';
  readonly mine: Measure;
  /** Posted measures of the order (good, consumed, by-product), without `mine`. */
  readonly posted: readonly Measure[];
  /** All output scrap that was made into product or will be: posted and waiting. Empty when rejects are not produced. */
  readonly scrap: readonly Measure[];
  /** What closed parts hold. */
  readonly closed: Totals;
  /** Good quantity in closed parts, ours and foreign. */
  readonly closedGood: Amount;
  /** What the open order record asks for, without room made for scrap. */
  readonly ordered: Amount;
  /** Of that, and of closed parts: room made beyond what was ordered, for a lot that came when all was made. */
  readonly extra: Amount;
}

export type Ending = 'backorder' | 'short' | 'complete';

export type Step =
  | {
      readonly kind: 'close';
      readonly totals: Totals;
      readonly lots: readonly string[];
      readonly good: Amount;
      readonly scrap: Amount;
      /** To be asked for beyond what is ordered, so that a rest is left. */
      readonly extra: Amount;
      readonly ending: Ending;
    }
  | { readonly kind: 'record'; readonly producing: Amount; readonly lots: readonly string[] }
  /** A final count with nothing made since the last part: the rest is given up, or stays. */
  | { readonly kind: 'cancel-rest' }
  | { readonly kind: 'leave-rest' };

export type Plan =
  | {
      readonly ok: true;
      readonly steps: readonly Step[];
      /** What the open record shows when nobody else touched it: without and with `mine`. */
      readonly before: Amount;
      readonly after: Amount;
    }
  | {
      readonly ok: false;
      readonly code: 'over-production' | 'below-zero' | 'nothing-produced' | 'serial-used';
      readonly detail: string;
    };

interface Desk {
  readonly input: PlanInput;
  readonly view: PartView;
  readonly steps: Step[];
  /** Open totals without and with `mine`, scrap apart. */
  before: Totals;
  open: Totals;
  pending: Totals;
  ordered: Amount;
  extra: Amount;
}

const isScrap = (input: PlanInput) => (entry: { use: string; material: string }) =>
  entry.use === 'scrap' && entry.material === input.material;

export function planProduction(input: PlanInput): Plan {
  const closedScrap = collect(entriesOf(input.closed).filter(isScrap(input)));
  const before = minus(totalsOf(input.posted), minus(input.closed, closedScrap));
  const desk: Desk = {
    input,
    view: partView(input),
    steps: [],
    before,
    open: plus(before, totalsOf([input.mine])),
    pending: positive(minus(totalsOf(rejectedOnly(input)), closedScrap)),
    ordered: input.ordered,
    extra: input.extra,
  };
  const shown = { before: nonNegative(desk.view.good(desk.before)), after: nonNegative(desk.view.good(desk.open)) };

  const twice = reportedTwice(input);
  if (twice) return { ok: false, code: 'serial-used', detail: `${twice} is reported twice on this order` };
  const tooMuch = overTolerance(desk);
  if (tooMuch) return { ok: false, code: 'over-production', detail: tooMuch };
  if (desk.view.belowZero(desk.open)) {
    return { ok: false, code: 'below-zero', detail: `${text(desk.view.good(desk.open))} would remain` };
  }
  closeForChange(desk);
  closeFullPallets(desk);
  const lots = desk.view.lots(desk.open);
  if (desk.view.apart && lots.length > 1) {
    return {
      ok: false,
      code: 'over-production',
      detail: `nothing is left to make and the lot changed (${lots.join(', ')})`,
    };
  }
  if (input.report !== 'final') {
    desk.steps.push({ kind: 'record', producing: desk.view.good(desk.open), lots });
    return { ok: true, steps: desk.steps, ...shown };
  }
  const empty = closeRest(desk);
  return empty ? { ok: false, code: 'nothing-produced', detail: empty } : { ok: true, steps: desk.steps, ...shown };
}

/** The whole order, as it was asked for. */
const ordered = (input: PlanInput): Amount => input.closedGood.plus(input.ordered).minus(input.extra);

function overTolerance({ input, view, open }: Desk): string | undefined {
  const all = input.closedGood.plus(view.good(open));
  const limit = ordered(input).times(percent(input.policy.overTolerancePct).plus(1));
  if (input.report === 'correction' || all.lessThanOrEqualTo(limit)) return undefined;
  return `${text(all)} reported, ${text(limit)} allowed`;
}

/** Another shift or another lot: what was made before is a part of its own. A lot that comes when all is made needs room. */
function closeForChange(desk: Desk): void {
  const { view, input, before } = desk;
  if (input.report === 'correction' || !view.changes(before, input.mine)) return;
  const isAllMade = !desk.ordered.greaterThan(view.good(before));
  if (isAllMade && !(view.apart && view.lots(desk.open).length > 1)) return;
  const extra = isAllMade ? view.good(desk.open).minus(desk.ordered) : ZERO;
  close(desk, before, view.scrapFor(before, desk.pending, input.mine), 'backorder', extra);
}

/**
 * A full pallet is closed with the first piece behind it, or by the final count: consumption of its last pieces may
 * still be on its way, and Odoo takes material only together with something made.
 */
function closeFullPallets(desk: Desk): void {
  const { view, input } = desk;
  const { post, palletQuantity } = input.policy;
  const size = post === 'perPallet' && palletQuantity ? amount(palletQuantity) : ZERO;
  if (size.isZero()) return;
  while (view.good(desk.open).greaterThan(size) && desk.ordered.greaterThan(size)) {
    const full = view.cut(desk.open, size);
    close(desk, full, view.scrapFor(full, desk.pending), 'backorder');
  }
}

/** The final count closes what is open. Gives the reason why not, when nothing was made at all. */
function closeRest(desk: Desk): string | undefined {
  const { view, input } = desk;
  // First, because the ordered quantity is all made once the good ones are closed.
  for (const rejected of view.onlyScrapped(desk.open, desk.pending))
    close(desk, view.inputs(desk.open), rejected, 'backorder');
  const { open } = desk;
  const scrap = view.scrapFor(open, desk.pending);
  const missing = desk.ordered.minus(desk.extra).minus(view.good(open));
  const tolerated = missing.lessThanOrEqualTo(ordered(input).times(percent(input.policy.underTolerancePct)));
  const giveUp = tolerated || input.policy.remainder === 'closeShort';
  if (view.good(open).plus(view.scrap(scrap)).isZero()) {
    if (input.closedGood.isZero() && desk.steps.length === 0) return 'no good and no scrapped unit';
    if (entriesOf(open).length > 0) return 'material was recorded since the last part was closed';
    desk.steps.push({ kind: giveUp ? 'cancel-rest' : 'leave-rest' });
    return undefined;
  }
  close(desk, open, scrap, tolerated ? 'complete' : giveUp ? 'short' : 'backorder');
  return undefined;
}

function close(desk: Desk, totals: Totals, scrap: Totals, ending: Ending, extra = ZERO): void {
  const { view } = desk;
  const part = plus(totals, scrap);
  const good = view.good(totals);
  const lots = view.lots(part);
  desk.steps.push({ kind: 'close', totals: part, lots, good, scrap: view.scrap(scrap), extra, ending });
  desk.open = minus(desk.open, totals);
  desk.pending = minus(desk.pending, scrap);
  desk.ordered = desk.ordered.plus(extra).minus(good);
  desk.extra = desk.extra.plus(extra);
}

const percent = (value: string): Amount => amount(value).dividedBy(100);
const nonNegative = (value: Amount): Amount => (value.isNegative() ? ZERO : value);
/** Closed parts may hold scrap whose own message is not there yet. */
const positive = (totals: Totals): Totals =>
  collect(entriesOf(totals).filter((entry) => amount(entry.quantity).greaterThan(0)));
