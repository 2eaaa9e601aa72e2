/** Consumption and by-products: sets the measured quantity of one material on the open order, absolute, and reads it back. */
import type { Failure } from '../../failure.ts';
import type { Receipt } from '../../message.ts';
import { fail, ok, type Result } from '../../ports.ts';
import { amount } from '../amount.ts';
import { lineKey } from '../binding.ts';
import type { MoveDocument, OrderDocument, WantedLine } from '../dialect.ts';
import { lotIsHeld } from '../intents/quality/held.ts';
import type { OrderIntentOf } from '../order-intent.ts';
import { refusal } from '../refusals.ts';
import { atClose, roundingsBefore, stepOf, stepsAfter } from '../rounding.ts';
import { minus, plus, type Totals, totalsOf } from '../totals.ts';
import { addable, isNews, type Job, remember } from './job.ts';
import { inWords, type LineScope, recordedLines, sameLines, wantedLines } from './lines.ts';
import { openDocument, reread } from './order.ts';
import { receiptFor, withResidual } from './receipt.ts';
import { linesOf } from './scales.ts';

type RecordJob = Job<OrderIntentOf<'consume'> | OrderIntentOf<'byproduct'>>;

export async function recordMaterial(job: RecordJob): Promise<Result<Receipt>> {
  const { intent, product } = job;
  if (intent.kind === 'consume' && intent.policy.consumption === 'backflush')
    return fail(refusal('backflush-declared', job.where));
  const document = openDocument(job);
  if (!document.ok) return document;
  const moves = await movesOf(job, document.value);
  if (!moves.ok) return moves;
  const move = moves.value[0];
  const unit = move?.unit ?? product.unit;
  const isAddable = addable(job, unit);
  if (!isAddable.ok) return isAddable;
  const known = await rememberLine(job, unit);
  if (!known.ok) return known;

  const posted = job.ledger.facts.filter((fact) => fact.state === 'posted' && fact.key !== intent.key);
  const open = minus(totalsOf(posted), job.binding.closed);
  const scope: LineScope = {
    use: intent.kind === 'consume' ? 'consumed' : 'byproduct',
    material: intent.material.id,
    product: product.id,
    tracked: product.tracking !== 'none',
    unit,
  };
  const wanted = await wantedLines(job, plus(open, totalsOf([job.mine])), scope);
  if (!wanted.ok) return wanted;
  const before = await shownBefore(job, document.value, open, scope);
  const written = await write(job, document.value, move, before, wanted.value);
  if (!written.ok) return written;
  const documents = await reread(job);
  if (!documents.ok) return documents;
  const scales = linesOf(job);
  if (!scales.ok) return scales;
  const details = { material: intent.material.id, recorded: inWords(wanted.value) };
  const receipt = receiptFor(job, document.value.id, details);
  return receipt.ok ? ok(withResidual(job, receipt.value, scales.value)) : receipt;
}

/** What the material is in Odoo, and how Odoo holds it there: the order's parts are closed by this. */
function rememberLine(job: RecordJob, unit: number): Promise<Result<void>> {
  const { mine, product, binding } = job;
  const key = lineKey(mine);
  const steps = stepsAfter(binding.lines?.[key], stepOf(job, unit));
  return remember(job, {
    materials: { ...binding.materials, [mine.material]: product.id },
    lines: { ...binding.lines, [key]: { ...steps, unit, byLot: product.tracking !== 'none' } },
  });
}

/**
 * What an order without `mine` may show: rounded as an open one is, as one that was about to be closed, and as Odoo's
 * decimals were before. It may be negative when a part took some of `mine` with it: then nothing was shown.
 */
async function shownBefore(job: RecordJob, order: OrderDocument, open: Totals, scope: LineScope): Promise<Shown> {
  const running = await wantedLines(job, open, scope);
  if (!running.ok) return [[]];
  const isClosing = job.binding.closing?.id === order.id;
  const others = [...(isClosing ? [atClose] : []), ...roundingsBefore(job.binding.lines?.[lineKey(scope)])];
  const shown = await Promise.all(others.map((rounding) => wantedLines(job, open, scope, rounding)));
  return [running.value, ...shown.flatMap((lines) => (lines.ok ? [lines.value] : []))];
}

