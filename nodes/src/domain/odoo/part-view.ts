/** Totals read through the eyes of one order: its finished product, its unit, its policy. */
import { type Amount, sum } from './amount.ts';
import type { PostingPolicy } from './order-intent.ts';
import {
  amountOf as amountIn,
  carriedOf,
  groupsOf,
  heldOf,
  leftOf,
  type Scale,
  type Scales,
  upTo,
} from './residual.ts';
import { atClose, down, isNoise, type Rounding } from './rounding.ts';
import { collect, type Entry, entriesOf, type Measure, type Totals } from './totals.ts';

export interface Viewpoint {
  readonly policy: PostingPolicy;
  readonly tracking: 'none' | 'lot' | 'serial';
  /** How many serial numbers one order record of Odoo can make. */
  readonly serialsPerRecord: 'one' | 'many';
  /** Canonical id of the finished product. */
  readonly material: string;
  /** Factor from an event's unit to the order's unit. */
  readonly factor: (uom: string) => Amount;
  /** The smallest quantity of the order's unit that Odoo can hold. */
  readonly step: Amount;
  /** How Odoo holds what went in or came out beside the product. */
  readonly lines?: Scales;
}

export type PartView = ReturnType<typeof partView>;

export function partView({ material, factor, step, lines, policy, tracking, serialsPerRecord }: Viewpoint) {
  /** Each lot is a part of its own. */
  const apart = tracking === 'lot' || (tracking === 'serial' && serialsPerRecord === 'one');
  const own: Scale = { factor, step, byLot: tracking !== 'none' };
  const scales: Scales = (kind) => (kind.use === 'good' && kind.material === material ? own : lines?.(kind));
  const amountOf = (entry: Pick<Entry, 'quantity' | 'uom'>): Amount => amountIn(entry, own);
  const of = (totals: Totals, use: Entry['use']): Entry[] =>
    entriesOf(totals).filter((entry) => entry.use === use && entry.material === material);
  const goodOf = (totals: Totals) => groupsOf(collect(of(totals, 'good')), scales);
  const rounded = (totals: Totals, rounding: Rounding): Amount =>
    sum(goodOf(totals).map(({ exact }) => rounding(exact, step)));
  const scrapOf = (totals: Totals, wanted: (entry: Entry) => boolean): Totals =>
    collect(of(totals, 'scrap').filter(wanted));

  /** Of less than a step nothing is there yet. */
  const isShown = (entries: readonly Entry[]): boolean => !rounded(collect(entries), down).isZero();
  const lots = (totals: Totals): string[] => {
    const good = goodOf(totals).filter(({ exact }) => !down(exact, step).isZero());
    const made = [...good.flatMap(({ entries }) => entries), ...of(totals, 'scrap')];
    return [...new Set(made.filter((entry) => !amountOf(entry).isZero()).flatMap((entry) => entry.lot ?? []))];
  };

  return {
    apart,
    /** What an open record shows. */
    good: (totals: Totals): Amount => rounded(totals, down),
    scrap: (totals: Totals): Amount => sum(of(totals, 'scrap').map(amountOf)),
    lots,
    /** As far as Odoo can hold them. */
    held: (totals: Totals): Totals => heldOf(totals, scales),
    carried: (totals: Totals): Totals => carriedOf(totals, scales),

    /** What a record holds with which the order closes; rounding up alone never makes it too much. */
    closing(totals: Totals, most: Amount): { readonly good: Amount; readonly rest: Totals } {
      const rounding = rounded(totals, atClose).lessThanOrEqualTo(most) ? atClose : down;
      return { good: rounded(totals, rounding), rest: leftOf(totals, scales, rounding) };
    },

    /** True when some lot would have less than nothing. */
    belowZero: (totals: Totals): boolean =>
      goodOf(totals).some(({ exact }) => exact.isNegative() && !isNoise(exact, step)),

    /** Does `mine` belong to another lot or shift than what is open? */
    changes(open: Totals, mine: Measure): boolean {
      const made = of(open, 'good').filter((entry) => amountOf(entry).greaterThan(0));
      const isOther = (name: 'lot' | 'shiftId') =>
        made.some((one) => one[name] !== mine[name] && isShown(made.filter((entry) => entry[name] === one[name])));
      const isByShift = policy.post === 'perShift' && mine.shiftId !== undefined;
      return isShown(of(open, 'good')) && ((apart && isOther('lot')) || (isByShift && isOther('shiftId')));
    },

    /** The scrap that belongs to a part: of its lots, and not of the shift that has just begun. */
    scrapFor(part: Totals, pending: Totals, next?: Measure): Totals {
      const own = lots(part);
      const newShift = policy.post === 'perShift' ? next?.shiftId : undefined;
      return scrapOf(pending, (entry) => {
        const rightLot = !apart || own.length === 0 || (entry.lot !== undefined && own.includes(entry.lot));
        return rightLot && (newShift === undefined || entry.shiftId !== newShift);
      });
    },

    /** Lots that were only rejected: where each lot is a part of its own, nothing else of `part` goes with them. */
    onlyScrapped(part: Totals, pending: Totals): Totals[] {
      const own = lots(part);
      const others = apart ? lots(pending).filter((lot) => !own.includes(lot)) : [];
      // Without a good unit the last of them is what the part is made of.
      if (own.length === 0) others.pop();
      return others.map((lot) => scrapOf(pending, (entry) => entry.lot === lot));
    },

    /** What went in or came out beside the product. */
    inputs: (totals: Totals): Totals => collect(entriesOf(totals).filter((entry) => entry.use !== 'good')),

    /** The first `size` good units together with everything else that is open. */
    cut(open: Totals, size: Amount): Totals {
      const isGood = (entry: Entry) => entry.use === 'good' && entry.material === material;
      const entries = entriesOf(open);
      return collect([...entries.filter((entry) => !isGood(entry)), ...upTo(entries.filter(isGood), size, own)]);
    },
  };
}
