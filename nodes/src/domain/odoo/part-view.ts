/** Totals read through the eyes of one order: its finished product, its unit, its policy. */
import { type Amount, amount, settled, sum, text } from './amount.ts';
import type { PostingPolicy } from './order-intent.ts';
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
}

export type PartView = ReturnType<typeof partView>;

export function partView({ material, factor, policy, tracking, serialsPerRecord }: Viewpoint) {
  /** Each lot is a part of its own. */
  const apart = tracking === 'lot' || (tracking === 'serial' && serialsPerRecord === 'one');
  const amountOf = (entry: Pick<Entry, 'quantity' | 'uom'>): Amount =>
    settled(amount(entry.quantity).times(factor(entry.uom)));
  const of = (totals: Totals, use: Entry['use']): Entry[] =>
    entriesOf(totals).filter((entry) => entry.use === use && entry.material === material);
  const total = (totals: Totals, use: Entry['use']): Amount => sum(of(totals, use).map(amountOf));
  const scrapOf = (totals: Totals, wanted: (entry: Entry) => boolean): Totals =>
    collect(of(totals, 'scrap').filter(wanted));

  const lots = (totals: Totals): string[] => {
    const made = [...of(totals, 'good'), ...of(totals, 'scrap')].filter((entry) => !amountOf(entry).isZero());
    return [...new Set(made.flatMap((entry) => entry.lot ?? []))];
  };

  return {
    apart,
    good: (totals: Totals): Amount => total(totals, 'good'),
    scrap: (totals: Totals): Amount => total(totals, 'scrap'),
    lots,

    /** True when some lot would have less than nothing. */
    belowZero(totals: Totals): boolean {
      const byLot = tracking !== 'none';
      const keys = byLot ? lots(totals) : [undefined];
      const made = of(totals, 'good');
      return keys.some((lot) => sum(made.filter((entry) => !byLot || entry.lot === lot).map(amountOf)).isNegative());
    },

    /** Does `mine` belong to another lot or shift than what is open? */
    changes(open: Totals, mine: Measure): boolean {
      const made = of(open, 'good').filter((entry) => amountOf(entry).greaterThan(0));
      const otherLot = apart && made.some((entry) => entry.lot !== mine.lot);
      const otherShift =
        policy.post === 'perShift' &&
        mine.shiftId !== undefined &&
        made.some((entry) => entry.shiftId !== mine.shiftId);
      return otherLot || otherShift;
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
      let left = size;
      const entries = entriesOf(open);
      const good = entries.filter((entry) => entry.use === 'good' && entry.material === material);
      // Negative entries first: they make room for positive ones.
      good.sort((one, other) => Number(amountOf(other).isNegative()) - Number(amountOf(one).isNegative()));
      const taken = good.map((entry) => {
        const here = amountOf(entry);
        const part = here.lessThan(left) ? here : left;
        left = left.minus(part);
        return { ...entry, quantity: text(part.dividedBy(factor(entry.uom))) };
      });
      return collect([...entries.filter((entry) => !good.includes(entry)), ...taken]);
    },
  };
}
