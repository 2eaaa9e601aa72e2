/** Scrap: a component from the shelf at once, a finished unit as soon as its part of the order is in stock. Once each. */
import type { Failure } from '../../failure.ts';
import type { Receipt } from '../../message.ts';
import { fail, ok, type Result } from '../../ports.ts';
import { type Amount, amount, equal, settled, sum, text } from '../amount.ts';
import { externalId, type Part } from '../binding.ts';
import type { OrderDocument, ScrapDocument } from '../dialect.ts';
import type { OrderIntentOf } from '../order-intent.ts';
import { refusal } from '../refusals.ts';
import { entriesOf } from '../totals.ts';
import { questionIn } from '../wizard.ts';
import { factorsFor, inUnit, type Job, remember } from './job.ts';
import { lotId } from './lots.ts';
import { openDocument, openDocuments } from './order.ts';
import { receiptFor } from './receipt.ts';

type ScrapJob = Job<OrderIntentOf<'scrap'>>;

export async function scrap(job: ScrapJob): Promise<Result<Receipt>> {
  return job.intent.stage === 'input' ? scrapInput(job) : scrapOutput(job);
}

async function scrapInput(job: ScrapJob): Promise<Result<Receipt>> {
  const order = openDocuments(job)[0] ?? job.documents.at(-1);
  if (!order) return fail(refusal('order-not-found', job.where));
  return post(job, order, job.product.unit, order.source, 'consumed');
}

async function scrapOutput(job: ScrapJob): Promise<Result<Receipt>> {
  const { intent, binding } = job;
  if (job.product.id !== binding.product) return fail(refusal('order-other-product', job.where, job.product.name));
  const [first] = job.documents;
  if (!first) return fail(refusal('order-not-found', job.where));
  if (intent.policy.rejects === 'notProduced') return noted(job, first);
  const exact = inUnit(job, first.unit);
  if (!exact.ok) return exact;
  const room = promised(job, first.unit);
  if (!room.ok) return room;
  const part = binding.parts.findLast(
    (candidate) => mayHold(job, candidate) && (job.product.tracking === 'none' || holdsLot(candidate, intent.lot)),
  );
  const order = job.documents.find((document) => document.id === part?.id);
  if (order && room.value.greaterThanOrEqualTo(0)) return post(job, order, order.unit, order.destination, 'made');
  const open = openDocument(job);
  return open.ok ? fail(refusal('waiting-for-close', job.where)) : open;
}

/** A serial number that was reported good and rejected later is in its part as well. */
const mayHold = (job: ScrapJob, part: Part): boolean => part.scrap !== '0' || job.product.tracking === 'serial';

const holdsLot = (part: Part, lot: string | undefined): boolean =>
  part.lot === lot || (lot !== undefined && part.lots?.includes(lot) === true);

/** Room that closed parts made for this scrap, less what is posted of it, less mine: not negative when it may go. */
function promised(job: ScrapJob, unit: number): Result<Amount> {
  const { intent, ledger, binding, mine } = job;
  const tracked = job.product.tracking !== 'none';
  const isSame = (entry: { material: string; lot?: string | undefined }) =>
    entry.material === intent.material.id && (!tracked || entry.lot === intent.lot);
  const isRoom = (entry: { use: string }) =>
    entry.use === 'scrap' || (entry.use === 'good' && job.product.tracking === 'serial');
  const closed = entriesOf(binding.closed).filter((entry) => isSame(entry) && isRoom(entry));
  const posted = ledger.facts.filter(
    (fact) => fact.use === 'scrap' && isSame(fact) && fact.state === 'posted' && fact.key !== intent.key,
  );
  const factor = factorsFor(job, [mine, ...closed, ...posted], unit);
  if (!factor.ok) return factor;
  const total = (entries: readonly { quantity: string; uom: string }[]) =>
    sum(entries.map((entry) => settled(amount(entry.quantity).times(factor.value(entry.uom)))));
  return ok(
    total(closed)
      .minus(total(posted))
      .minus(total([mine])),
  );
}

function noted(job: ScrapJob, order: OrderDocument): Result<Receipt> {
  const receipt = receiptFor(job, order.id, {
    note: 'rejected units are not produced on this line; Odoo has nothing to scrap',
  });
  return receipt.ok ? ok({ ...receipt.value, verdict: 'noted' }) : receipt;
}

