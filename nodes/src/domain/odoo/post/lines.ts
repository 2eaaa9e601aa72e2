/** Component and by-product lines: what the ledger wants on one of them, and how it is written and proven. */
import { fail, ok, type Result } from '../../ports.ts';
import { type Amount, amount, equal, settled, sum, text, ZERO } from '../amount.ts';
import type { MoveDocument, MoveLine, WantedLine } from '../dialect.ts';
import { refusal } from '../refusals.ts';
import { down, isNoise, type Rounding, stepOf } from '../rounding.ts';
import { entriesOf, type Totals } from '../totals.ts';
import { factorsFor, type Job } from './job.ts';
import { lotId } from './lots.ts';

export interface LineScope {
  readonly use: 'consumed' | 'byproduct';
  readonly material: string;
  readonly product: number;
  readonly tracked: boolean;
  readonly unit: number;
}

/** Absolute lines of one material out of totals, one per lot, as Odoo can hold them. Fails when a lot would go below zero. */
export async function wantedLines(
  job: Job,
  totals: Totals,
  scope: LineScope,
  rounding: Rounding = down,
): Promise<Result<WantedLine[]>> {
  const entries = entriesOf(totals).filter((entry) => entry.use === scope.use && entry.material === scope.material);
  const factor = factorsFor(job, entries, scope.unit);
  if (!factor.ok) return factor;
  const byLot = new Map<string | undefined, Amount>();
  for (const entry of entries) {
    const lot = scope.tracked ? entry.lot : undefined;
    byLot.set(lot, (byLot.get(lot) ?? ZERO).plus(settled(amount(entry.quantity).times(factor.value(entry.uom)))));
  }
  const step = stepOf(job, scope.unit);
  const lines: WantedLine[] = [];
  for (const [lot, quantity] of byLot) {
    if (isNoise(quantity, step)) continue;
    if (quantity.isNegative())
      return fail(refusal('below-zero', job.where, `${text(quantity)}${lot ? ` of lot ${lot}` : ''}`));
    // Also for less than a step: a lot that Odoo does not know is refused at the event that names it.
    const id =
      lot === undefined
        ? ok(undefined)
        : await lotId(job, scope.product, lot, scope.use === 'consumed' ? 'consumed' : 'made');
    if (!id.ok) return id;
    const shown = rounding(quantity, step);
    if (!shown.isZero()) lines.push({ lot: id.value, quantity: shown });
  }
  return ok(lines);
}

/** Same lots with the same quantities; several Odoo lines of one lot count together. */
export function sameLines(
  held: readonly (MoveLine | WantedLine)[],
  wanted: readonly WantedLine[],
  digits: number,
): boolean {
  const lots = new Set([...held, ...wanted].map((line) => line.lot));
  return [...lots].every((lot) => equal(ofLot(held, lot), ofLot(wanted, lot), digits));
}

const ofLot = (lines: readonly (MoveLine | WantedLine)[], lot: number | undefined): Amount =>
  sum(lines.filter((line) => line.lot === lot).map((line) => line.quantity));

export const inWords = (lines: readonly (MoveLine | WantedLine)[]): string =>
  lines.map((line) => `${text(line.quantity)}${line.lot === undefined ? '' : ` (lot id ${line.lot})`}`).join(' + ') ||
  '0';

/** What is recorded on a line; a plan or a reservation does not count. */
export const recordedLines = (move: MoveDocument): readonly MoveLine[] => (move.recorded ? move.lines : []);
