/**
 * The residual ledger: totals as far as Odoo can hold them, and the rest. Nothing of it is stored while an order is open:
 * totals are sums of all that was reported, so what is not shown yet is in them when the next report comes.
 */
import { type Amount, amount, settled, sum, text, ZERO } from './amount.ts';
import { atClose, down, isNoise, type Rounding } from './rounding.ts';
import { collect, type Entry, entriesOf, type Totals } from './totals.ts';

/** How Odoo holds one kind of quantity of an order. */
export interface Scale {
  /** Factor from an event's unit to the unit of the line. */
  readonly factor: (uom: string) => Amount;
  /** The smallest quantity of that unit it can hold. */
  readonly step: Amount;
  /** Each lot is held by itself. */
  readonly byLot: boolean;
}

type Kind = Pick<Entry, 'use' | 'material'>;

/** Undefined for what is held as it is: it fits, or was refused. */
export type Scales = (kind: Kind) => Scale | undefined;

/** What Odoo holds in one figure. */
export interface Group extends Kind {
  readonly lot: string | undefined;
  readonly entries: readonly Entry[];
  readonly scale: Scale;
  /** In the unit of the line. */
  readonly exact: Amount;
}

export function groupsOf(totals: Totals, scales: Scales): Group[] {
  const groups = new Map<string, Entry[]>();
  for (const entry of entriesOf(totals)) {
    const scale = scales(entry);
    if (!scale) continue;
    const key = JSON.stringify([entry.use, entry.material, scale.byLot ? (entry.lot ?? null) : null]);
    groups.set(key, [...(groups.get(key) ?? []), entry]);
  }
  return [...groups.values()].flatMap((entries) => groupOf(entries, scales));
}

function groupOf(entries: readonly Entry[], scales: Scales): Group[] {
  const [first] = entries;
  const scale = first && scales(first);
  if (!scale) return [];
  const { use, material, lot } = first;
  const exact = sum(entries.map((entry) => amountOf(entry, scale)));
  return [{ use, material, lot: scale.byLot ? lot : undefined, entries, scale, exact }];
}

export const amountOf = (entry: Pick<Entry, 'quantity' | 'uom'>, { factor }: Pick<Scale, 'factor'>): Amount =>
  settled(amount(entry.quantity).times(factor(entry.uom)));

/** The part of `totals` that an open order shows. What is missing of them is less than a step of each figure. */
export function heldOf(totals: Totals, scales: Scales): Totals {
  const free = entriesOf(totals).filter((entry) => !scales(entry));
  // Less than nothing is no figure that Odoo could hold a part of; it is refused where it would be written.
  const held = groupsOf(totals, scales).flatMap(({ entries, exact, scale }) =>
    exact.isNegative() ? entries : upTo(entries, down(exact, scale.step), scale),
  );
  return collect([...free, ...held]);
}

/** The first `size` of them, in the unit of the line. */
export function upTo(entries: readonly Entry[], size: Amount, scale: Pick<Scale, 'factor'>): Entry[] {
  let left = size;
  // Negative entries first: they make room for positive ones.
  const ordered = [...entries].sort((one, other) => sign(one) - sign(other));
  return ordered.map((entry) => {
    const here = amountOf(entry, scale);
    const part = here.lessThan(left) ? here : left;
    left = left.minus(part);
    // What is taken whole stays word for word; a division need not have an end.
    return part.equals(here) ? entry : { ...entry, quantity: text(settled(part.dividedBy(scale.factor(entry.uom)))) };
  });
}

const sign = ({ quantity }: Entry): number => (amount(quantity).isNegative() ? 0 : 1);

/** What an open order does not show of them, in a unit it was reported in. */
export const carriedOf = (totals: Totals, scales: Scales): Totals => restOf(totals, scales, () => down);

/** What a closed order leaves out; negative where it was rounded up. */
export const leftOf = (totals: Totals, scales: Scales, good: Rounding = atClose): Totals =>
  restOf(totals, scales, ({ use }) => (use === 'good' ? good : atClose));

function restOf(totals: Totals, scales: Scales, rounding: (kind: Kind) => Rounding): Totals {
  return collect(
    groupsOf(totals, scales).flatMap(({ use, material, lot, entries, exact, scale }) => {
      const shown = rounding({ use, material })(exact, scale.step);
      const uom = entries.at(-1)?.uom ?? '';
      const isAll = isNoise(exact.minus(shown), scale.step);
      const quantity = isAll ? ZERO : settled(totalIn(uom, entries, scale).minus(shown.dividedBy(scale.factor(uom))));
      return [{ use, material, lot, shiftId: undefined, uom, quantity: text(quantity) }];
    }),
  );
}

/** Exact where all are in this unit: a twelfth would leave its noise. */
const totalIn = (wanted: string, entries: readonly Entry[], { factor }: Scale): Amount =>
  sum(
    entries.map(({ quantity, uom }) =>
      uom === wanted ? amount(quantity) : amount(quantity).times(factor(uom)).dividedBy(factor(wanted)),
    ),
  );