/** The first is what it should be. */
type Shown = readonly [readonly WantedLine[], ...(readonly WantedLine[])[]];

async function movesOf(job: RecordJob, order: OrderDocument): Promise<Result<MoveDocument[]>> {
  const read = job.intent.kind === 'consume' ? job.dialect.components : job.dialect.byproducts;
  const moves = await read(job.erp, order);
  return moves.ok ? ok(moves.value.filter((move) => move.product === job.product.id && !move.closed)) : moves;
}

async function write(
  job: RecordJob,
  order: OrderDocument,
  move: MoveDocument | undefined,
  before: Shown,
  wanted: readonly WantedLine[],
): Promise<Result<void>> {
  const held = move ? recordedLines(move) : [];
  const isShown = (!move || move.recorded || wanted.length === 0) && sameLines(held, wanted, job.digits);
  job.carried = isShown && isNews(job) && sameLines(before[0], wanted, job.digits);
  if (move && isShown && !job.carried) return ok(undefined);
  if (!before.some((lines) => sameLines(held, lines, job.digits))) {
    return fail(refusal('conflicting-state', job.where, `Odoo shows ${inWords(held)}, expected ${inWords(before[0])}`));
  }
  const free = await insistOnRelease(job, order);
  if (!free.ok) return free;
  const unfit = move ? undefined : refusedLine(job, order);
  if (unfit) return fail(unfit);
  // Less than a step until now: a component that the order lacks is added when there is something to show.
  if (isShown) return ok(undefined);
  job.wrote = true;
  const done = move ? await set(job, move, wanted) : await add(job, order, wanted);
  if (!done.ok) return done;
  const again = await movesOf(job, order);
  if (!again.ok) return again;
  const [now] = again.value;
  if (now && (now.recorded || wanted.length === 0) && sameLines(recordedLines(now), wanted, job.digits))
    return ok(undefined);
  return fail(
    refusal('not-posted', job.where, `Odoo shows ${inWords(now?.lines ?? [])} instead of ${inWords(wanted)}`),
  );
}

/** What is on hold is not used, and taking back what was not used after all stays possible. */
async function insistOnRelease(job: RecordJob, order: OrderDocument): Promise<Result<void>> {
  const { intent, erp, dialect, product } = job;
  if (intent.kind !== 'consume' || intent.direction !== 'consume' || intent.lot === undefined) return ok(undefined);
  if (product.tracking === 'none' || amount(intent.quantity.value).lessThanOrEqualTo(0)) return ok(undefined);
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const id = await dialect.findLot(erp, product.id, intent.lot);
  if (!id.ok || id.value === undefined) return id.ok ? ok(undefined) : id;
  const held = await lotIsHeld(erp, profile.value, { id: id.value, name: intent.lot, place: order.source });
  if (!held.ok) return held;
  return held.value === undefined ? ok(undefined) : fail(refusal('lot-on-hold', job.where, held.value));
}

const set = (job: RecordJob, move: MoveDocument, wanted: readonly WantedLine[]) =>
  (job.intent.kind === 'consume' ? job.dialect.setConsumed : job.dialect.setByproduct)(job.erp, move, wanted);

/** A substitute that the bill of materials does not know is what really happened, unless the bill is strict. */
function refusedLine({ intent, product, where }: RecordJob, order: OrderDocument): Failure | undefined {
  if (intent.kind === 'byproduct') return refusal('not-a-byproduct', where, product.name);
  return order.consumption === 'strict' ? refusal('not-a-component', where, product.name) : undefined;
}

const add = (job: RecordJob, order: OrderDocument, wanted: readonly WantedLine[]): Promise<Result<unknown>> =>
  job.dialect.addComponent(job.erp, order, { product: job.product.id, unit: job.product.unit }, wanted);
