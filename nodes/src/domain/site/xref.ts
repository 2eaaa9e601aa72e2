/**
 * The code crosswalk: what a source calls a thing → its canonical id → where that id lives in Odoo. Exact match only
 * (trimmed, NFC), valid at the event's time. A code nobody mapped is refused, never guessed.
 *
 * One look-up over the rows of the site pack and those that engineers maintain in a journal. A system's own rows go before
 * those for every system (`*`); among them the pack goes first.
 */
import type { Failure } from '../failure.ts';
import { fail, ok, type Result } from '../ports.ts';
import { dateParts } from './calendar.ts';
import type { UnknownCode } from './crosswalk/unknown-code.ts';
import type { Binding, CrosswalkRow, SitePack } from './pack.ts';

export type CodeDomain = CrosswalkRow['domain'];

export interface Crosswalk {
  /** `at`: RFC 3339 time of the event, which picks the row that was valid then. */
  canonical(domain: CodeDomain, system: string, localCode: string, at: string): Result<string>;
  /** Whether a row names the code, whatever its state. */
  lists(domain: CodeDomain, system: string, localCode: string): boolean;
  binding(domain: Binding['domain'], canonicalId: string): Result<Binding>;
  /** Rows that `owner` maintains from now on; none takes them away. Only approved ones translate. */
  maintain(owner: string, rows: readonly CrosswalkRow[]): void;
}

/** Domains whose codes are made by the day and cannot be listed; without a row the code stands for itself. */
const OPEN_DOMAINS: ReadonlySet<CodeDomain> = new Set(['lot', 'person']);

/** Codes are opaque text: blanks at the ends and Unicode spelling go, case and leading zeros stay. */
export function normalised(code: string): string {
  return ORDINARY.test(code) ? code : code.trim().normalize('NFC');
}

/** Printable ASCII without a blank at either end is normal as it is. */
const ORDINARY = /^[!-~]+(?: +[!-~]+)*$/;

const NONE: readonly CrosswalkRow[] = [];

export function buildCrosswalk(pack: SitePack): Crosswalk {
  const rows = byCode(pack.crosswalk);
  const owners = new Map<string, ReadonlyMap<string, readonly CrosswalkRow[]>>();
  const maintained = (key: string): readonly CrosswalkRow[] =>
    owners.size === 0 ? NONE : [...owners.values()].flatMap((table) => table.get(key) ?? []);
  const bindings = new Map(pack.bindings.map((binding) => [keyOf(binding.domain, '', binding.canonicalId), binding]));
  const known = knownIds(pack);

  return {
    canonical(domain, system, localCode, at) {
      const code = normalised(localCode);
      const wanted = { site: pack.name, domain, system, code, at };
      for (const origin of [system, '*']) {
        const key = keyOf(domain, origin, code);
        const [first, second] = [rows.get(key) ?? NONE, maintained(key)];
        if (first.length + second.length > 0) return chosen(first, second, pack, wanted);
      }
      if (OPEN_DOMAINS.has(domain) || known.has(keyOf(domain, '', code))) return ok(code);
      return fail(unmapped(pack, wanted));
    },
    lists(domain, system, localCode) {
      return [system, '*'].some((origin) => {
        const key = keyOf(domain, origin, localCode);
        return rows.has(key) || maintained(key).length > 0;
      });
    },
    binding(domain, canonicalId) {
      const found = bindings.get(keyOf(domain, '', canonicalId));
      return found ? ok(found) : fail(unbound(pack, domain, canonicalId));
    },
    maintain(owner, given) {
      const approved = given.filter(({ status }) => status === 'approved');
      if (approved.length > 0) owners.set(owner, byCode(approved));
      else owners.delete(owner);
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

type Wanted = UnknownCode & { readonly domain: CodeDomain; readonly system: string; readonly at: string };

function chosen(
  first: readonly CrosswalkRow[],
  second: readonly CrosswalkRow[],
  pack: SitePack,
  wanted: Wanted,
): Result<string> {
  const all = [...first, ...second];
  const day = all.some((row) => row.validFrom || row.validTo) ? localDay(pack.timeZone, wanted.at) : '';
  const idsOf = (rows: readonly CrosswalkRow[]): ReadonlySet<string> =>
    new Set(rows.filter((row) => row.status === 'approved' && validOn(row, day)).map((row) => row.canonicalId));
  const ofPack = idsOf(first);
  const ids = ofPack.size > 0 ? ofPack : idsOf(second);
  const [only] = ids;
  return only !== undefined && ids.size === 1 ? ok(only) : fail(unusable(pack, wanted, all, ids.size));
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

function unmapped(pack: SitePack, wanted: Wanted): Failure {
  const { domain, system, code } = wanted;
  return {
    code: 'unmapped',
    class: 'data',
    attempted: `find the ${domain} "${code}" of ${system}`,
    on: `crosswalk of site pack ${pack.name}`,
    reason: `no row says what ${system} means by the ${domain} code "${code}"`,
    nextStep: `Add { "domain": "${domain}", "system": "${system}", "localCode": "${code}", "canonicalId": … } to "crosswalk" in site pack ${pack.name}, deploy, and replay this message.`,
    unknownCodes: [wanted],
  };
}

function unusable(pack: SitePack, wanted: Wanted, rows: readonly CrosswalkRow[], candidates: number): Failure {
  const { domain, code } = wanted;
  const reason =
    candidates > 1
      ? `several rows were valid then: ${rows.map((other) => other.canonicalId).join(', ')}`
      : `its rows are ${rows.map((other) => `${other.status} (${other.validFrom ?? '…'} to ${other.validTo ?? '…'})`).join(', ')}`;
  return {
    ...unmapped(pack, wanted),
    reason: `no usable row for the ${domain} code "${code}": ${reason}`,
    nextStep: `Correct the rows of "${code}" in "crosswalk" of site pack ${pack.name}: exactly one approved row must be valid at the time of the event.`,
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
    unknownCodes: [{ site: pack.name, domain, code: canonicalId }],
  };
}
