/** Components and by-products of a part that closes: measured ones must be there, the others follow the policy. */
import { type Foresight, fail, ok, type Result } from '../../ports.ts';
import { lineKey } from '../binding.ts';
import type { MoveDocument, MoveLine, OrderDocument } from '../dialect.ts';
import type { OrderIntentOf } from '../order-intent.ts';
import type { CloseStep } from '../production-plan.ts';
import { refusal } from '../refusals.ts';
import { atClose, down, type Rounding, roundingsBefore, stepOf, stepsAfter } from '../rounding.ts';
import { entriesOf } from '../totals.ts';
import type { Job } from './job.ts';
import { inWords, type LineScope, recordedLines, sameLines, wantedLines } from './lines.ts';

type ProduceJob = Job<OrderIntentOf<'produce'>>;

export interface Lines {
  readonly components: readonly MoveDocument[];
  readonly byproducts: readonly MoveDocument[];
}

async function readLines({ dialect, erp }: ProduceJob, order: OrderDocument): Promise<Result<Lines>> {
  const byproducts = await dialect.byproducts(erp, order);
  if (!byproducts.ok) return byproducts;
  const components = await dialect.components(erp, order);
  return components.ok ? ok({ byproducts: byproducts.value, components: components.value }) : components;
}

/** While changes are only noted, lines can be read before the first of them or not at all. */
export async function linesBefore(job: ProduceJob, order: OrderDocument): Promise<Result<Lines | undefined>> {
  return job.erp.foresight ? readLines(job, order) : ok(undefined);
}

/** Components and by-products as the policy wants them when the part closes. */
export async function prepareLines(
  job: ProduceJob,
  order: OrderDocument,
  step: CloseStep,
  before: Lines | undefined,
): Promise<Result<void>> {
  const { dialect, erp, intent } = job;
  const backflush = intent.policy.consumption === 'backflush';
  if (backflush) {
    job.wrote = true;
    const scaled = await dialect.backflush(erp, order, measuredProducts(job, step));
    if (!scaled.ok) return scaled;
  }
  // What was recorded stays as it is when the rest is scaled, so lines from before serve as well.
  const lines = before ? ok(before) : await readLines(job, order);
  if (!lines.ok) return lines;
  const { byproducts, components } = lines.value;
  for (const move of byproducts) {
    const held = await holdsMeasured(job, step, 'byproduct', move, !backflush);
    if (!held.ok) return held;
  }
  if (backflush) return before && erp.foresight ? lotsForeseen(erp.foresight, job, order) : lotsChosen(job, components);
  for (const move of components) {
    const held = await holdsMeasured(job, step, 'consumed', move, true);
    if (!held.ok) return held;
  }
  return ok(undefined);
}

function measuredProducts(job: ProduceJob, step: CloseStep): number[] {
  return [...new Set(entriesOf(step.totals).flatMap((entry) => job.binding.materials[entry.material] ?? []))];
}

/** A measured line must show what was measured; one that nobody measured is emptied when only measured things count. */
async function holdsMeasured(
  job: ProduceJob,
  step: CloseStep,
  use: 'consumed' | 'byproduct',
  move: MoveDocument,
  onlyMeasured: boolean,
): Promise<Result<void>> {
  const scope = scopeOf(job, use, move);
  const [rounding, other]: [Rounding, Rounding] = step.ending === 'backorder' ? [down, atClose] : [atClose, down];
  const wanted = scope ? await wantedLines(job, step.totals, scope, rounding) : ok([]);
  if (!wanted.ok) return wanted;
  if (wanted.value.length === 0 && !onlyMeasured) return ok(undefined);
  const held = recordedLines(move);
  if (sameLines(held, wanted.value, job.digits) && (move.recorded || !onlyMeasured)) return ok(undefined);
  if (!(await isOurs(job, step, scope, held, other))) {
    return fail(
      refusal(
        'conflicting-state',
        job.where,
        `Odoo shows ${inWords(held)} of product ${move.product}, counted ${inWords(wanted.value)}`,
      ),
    );
  }
  job.wrote = true;
  const set = use === 'consumed' ? job.dialect.setConsumed : job.dialect.setByproduct;
  const done = await set(job.erp, move, wanted.value);
  return done.ok ? ok(undefined) : done;
}

/** Rounded for an order that stays open, by an earlier attempt for one that closes, or by decimals of before. */
async function isOurs(
  job: ProduceJob,
  { totals }: CloseStep,
  scope: LineScope | undefined,
  held: readonly MoveLine[],
  other: Rounding,
): Promise<boolean> {
  if (!scope) return held.length === 0;
  const steps = stepsAfter(job.binding.lines?.[lineKey(scope)], stepOf(job, scope.unit));
  for (const rounding of [other, ...roundingsBefore(steps)]) {
    const lines = await wantedLines(job, totals, scope, rounding);
    if (lines.ok && sameLines(held, lines.value, job.digits)) return true;
  }
  return false;
}

function scopeOf(job: ProduceJob, use: 'consumed' | 'byproduct', move: MoveDocument): LineScope | undefined {
  const { materials, lines } = job.binding;
  const material = Object.keys(materials).find((name) => materials[name] === move.product);
  if (material === undefined) return undefined;
  const tracked = lines?.[lineKey({ use, material })]?.byLot ?? move.lines.some((line) => line.lot !== undefined);
  return { use, material, product: move.product, tracked, unit: move.unit };
}

/** The same as `lotsChosen`, asked inside the transaction when Odoo has taken its lots. */
function lotsForeseen(foresight: Foresight, job: ProduceJob, order: OrderDocument): Result<void> {
  for (const { model, domain } of job.dialect.bareLines(order)) foresight.none(model, domain);
  return ok(undefined);
}

/** Odoo takes lots by its own rule; where it found none in stock it would ask for one, or invent it. */
async function lotsChosen(job: ProduceJob, components: readonly MoveDocument[]): Promise<Result<void>> {
  const products = [...new Set(components.map((move) => move.product))];
  const tracked = await job.dialect.trackedAmong(job.erp, products);
  if (!tracked.ok) return tracked;
  const bare = components.find(
    (move) =>
      tracked.value.includes(move.product) &&
      move.lines.some((line) => line.lot === undefined && !line.quantity.isZero()),
  );
  const missing =
    bare ??
    components.find(
      (move) =>
        tracked.value.includes(move.product) && move.lines.length === 0 && !move.closed && !move.demand.isZero(),
    );
  return missing
    ? fail(refusal('lot-missing', job.where, `component product ${missing.product} has no lot in stock`))
    : ok(undefined);
}
