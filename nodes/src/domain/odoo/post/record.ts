/** Consumption and by-products: sets the measured quantity of one material on the open order, absolute, and reads it back. */
import type { Receipt } from '../../message.ts';
import { fail, ok, type Result } from '../../ports.ts';
import { amount } from '../amount.ts';
import type { MoveDocument, OrderDocument, WantedLine } from '../dialect.ts';
import { lotIsHeld } from '../intents/quality/held.ts';
import type { OrderIntentOf } from '../order-intent.ts';
import { refusal } from '../refusals.ts';
import { minus, plus, totalsOf } from '../totals.ts';
import { inUnit, type Job, remember } from './job.ts';
import { inWords, type LineScope, recordedLines, sameLines, wantedLines } from './lines.ts';
import { openDocument, reread } from './order.ts';
import { receiptFor } from './receipt.ts';

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
  const exact = inUnit(job, unit);
  if (!exact.ok) return exact;
  const known = await remember(job, { materials: { ...job.binding.materials, [intent.material.id]: product.id } });
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
  const before = await wantedLines(job, open, scope);
  // What was open before may be negative when a part took some of `mine` with it: then nothing was shown.
  const written = await write(job, document.value, move, before.ok ? before.value : [], wanted.value);
  if (!written.ok) return written;
  const documents = await reread(job);
  if (!documents.ok) return documents;
  return receiptFor(job, document.value.id, { material: intent.material.id, recorded: inWords(wanted.value) });
}

async function movesOf(job: RecordJob, order: OrderDocument): Promise<Result<MoveDocument[]>> {
  const read = job.intent.kind === 'consume' ? job.dialect.components : job.dialect.byproducts;
  const moves = await read(job.erp, order);
  return moves.ok ? ok(moves.value.filter((move) => move.product === job.product.id && !move.closed)) : moves;
}

async function write(
  job: RecordJob,
  order: OrderDocument,
  move: MoveDocument | undefined,
  before: readonly WantedLine[],
  wanted: readonly WantedLine[],
): Promise<Result<void>> {
  if (move && (move.recorded || wanted.length === 0) && sameLines(recordedLines(move), wanted, job.digits))
    return ok(undefined);
  const held = move ? recordedLines(move) : [];
  if (!sameLines(held, before, job.digits)) {
    return fail(refusal('conflicting-state', job.where, `Odoo shows ${inWords(held)}, expected ${inWords(before)}`));
  }
  const free = await insistOnRelease(job, order);
  if (!free.ok) return free;
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
async function add(job: RecordJob, order: OrderDocument, wanted: readonly WantedLine[]): Promise<Result<unknown>> {
  if (job.intent.kind === 'byproduct') return fail(refusal('not-a-byproduct', job.where, job.product.name));
  if (order.consumption === 'strict') return fail(refusal('not-a-component', job.where, job.product.name));
  return job.dialect.addComponent(job.erp, order, { product: job.product.id, unit: job.product.unit }, wanted);
}
