/** Asks Odoo the questions of an intent that stands by itself. Reads only; a failed result means that it could not be asked. */
import { z } from 'zod';
import type { OrderLedger } from '../../journal.ts';
import { type Erp, type ErpProfile, ok, type Result } from '../../ports.ts';
import type { Dialect } from '../dialect.ts';
import { recordCalls } from '../dialects/records.ts';
import type { StandingIntent } from '../intents/catalogue.ts';
import { lotMemory } from '../intents/quality/memory.ts';
import { findRecord } from '../intents/references.ts';
import { findCustomer } from '../intents/sales/customer.ts';
import { type RecordRef, recordRefSchema } from '../intents/spec.ts';
import { findProduct, resolveExternalId } from '../materials.ts';
import { materialRefSchema } from '../order-intent.ts';
import type { Where } from '../refusals.ts';
import { type Finding, finding, type Weight } from '../still-right-findings.ts';
import type { StillRightReads } from '../still-right-reads.ts';
import { type Ask, type Fields, type Newer, textAt, valuesAt } from './ask.ts';
import { ASKS } from './asks.ts';
import { placeOf, standingOf } from './documents.ts';

export interface Asking {
  readonly erp: Erp;
  readonly profile: ErpProfile;
  readonly dialect: Dialect;
  readonly reads: StillRightReads;
  readonly ledger: OrderLedger;
  readonly inDoubt: boolean;
  /** Now, RFC 3339. */
  readonly now: string;
}

type Found = Promise<Result<Finding[]>>;
interface Case extends Asking {
  readonly intent: Fields;
  readonly ask: Ask;
  readonly where: Where;
}

export async function standingFindings(intent: StandingIntent, asking: Asking): Found {
  const ask = ASKS[intent.kind];
  const one: Case = { ...asking, intent, ask, where: { attempted: `look at ${intent.kind}`, on: intent.partition } };
  if (Object.keys(ask).length === 0) return ok([finding('not-checked', intent.kind)]);
  const findings: Finding[] = asking.inDoubt ? [finding('in-doubt', intent.partition)] : [];
  for (const question of [ofDocument, ofRecords, ofGoods, ofCustomer, ofHold, ofNewer, ofPeriod]) {
    const found = await question(one);
    if (!found.ok) return found;
    findings.push(...found.value);
  }
  return ok(findings);
}

const weighed = (found: Finding, weight: Weight | undefined): Finding => (weight ? { ...found, weight } : found);

async function ofDocument(one: Case): Found {
  const { document } = one.ask;
  if (!document) return ok([]);
  const standing = await standingOf(one, document);
  if (!standing.ok) return asFinding(standing);
  const { name, state } = standing.value ?? { name: '', state: 'open' };
  if (state === 'gone') return ok([finding(document.kind === 'order' ? 'order-not-found' : 'record-gone', name)]);
  if (state === 'draft') return ok([finding('order-not-confirmed', name)]);
  const isOrder = document.kind === 'order';
  if (state === 'cancelled')
    return ok([weighed(finding(isOrder ? 'order-cancelled' : 'document-cancelled', name), document.cancelled)]);
  if (state !== 'closed' || !document.closed) return ok([]);
  // Our own message may be what closed it.
  const weight = one.inDoubt ? 'note' : document.closed;
  return ok([weighed(finding(isOrder ? 'order-closed' : 'document-closed', name), weight)]);
}

async function ofRecords({ erp, profile, intent, ask, where }: Case): Found {
  const calls = recordCalls(profile);
  if (!calls.ok) return calls;
  const findings: Finding[] = [];
  for (const [path, wanted] of Object.entries(ask.records ?? {})) {
    const named = wanted === '=model' ? String(intent['model']) : wanted;
    const model = calls.value.models[named] ?? named;
    for (const ref of refsAt(intent, path)) {
      const found = await findRecord(erp, model, ref, where);
      const gone = found.ok ? ok([]) : goneOf(found, ref.id);
      if (!gone.ok) return gone;
      findings.push(...gone.value);
    }
  }
  return ok(findings);
}

const refsAt = (intent: Fields, path: string): readonly RecordRef[] =>
  valuesAt(intent, path).flatMap((value) => recordRefSchema.safeParse(value).data ?? []);

const goodsSchema = z.looseObject({ material: materialRefSchema, lot: z.string().optional() });

