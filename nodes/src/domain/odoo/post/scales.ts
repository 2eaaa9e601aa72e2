/** How Odoo holds the quantities of one order, for code that converts and rounds without asking. */
import { ok, type Result } from '../../ports.ts';
import { lineKey } from '../binding.ts';
import type { Scale, Scales } from '../residual.ts';
import { stepOf } from '../rounding.ts';
import { entriesOf } from '../totals.ts';
import { factorsFor, type Job } from './job.ts';

/** Components and by-products that were recorded; what was before `lines` were kept had to fit as it is. */
export function linesOf(job: Job): Result<Scales> {
  const known = new Map<string, Scale>();
  const measures = summed(job);
  for (const [key, { unit, byLot }] of Object.entries(job.binding.lines ?? {})) {
    const factor = factorsFor(
      job,
      measures.filter((measure) => lineKey(measure) === key),
      unit,
    );
    if (!factor.ok) return factor;
    known.set(key, { factor: factor.value, step: stepOf(job, unit), byLot });
  }
  return ok((kind) => known.get(lineKey(kind)));
}

/** The same with the finished product, in the unit of the order. */
export function scalesOf(job: Job, product: Product): Result<Scales> {
  const lines = linesOf(job);
  if (!lines.ok) return lines;
  const { unit, byLot, material } = product;
  const factor = factorsFor(
    job,
    summed(job).filter((measure) => measure.use === 'good' && measure.material === material),
    unit,
  );
  if (!factor.ok) return factor;
  const own: Scale = { factor: factor.value, step: stepOf(job, unit), byLot };
  return ok((kind) => (kind.use === 'good' && kind.material === material ? own : lines.value(kind)));
}

/** What sums are made of; what was refused may be in units that do not fit. */
const summed = ({ ledger, mine, binding }: Job) => [
  ...ledger.facts.filter(({ state }) => state === 'posted'),
  mine,
  ...entriesOf(binding.closed),
];

interface Product {
  readonly unit: number;
  readonly byLot: boolean;
  readonly material: string;
}
