/** Sums of what an order's events report, by use, material, lot, shift and unit; plain JSON, kept in the journal. */
import type { Fact } from '../journal.ts';
import { amount, text, ZERO } from './amount.ts';

/** What one event says about quantities; the part of a `Fact` that postings need. */
export type Measure = Pick<Fact, 'use' | 'material' | 'quantity' | 'uom' | 'at' | 'key'> &
  Partial<Pick<Fact, 'lot' | 'shiftId'>>;

/** Key (see `keyOf`) → decimal text. */
export type Totals = Readonly<Record<string, string>>;

export interface Entry {
  readonly use: Fact['use'];
  readonly material: string;
  readonly lot: string | undefined;
  readonly shiftId: string | undefined;
  readonly uom: string;
  readonly quantity: string;
}

const keyOf = (entry: Omit<Entry, 'quantity'>): string =>
  JSON.stringify([entry.use, entry.material, entry.lot ?? null, entry.shiftId ?? null, entry.uom]);

const partsOf = (key: string): Omit<Entry, 'quantity'> => {
  const [use, material, lot, shiftId, uom] = JSON.parse(key) as [
    Fact['use'],
    string,
    string | null,
    string | null,
    string,
  ];
  return { use, material, lot: lot ?? undefined, shiftId: shiftId ?? undefined, uom };
};

export function totalsOf(measures: readonly Measure[]): Totals {
  return collect(measures.map((measure) => ({ ...measure, lot: measure.lot, shiftId: measure.shiftId })));
}

export function collect(entries: readonly Entry[]): Totals {
  const sums = new Map<string, ReturnType<typeof amount>>();
  for (const entry of entries) {
    const key = keyOf(entry);
    sums.set(key, (sums.get(key) ?? ZERO).plus(entry.quantity));
  }
  return Object.fromEntries([...sums].filter(([, value]) => !value.isZero()).map(([key, value]) => [key, text(value)]));
}

export const plus = (one: Totals, other: Totals): Totals => collect([...entriesOf(one), ...entriesOf(other)]);

export const minus = (one: Totals, other: Totals): Totals =>
  collect([
    ...entriesOf(one),
    ...entriesOf(other).map((entry) => ({ ...entry, quantity: text(amount(entry.quantity).negated()) })),
  ]);

export const entriesOf = (totals: Totals): Entry[] =>
  Object.entries(totals).map(([key, quantity]) => ({ ...partsOf(key), quantity }));
