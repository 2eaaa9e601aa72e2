/**
 * The code crosswalk: what a source calls a thing → its canonical id → where that id lives in Odoo. Exact match only
 * (trimmed, NFC), valid at the event's time. A code nobody mapped is refused, never guessed.
 */
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';
import { dateParts } from './calendar.ts';
import type { Binding, CrosswalkRow, SitePack } from './pack.ts';

export type CodeDomain = CrosswalkRow['domain'];

export interface Crosswalk {
  /** `at`: RFC 3339 time of the event, which picks the row that was valid then. */
  canonical(domain: CodeDomain, system: string, localCode: string, at: string): Result<string>;
  binding(domain: Binding['domain'], canonicalId: string): Result<Binding>;
}

/** Domains whose codes are made by the day and cannot be listed; without a row the code stands for itself. */
const OPEN_DOMAINS: ReadonlySet<CodeDomain> = new Set(['lot', 'person']);

/** Codes are opaque text: blanks at the ends and Unicode spelling go, case and leading zeros stay. */
export function normalised(code: string): string {
  return code.trim().normalize('NFC');
}

export function buildCrosswalk(pack: SitePack): Crosswalk {
  const rows = byCode(pack.crosswalk);
  const bindings = new Map(pack.bindings.map((binding) => [keyOf(binding.domain, '', binding.canonicalId), binding]));
  const known = knownIds(pack);

  return {
    canonical(domain, system, localCode, at) {
      const own = rows.get(keyOf(domain, system, localCode)) ?? rows.get(keyOf(domain, '*', localCode));
      if (own) return chosen(own, pack, at);
      const code = normalised(localCode);
      if (OPEN_DOMAINS.has(domain) || known.has(keyOf(domain, '', code))) return ok(code);
      return fail(unmapped(pack, domain, system, code));
    },
    binding(domain, canonicalId) {
      const found = bindings.get(keyOf(domain, '', canonicalId));
      return found ? ok(found) : fail(unbound(pack, domain, canonicalId));
    },
  };
}

function byCode(rows: readonly CrosswalkRow[]): ReadonlyMap<string, readonly CrosswalkRow[]> {
  const groups = new Map<string, CrosswalkRow[]>();
  for (const row of rows) {
    const key = keyOf(row.domain, row.system, row.localCode);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

function chosen(rows: readonly CrosswalkRow[], pack: SitePack, at: string): Result<string> {
  const day = rows.some((row) => row.validFrom || row.validTo) ? localDay(pack.timeZone, at) : '';
  const usable = rows.filter((row) => row.status === 'approved' && validOn(row, day));
  const ids = new Set(usable.map((row) => row.canonicalId));
  const [only] = ids;
  if (only !== undefined && ids.size === 1) return ok(only);
  const [first] = rows;
  if (!first) throw new Error('a group of crosswalk rows is never empty');
  return fail(unusable(pack, first, rows, ids.size));
}

function validOn(row: CrosswalkRow, day: string): boolean {
  return (!row.validFrom || row.validFrom <= day) && (!row.validTo || day <= row.validTo);
}

function localDay(timeZone: string, at: string): string {
  return dateParts(timeZone, Date.parse(at)).date;
}

/** A code that is itself a canonical id needs no row. */
function knownIds(pack: SitePack): ReadonlySet<string> {
  const materials = (pack.materials ?? []).map((material) => keyOf('material', '', material.id));
  const equipment = pack.equipment.map((machine) => keyOf('equipment', '', machine.id));
  const bound = pack.bindings.map((binding) => keyOf(binding.domain, '', binding.canonicalId));
  return new Set([...materials, ...equipment, ...bound]);
}

function keyOf(domain: string, system: string, code: string): string {
  return `${domain}\n${system}\n${normalised(code)}`;
}

function unmapped(pack: SitePack, domain: string, system: string, code: string): Failure {
  return {
    code: 'unmapped',
    class: 'data',
    attempted: `find the ${domain} "${code}" of ${system}`,
    on: `crosswalk of site pack ${pack.name}`,
    reason: `no row says what ${system} means by the ${domain} code "${code}"`,
    nextStep: `Add { "domain": "${domain}", "system": "${system}", "localCode": "${code}", "canonicalId": … } to "crosswalk" in site pack ${pack.name}, deploy, and replay this message.`,
  };
}

function unusable(pack: SitePack, row: CrosswalkRow, rows: readonly CrosswalkRow[], candidates: number): Failure {
  const reason =
    candidates > 1
      ? `several rows were valid then: ${rows.map((other) => other.canonicalId).join(', ')}`
      : `its rows are ${rows.map((other) => `${other.status} (${other.validFrom ?? '…'} to ${other.validTo ?? '…'})`).join(', ')}`;
  return {
    ...unmapped(pack, row.domain, row.system, row.localCode),
    reason: `no usable row for the ${row.domain} code "${row.localCode}": ${reason}`,
    nextStep: `Correct the rows of "${row.localCode}" in "crosswalk" of site pack ${pack.name}: exactly one approved row must be valid at the time of the event.`,
  };
}

function unbound(pack: SitePack, domain: string, canonicalId: string): Failure {
  return {
    code: 'unmapped',
    class: 'data',
    attempted: `find the ${domain} ${canonicalId} in Odoo`,
    on: `bindings of site pack ${pack.name}`,
    reason: `no binding says where the ${domain} ${canonicalId} lives in Odoo`,
    nextStep: `Add { "domain": "${domain}", "canonicalId": "${canonicalId}", "by": "code", "value": … } to "bindings" in site pack ${pack.name}, deploy, and replay this message.`,
  };
}
