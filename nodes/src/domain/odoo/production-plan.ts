/**
 * From quantities to documents: which parts of an order must be closed now and what the open part must show.
 * Pure; nothing here knows Odoo. Quantities are sums over all events, so the order of delivery does not matter. Parts hold
 * what Odoo can hold; what is finer stays open until the order closes.
 */
import { type Amount, amount, sum, text, ZERO } from './amount.ts';
import { type PartView, partView, type Viewpoint } from './part-view.ts';
import { down } from './rounding.ts';
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
      /** What the order leaves out when it closes; negative where it was rounded up. */
      readonly rest: Totals;
    }
  | { readonly kind: 'record'; readonly producing: Amount; readonly lots: readonly string[] }
  /** A final count with nothing made since the last part: the rest is given up, or stays. */
  | { readonly kind: 'cancel-rest'; readonly totals: Totals; readonly rest: Totals }
  | { readonly kind: 'leave-rest' };

export type CloseStep = Extract<Step, { kind: 'close' }>;

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
  const limit = allowed(input);
  if (input.report === 'correction' || all.lessThanOrEqualTo(limit)) return undefined;
  return `${text(all)} reported, ${text(limit)} allowed`;
}

const allowed = (input: PlanInput): Amount => ordered(input).times(percent(input.policy.overTolerancePct).plus(1));

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
  const size = post === 'perPallet' && palletQuantity ? down(amount(palletQuantity), input.step) : ZERO;
  if (size.isZero()) return;
  while (view.good(desk.open).greaterThan(size) && desk.ordered.greaterThan(size)) {
    const full = view.cut(view.held(desk.open), size);
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
  const all = view.closing(open, allowed(input).minus(input.closedGood).minus(madeIn(desk)));
  const missing = desk.ordered.minus(desk.extra).minus(all.good);
  const tolerated = missing.lessThanOrEqualTo(ordered(input).times(percent(input.policy.underTolerancePct)));
  const giveUp = tolerated || input.policy.remainder === 'closeShort';
  if (all.good.plus(view.scrap(scrap)).isZero()) {
    if (input.closedGood.isZero() && desk.steps.length === 0) return 'no good and no scrapped unit';
    if (entriesOf(view.held(open)).length > 0) return 'material was recorded since the last part was closed';
    desk.steps.push(giveUp ? { kind: 'cancel-rest', totals: open, rest: view.carried(open) } : { kind: 'leave-rest' });
    return undefined;
  }
  if (giveUp) closeOrder(desk, scrap, { ...all, ending: tolerated ? 'complete' : 'short' });
  else close(desk, open, scrap, 'backorder');
  return undefined;
}

/** Good units in the parts that this plan has closed so far. */
const madeIn = ({ steps }: Desk): Amount => sum(steps.map((step) => (step.kind === 'close' ? step.good : ZERO)));

/** A part of the order: what Odoo cannot hold of it stays open. */
function close(desk: Desk, totals: Totals, scrap: Totals, ending: 'backorder', extra = ZERO): void {
  const { view } = desk;
  const held = view.held(totals);
  const good = view.good(held);
  pushPart(desk, plus(held, scrap), { good, scrap: view.scrap(scrap), extra, ending, rest: {} });
  desk.open = minus(desk.open, held);
  desk.pending = minus(desk.pending, scrap);
  desk.ordered = desk.ordered.plus(extra).minus(good);
  desk.extra = desk.extra.plus(extra);
}

/** The last part of the order: everything that was reported goes into it, and what Odoo cannot hold is told. */
function closeOrder(desk: Desk, scrap: Totals, end: Pick<CloseStep, 'good' | 'rest' | 'ending'>): void {
  pushPart(desk, plus(desk.open, scrap), { ...end, scrap: desk.view.scrap(scrap), extra: ZERO });
}

function pushPart({ steps, view }: Desk, totals: Totals, part: Omit<CloseStep, 'kind' | 'totals' | 'lots'>): void {
  steps.push({ kind: 'close', totals, lots: view.lots(totals), ...part });
}

const percent = (value: string): Amount => amount(value).dividedBy(100);
const nonNegative = (value: Amount): Amount => (value.isNegative() ? ZERO : value);
/** Closed parts may hold scrap whose own message is not there yet. */
const positive = (totals: Totals): Totals =>
  collect(entriesOf(totals).filter((entry) => amount(entry.quantity).greaterThan(0)));
