/** Serial numbers of one order: each stands for one unit, however often and in whatever words it is reported. */
import { amount } from './amount.ts';
import type { Viewpoint } from './part-view.ts';
import { entriesOf, type Measure, type Totals, totalsOf } from './totals.ts';

interface Reported extends Pick<Viewpoint, 'tracking' | 'material' | 'factor'> {
  readonly mine: Measure;
  readonly posted: readonly Measure[];
  readonly scrap: readonly Measure[];
  readonly closed: Totals;
}

/** A serial number that was reported good and rejected later is one unit; only the others must still be made. */
export function rejectedOnly(input: Reported): readonly Measure[] {
  if (input.tracking !== 'serial') return input.scrap;
  const good = unitsOf(input, totalsOf([...input.posted, input.mine]), 'good');
  return input.scrap.filter((measure) => (good.get(measure.lot) ?? 0) <= 0);
}

/** The first serial number that would have to stand for two units. */
export function reportedTwice(input: Reported): string | undefined {
  if (input.tracking !== 'serial') return undefined;
  const good = unitsOf(input, totalsOf([...input.posted, input.mine]), 'good');
  const scrapped = unitsOf(input, totalsOf(input.scrap), 'scrap');
  const rejected = unitsOf(input, input.closed, 'scrap');
  const twice = (lot: string | undefined): boolean =>
    (good.get(lot) ?? 0) + (rejected.get(lot) ?? 0) > 1 || (scrapped.get(lot) ?? 0) > 1;
  return [...good.keys(), ...scrapped.keys()].find(twice);
}

function unitsOf(
  { material, factor }: Reported,
  totals: Totals,
  use: 'good' | 'scrap',
): ReadonlyMap<string | undefined, number> {
  const units = new Map<string | undefined, number>();
  for (const entry of entriesOf(totals)) {
    if (entry.use !== use || entry.material !== material || entry.lot === undefined) continue;
    const own = amount(entry.quantity).times(factor(entry.uom)).toNumber();
    units.set(entry.lot, (units.get(entry.lot) ?? 0) + own);
  }
  return units;
}
