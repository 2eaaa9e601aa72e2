/** Crosswalk, bindings and materials: one code, one meaning; one meaning, one record in Odoo. */
import { findUnit } from '../../canonical/uom.ts';
import { hint } from '../nearest.ts';
import type { CrosswalkRow, SitePack } from '../pack.ts';
import { type PackProblem, problem, warning } from '../problem.ts';
import { normalised } from '../xref.ts';

export function codeProblems(pack: SitePack): readonly PackProblem[] {
  return [...bindingProblems(pack), ...rowProblems(pack), ...overlaps(pack.crosswalk), ...materialProblems(pack)];
}

function bindingProblems(pack: SitePack): PackProblem[] {
  const seen = new Map<string, number>();
  const targets = new Map<string, number>();
  return pack.bindings.flatMap((binding, index) => {
    const found: PackProblem[] = [];
    const key = `${binding.domain} ${binding.canonicalId}`;
    const target = `${binding.domain} ${binding.by} ${binding.value}`;
    const [earlier, shared] = [seen.get(key), targets.get(target)];
    if (earlier !== undefined)
      found.push(problem(`bindings[${index}]`, `${key} is bound already by bindings[${earlier}]`));
    else if (shared !== undefined) {
      found.push(warning(`bindings[${index}]`, `leads to the same record of Odoo as bindings[${shared}]`));
    }
    if (binding.domain === 'material' && binding.by === 'name') {
      found.push(
        problem(`bindings[${index}].by`, 'a material is never found by name: use externalId, code or barcode'),
      );
    }
    seen.set(key, earlier ?? index);
    targets.set(target, shared ?? index);
    return found;
  });
}

function rowProblems(pack: SitePack): PackProblem[] {
  return pack.crosswalk.flatMap((row, index) => {
    const path = `crosswalk[${index}]`;
    if (row.validFrom && row.validTo && row.validTo < row.validFrom) {
      return [problem(`${path}.validTo`, 'is before validFrom')];
    }
    const target = row.status === 'approved' ? targetProblem(pack, row) : undefined;
    return target ? [problem(`${path}.canonicalId`, target)] : [];
  });
}

/** A row must lead to something that exists; units to a known unit, the rest to a binding or a machine. */
export function targetProblem(pack: SitePack, { domain, canonicalId }: CrosswalkRow): string | undefined {
  if (domain === 'lot' || domain === 'person') return undefined;
  if (domain === 'recipe') {
    const isVersioned = /^[^/\s].*\/[^/\s]+$/.test(canonicalId);
    return isVersioned ? undefined : `"${canonicalId}" is no recipe with its version, such as RCP-100/3`;
  }
  if (domain === 'uom') return findUnit(canonicalId) ? undefined : `"${canonicalId}" is no Rec 20 unit`;
  const known = targetsOf(pack, domain);
  return known.includes(canonicalId)
    ? undefined
    : `${domain} "${canonicalId}" has no binding${hint(canonicalId, known)}`;
}

/** Canonical ids that a code of this kind can lead to. */
export function targetsOf(pack: SitePack, domain: CrosswalkRow['domain']): string[] {
  const bound = pack.bindings.filter((binding) => binding.domain === domain).map((binding) => binding.canonicalId);
  return domain === 'equipment' ? [...bound, ...pack.equipment.map((machine) => machine.id)] : bound;
}

/** Two approved rows of one code that are valid on the same day and disagree. */
function overlaps(rows: readonly CrosswalkRow[]): PackProblem[] {
  return rows.flatMap((row, index) => {
    const earlier = rows.findIndex((other, place) => place < index && contradicts(row, other));
    return earlier < 0
      ? []
      : [problem(`crosswalk[${index}]`, `contradicts crosswalk[${earlier}]: same code, same days`)];
  });
}

function contradicts(one: CrosswalkRow, other: CrosswalkRow): boolean {
  const sameCode =
    one.domain === other.domain &&
    one.system === other.system &&
    normalised(one.localCode) === normalised(other.localCode);
  const bothApproved = one.status === 'approved' && other.status === 'approved';
  const apart =
    (one.validTo ?? '9999') < (other.validFrom ?? '0000') || (other.validTo ?? '9999') < (one.validFrom ?? '0000');
  return sameCode && bothApproved && !apart && one.canonicalId !== other.canonicalId;
}

function materialProblems(pack: SitePack): PackProblem[] {
  const seen = new Set<string>();
  return (pack.materials ?? []).flatMap((material, index) => {
    const found: PackProblem[] = [];
    if (seen.has(material.id)) found.push(problem(`materials[${index}].id`, `"${material.id}" is listed twice`));
    if (!findUnit(material.uom)) {
      found.push(problem(`materials[${index}].uom`, `"${material.uom}" is no Rec 20 unit Plantwire knows`));
    }
    seen.add(material.id);
    return found;
  });
}
