/**
 * "Is this still right?", asked before a buried message goes out again: hours or days have passed, and the order may be
 * closed, the lot on hold, the period locked. Reads Odoo and writes nothing. The same questions are the dry run of a
 * corrected message: does every reference lead to one record, in a unit that fits?
 */
import type { OrderLedger } from '../journal.ts';
import { type Erp, ok, type Result } from '../ports.ts';
import type { OrderDocument } from './dialect.ts';
import { chooseDialect, forVersion } from './dialects/choose.ts';
import { reads14 } from './dialects/v14/still-right.ts';
import { reads19 } from './dialects/v19/still-right.ts';
import type { Intent } from './intent.ts';
import { isOrderIntent, type OrderIntent } from './order-intent.ts';
import { addable, inUnit, type Opening, openJob } from './post/job.ts';
import { standingFindings } from './replay/standing.ts';
import { type Finding, finding } from './still-right-findings.ts';
import type { StillRightReads } from './still-right-reads.ts';

export interface Subject {
  /** What Odoo shall do; absent for a message that was refused before it was mapped. */
  readonly intent?: Intent;
  /** Name of the order, as far as the message says it. */
  readonly order?: string;
  /** When it happened, RFC 3339. */
  readonly at?: string;
  readonly inDoubt?: boolean;
  /** Now, RFC 3339. */
  readonly now: string;
}

/** A failed result means that Odoo could not be asked. */
export async function stillRight(erp: Erp, subject: Subject, ledger: OrderLedger): Promise<Result<readonly Finding[]>> {
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const dialect = chooseDialect(profile.value);
  if (!dialect.ok) return dialect;
  const chosen = forVersion(profile.value, { v14: reads14, v19: reads19 });
  if (!chosen.ok) return chosen;
  const reads = chosen.value;
  const { intent } = subject;
  if (intent && !isOrderIntent(intent)) {
    const { inDoubt = false, now } = subject;
    return standingFindings(intent, {
      ...{ erp, reads, ledger, inDoubt, now },
      ...{ profile: profile.value, dialect: dialect.value },
    });
  }
  const order = intent?.order ?? subject.order;
  if (order === undefined) return ok([finding('not-checked', 'message')]);
  const documents = await dialect.value.findOrders(erp, order);
  if (!documents.ok) return documents;
  const findings = [...ofOrder(order, documents.value, subject), ...ofLedger(subject, ledger)];
  for (const ask of [ofRevision, ofPeriod, ofReferences]) {
    const found = await ask({ erp, reads, subject, ledger, order, documents: documents.value });
    if (!found.ok) return found;
    findings.push(...found.value);
  }
  return ok(findings);
}

interface Case {
  readonly erp: Erp;
  readonly reads: StillRightReads;
  readonly subject: Subject;
  readonly ledger: OrderLedger;
  readonly order: string;
  readonly documents: readonly OrderDocument[];
}

function ofOrder(order: string, documents: readonly OrderDocument[], { inDoubt }: Subject): Finding[] {
  const open = documents.filter(({ state }) => state !== 'done' && state !== 'cancel');
  if (documents.length === 0) return [finding('order-not-found', order)];
  if (open.some(({ state }) => state === 'draft')) return [finding('order-not-confirmed', order)];
  if (open.length > 0) return inDoubt ? [finding('in-doubt', order)] : [];
  const isCancelled = documents.every(({ state }) => state === 'cancel');
  const closed = finding(isCancelled ? 'order-cancelled' : 'order-closed', order);
  // Our own message may be what closed it.
  return inDoubt && !isCancelled ? [finding('in-doubt', order), { ...closed, weight: 'note' }] : [closed];
}

function ofLedger({ intent }: Subject, ledger: OrderLedger): Finding[] {
  const posted = ledger.facts.find(({ key, state }) => key === intent?.key && state === 'posted');
  return posted ? [finding('posted-already', posted.partition)] : [];
}

async function ofRevision({ erp, reads, documents }: Case): Promise<Result<Finding[]>> {
  const open = documents.filter(({ state }) => state !== 'done' && state !== 'cancel').map(({ id }) => id);
  if (open.length === 0) return ok([]);
  const names = await reads.outdated(erp, open);
  return names.ok ? ok(names.value.map((name) => finding('newer-revision', name))) : names;
}

async function ofPeriod({ erp, reads, subject, order }: Case): Promise<Result<Finding[]>> {
  const at = subject.intent?.at ?? subject.at;
  if (at === undefined) return ok([]);
  const until = await reads.lockedUntil(erp);
  if (!until.ok) return until;
  const isLocked = until.value !== undefined && at.slice(0, 10) <= until.value;
  return ok(
    isLocked ? [finding('period-locked', order, `closed until ${until.value}, this is of ${at.slice(0, 10)}`)] : [],
  );
}

/** Material, unit and lot; everything a posting would look up before it writes. */
async function ofReferences({ erp, reads, subject, ledger, documents }: Case): Promise<Result<Finding[]>> {
  const { intent } = subject;
  if (intent === undefined || !isOrderIntent(intent)) return ok([]);
  const opening = await openJob(erp, intent, ledger, { unknownLots: 'reject', bind: async () => ok(undefined) });
  if (!opening.ok) return asFinding(opening);
  const fits = intent.kind === 'scrap' ? inUnit : addable;
  const quantity = fits(opening.value, opening.value.product.unit);
  if (!quantity.ok) return asFinding(quantity);
  const document = documents.find(({ state }) => state !== 'done' && state !== 'cancel') ?? documents.at(-1);
  if (document === undefined) return ok([]);
  const wrong = intent.kind === 'produce' && document.product !== opening.value.product.id;
  const lot = await ofLot(erp, reads, opening.value, document, subject.now);
  if (!lot.ok) return lot;
  return ok([...(wrong ? [finding('order-other-product', intent.order, document.name)] : []), ...lot.value]);
}

async function ofLot(
  erp: Erp,
  reads: StillRightReads,
  { dialect, intent, product }: Opening<OrderIntent>,
  order: OrderDocument,
  at: string,
): Promise<Result<Finding[]>> {
  if (intent.lot === undefined || product.tracking === 'none') return ok([]);
  const id = await dialect.findLot(erp, product.id, intent.lot);
  if (!id.ok) return id;
  const takes = intent.kind === 'consume' || (intent.kind === 'scrap' && intent.stage === 'input');
  if (id.value === undefined) return ok(takes ? [finding('lot-unknown', intent.lot)] : []);
  const place = takes ? order.source : order.destination;
  const holds = await reads.lotHolds(erp, { id: id.value, name: intent.lot, place, at });
  if (!holds.ok) return holds;
  // What is made may have been moved on for good reason; what is taken must lie where the order takes it from.
  const weight = takes ? 'stop' : 'doubt';
  return ok(holds.value.map((why) => ({ ...finding('lot-on-hold', order.name, why), weight })));
}

/** A refusal about this message is an answer; anything else means that Odoo could not be asked. */
function asFinding(result: Extract<Result<unknown>, { ok: false }>): Result<Finding[]> {
  const { failure } = result;
  if (failure.class !== 'business' && failure.class !== 'data') return result;
  const wrong = finding('reference-wrong', failure.on, failure.reason);
  return ok([{ ...wrong, nextStep: failure.nextStep }]);
}
