/**
 * Master data in the words of intents. A record lives where the site pack binds its id; one that nobody bound is ours, under
 * the external id that its own event gives it. So a bill of materials finds the parts that came before it, and nothing
 * that has no owner is guessed.
 */
import type { Envelope } from '../envelope.ts';
import { amount, text } from '../odoo/amount.ts';
import { externalId } from '../odoo/binding.ts';
import type { RecordRef } from '../odoo/intents/spec.ts';
import { durationMs } from '../operations/duration.ts';
import { fail, ok, type Result } from '../ports.ts';
import { dateParts } from '../site/calendar.ts';
import type { SitePackResource } from '../site/resource.ts';
import { normalised } from '../site/xref.ts';
import { codeIn, linesOf, type Row } from './document-lines.ts';
import { wrong } from './trouble.ts';

interface Scope {
  readonly event: Envelope;
  readonly site: SitePackResource;
}

/** How the intents of master data name what they make. */
const KINDS = {
  material: 'product',
  equipment: 'work-centre',
  asset: 'equipment',
  location: 'location',
  partner: 'partner',
} as const;
export type MasterDomain = keyof typeof KINDS;

export function masterRecord(domain: MasterDomain, value: unknown, { event, site }: Scope): Result<RecordRef> {
  if (typeof value !== 'string' || value.trim() === '') return fail(wrong(`a ${domain} code`, value));
  const { crosswalk } = site;
  const system = event.originsystem;
  const isListed = crosswalk.lists(domain, system, value);
  const id = isListed ? crosswalk.canonical(domain, system, value, event.time) : ok(normalised(value));
  if (!id.ok) return id;
  const bound = crosswalk.binding(domain, id.value);
  if (bound.ok) return ok({ id: id.value, by: bound.value.by, value: bound.value.value });
  return ok({ id: id.value, by: 'externalId', value: externalId(KINDS[domain], id.value) });
}

/** When it happened, once the state it tells of holds: what is posted holds at once. */
export function inForce(value: unknown, { event, site }: Scope): Result<string> {
  const ms = Date.parse(event.time);
  if (typeof value !== 'string' || Number.isNaN(ms)) return fail(wrong('a day', value));
  const today = dateParts(site.pack.timeZone, ms).date;
  if (value <= today) return ok(new Date(ms).toISOString());
  return fail({
    ...wrong(`a day up to ${today}`, value),
    code: 'not-in-force',
    reason: `it holds from ${value}, and was sent on ${today}`,
    nextStep: `Send it again on ${value}: what is posted to Odoo holds at once.`,
  });
}

/** Scanners read thirteen digits where a GTIN of fourteen begins with 0; Odoo compares what they read. */
export function barcodeOf(gtin: unknown): Result<string> {
  if (typeof gtin !== 'string' || !/^\d{14}$/.test(gtin)) return fail(wrong('a GTIN of 14 digits', gtin));
  return ok(gtin.startsWith('0') ? gtin.slice(1) : gtin);
}

export function shelfLife(value: unknown): Result<Row> {
  if (typeof value !== 'object' || value === null) return fail(wrong('a shelf life', value));
  const { expiry, bestBefore, removal, alert } = value as Row;
  return ok(named({ after: expiry, bestBefore, removal, alert }));
}

export interface PartLookups {
  material(code: unknown): Result<unknown>;
  quantity(quantity: unknown): Result<unknown>;
}

export const billParts = (value: unknown, lookups: PartLookups): Result<readonly Row[]> =>
  linesOf(value, (raw) => {
    const material = lookups.material(codeIn(raw));
    if (!material.ok) return material;
    const quantity = lookups.quantity(raw.quantity);
    return quantity.ok ? ok({ id: raw.lineId, material: material.value, quantity: quantity.value }) : quantity;
  });

const MINUTE_MS = 60_000;

export const billSteps = (value: unknown, centre: (code: unknown) => Result<unknown>): Result<readonly Row[]> =>
  linesOf(value, (raw) => {
    const ms = typeof raw.duration === 'string' ? durationMs(raw.duration) : undefined;
    if (ms === undefined) return fail(wrong('a duration without months or years, such as PT2M30S', raw.duration));
    const workCentre = centre(raw.equipmentId);
    if (!workCentre.ok) return workCentre;
    // At most nine decimals: 1 ms is 0.000016667 minutes.
    const minutes = text(amount(ms).dividedBy(MINUTE_MS).toDecimalPlaces(9));
    return ok({ id: raw.segmentId, name: raw.name, workCentre: workCentre.value, minutes });
  });

const named = (fields: Row): Row =>
  Object.fromEntries(Object.entries(fields).filter(([, field]) => field !== undefined));