async function ofGoods(one: Case): Found {
  const { erp, intent, ask, where } = one;
  const all = ask.goods
    ? valuesAt(intent, ask.goods.at).flatMap((value) => goodsSchema.safeParse(value).data ?? [])
    : [];
  const findings: Finding[] = [];
  for (const { material, lot } of all) {
    const product = await findProduct(erp, material, where);
    const found = product.ok ? await ofLot(one, product.value, lot) : goneOf(product, material.id);
    if (!found.ok) return found;
    findings.push(...found.value);
  }
  return ok(findings);
}

async function ofLot(
  one: Case,
  product: { readonly id: number; readonly tracking: string },
  name: string | undefined,
): Found {
  const { erp, dialect, reads, intent, ask, where, now, inDoubt } = one;
  if (name === undefined || product.tracking === 'none') return ok([]);
  const lot = await dialect.findLot(erp, product.id, name);
  if (!lot.ok) return lot;
  if (lot.value === undefined) return ok(ask.goods?.lot === 'needed' ? [finding('lot-unknown', name)] : []);
  const [from] = ask.goods?.from ? refsAt(intent, ask.goods.from) : [];
  const place = from
    ? await placeOf(erp, from, ask.document?.kind === 'transfer' && ask.goods?.from === 'delivery', where)
    : ok(undefined);
  // A place that is gone is told with the other references.
  if (!place.ok) return isAboutIt(place) ? ok([]) : place;
  if (place.value === undefined) return ok([]);
  const holds = await reads.lotHolds(erp, { id: lot.value, name, place: place.value, at: now });
  if (!holds.ok) return holds;
  return ok(holds.value.map((why) => weighed(finding('lot-on-hold', name, why), inDoubt ? 'doubt' : undefined)));
}

async function ofCustomer({ erp, intent, ask, where }: Case): Found {
  const [ref] = ask.customer ? refsAt(intent, ask.customer) : [];
  if (!ref) return ok([]);
  const customer = await findCustomer(erp, ref, where);
  if (!customer.ok) return goneOf(customer, ref.id);
  return ok(customer.value.isHeld ? [finding('customer-held', customer.value.name)] : []);
}

/** A hold that was told late must not come after its own release. */
async function ofHold({ intent, ask, ledger }: Case): Found {
  const hold = ask.hold && textAt(intent, ask.hold);
  if (!hold) return ok([]);
  const memory = z.record(z.string(), z.unknown()).safeParse(ledger.binding?.['standing']).data ?? {};
  return ok(lotMemory(memory).holds[hold] === 'released' ? [finding('hold-over', hold)] : []);
}

/** How many revisions after it are looked for by name. */
const LOOK_AHEAD = 5;

async function ofNewer({ erp, intent, ask, ledger, where }: Case): Found {
  const { newer } = ask;
  const own = newer && Number(intent[newer.field]);
  if (!newer || own === undefined || !Number.isInteger(own)) return ok([]);
  if (newer.by === 'memory') {
    const last = z.looseObject({ [newer.name]: z.number() }).safeParse(ledger.binding?.['standing']).data?.[newer.name];
    return ok(typeof last === 'number' && last > own ? [finding('superseded', `${newer.field} ${last}`)] : []);
  }
  return newerNote(erp, newer, intent, own, where);
}

async function newerNote(
  erp: Erp,
  newer: Extract<Newer, { by: 'notes' }>,
  intent: Fields,
  own: number,
  where: Where,
): Found {
  for (let revision = own + 1; revision <= own + LOOK_AHEAD; revision += 1) {
    for (const name of newer.names(intent, revision)) {
      const note = await resolveExternalId(erp, name, 'mail.message', where);
      if (note.ok) return ok([finding('superseded', `${newer.field} ${revision}`)]);
      if (note.failure.code !== 'unmapped') return note;
    }
  }
  return ok([]);
}

async function ofPeriod({ erp, reads, intent, ask, where }: Case): Found {
  const at = ask.period && textAt(intent, ask.period)?.slice(0, 10);
  if (!at) return ok([]);
  const until = await reads.lockedUntil(erp);
  if (!until.ok) return until;
  if (until.value === undefined || at > until.value) return ok([]);
  return ok([finding('period-locked', where.on, `closed until ${until.value}, this is of ${at}`)]);
}

type Failed = Extract<Result<unknown>, { ok: false }>;

const isAboutIt = ({ failure }: Failed): boolean => ['business', 'data'].includes(failure.class);

/** No record, or several, is an answer; anything else means that Odoo could not be asked. */
function goneOf(result: Failed, on: string): Result<Finding[]> {
  return isAboutIt(result) || result.failure.code === 'odoo-model-missing'
    ? ok([finding('record-gone', on, result.failure.reason)])
    : result;
}

const asFinding = (result: Failed): Result<Finding[]> => goneOf(result, result.failure.on);