async function post(
  job: ScrapJob,
  order: OrderDocument,
  unit: number,
  location: number,
  purpose: 'made' | 'consumed',
): Promise<Result<Receipt>> {
  const { intent, product } = job;
  const quantity = inUnit(job, unit);
  if (!quantity.ok) return quantity;
  const lot =
    product.tracking === 'none' || !intent.lot ? ok(undefined) : await lotId(job, product.id, intent.lot, purpose);
  if (!lot.ok) return lot;
  const made = await job.dialect.ensureScrap(job.erp, {
    externalId: externalId('scrap', intent.key),
    product: product.id,
    unit,
    lot: lot.value,
    quantity: quantity.value,
    location,
    order: order.id,
    origin: intent.order,
    reason: intent.reason,
  });
  if (!made.ok) return made;
  const other = differs(job, made.value, quantity.value, lot.value);
  if (other) return fail(refusal('conflicting-state', job.where, `${made.value.name} ${other}`));
  const done = await validate(job, made.value);
  if (!done.ok) return done;
  const receipt = receiptFor(job, order.id, {
    scrap: done.value.name,
    quantity: text(done.value.quantity),
    reason: intent.reason,
  });
  if (!receipt.ok) return receipt;
  const record = { model: 'stock.scrap', id: done.value.id, name: done.value.name, state: done.value.state };
  return ok({ ...receipt.value, records: [record, ...receipt.value.records] });
}

/**
 * The key found a document of an earlier attempt, so it must be this very scrap. After a lost journal a counter may come
 * to a range again that was posted for something else.
 */
function differs(job: ScrapJob, found: ScrapDocument, quantity: Amount, lot: number | undefined): string | undefined {
  if (!equal(found.quantity, quantity, job.digits)) return `says ${text(found.quantity)}`;
  if (found.product !== job.product.id) return 'scraps another product';
  if (found.lot !== lot) return 'scraps another lot';
  const isOfOrder = job.documents.some(({ id }) => id === found.order);
  return isOfOrder ? undefined : 'belongs to another order; the same counts were posted there';
}

/** Before it is sent: whoever finds the draft later knows that a first call may still arrive. */
function announce(job: ScrapJob, { id }: ScrapDocument): Promise<Result<void>> {
  const { travel } = job.deps;
  if (!travel || job.erp.foresight) return Promise.resolve(ok(undefined));
  return remember(job, { sent: { id, atMs: travel.nowMs() } });
}

const forget = (job: ScrapJob): Promise<Result<void>> =>
  job.binding.sent ? remember(job, { sent: undefined }) : Promise.resolve(ok(undefined));

/**
 * Odoo finishes what it began although the connection broke, and its document is a draft until then. A second call in
 * that time would scrap twice, so the draft proves nothing before the first one has surely ended.
 */
function stillUnderWay({ binding, deps, where }: ScrapJob, { id, name }: ScrapDocument): Failure | undefined {
  const { sent } = binding;
  if (!deps.travel || sent?.id !== id) return undefined;
  const leftMs = sent.atMs + deps.travel.mostMs - deps.travel.nowMs();
  if (leftMs <= 0) return undefined;
  return { ...refusal('scrap-under-way', where, name), retryAfterMs: leftMs };
}

/** Only from draft: Odoo has no objection to scrapping the same document twice (Odoo 19.0, measured). */
async function validate(job: ScrapJob, scrapped: ScrapDocument): Promise<Result<ScrapDocument>> {
  if (scrapped.state === 'done') return ok(scrapped);
  if (scrapped.state !== 'draft')
    return fail(refusal('conflicting-state', job.where, `${scrapped.name} is ${scrapped.state}`));
  const early = stillUnderWay(job, scrapped);
  if (early) return fail(early);
  const announced = await announce(job, scrapped);
  if (!announced.ok) return announced;
  job.wrote = true;
  const answer = await job.dialect.validateScrap(job.erp, scrapped.id);
  if (!answer.ok) {
    const answered = answer.failure.class === 'unknown' ? ok(undefined) : await forget(job);
    return answered.ok ? answer : answered;
  }
  const now = await job.dialect.readScrap(job.erp, scrapped.id);
  if (!now.ok) return now;
  if (now.value?.state === 'done') return ok(now.value);
  return fail(
    questionIn(answer.value, job.where) ??
      refusal('not-posted', job.where, `the scrap order is ${now.value?.state ?? 'gone'}`),
  );
}
