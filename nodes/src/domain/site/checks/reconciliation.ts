/** Tolerances belong to materials and classes that there are; the reason of adjustments is bound. */
import { hint } from '../nearest.ts';
import type { SitePack } from '../pack.ts';
import { type PackProblem, problem, warning } from '../problem.ts';

export function reconciliationProblems(pack: SitePack): readonly PackProblem[] {
  const { reconciliation, materials = [], bindings, crosswalk } = pack;
  if (!reconciliation) return [];
  const classes = new Set(materials.flatMap((material) => material.class ?? []));
  const bound = bindings.flatMap(({ domain, canonicalId }) => (domain === 'reason' ? [canonicalId] : []));
  const local = crosswalk.flatMap(({ domain, localCode }) => (domain === 'reason' ? [localCode] : []));
  const known = materials.map(({ id }) => id);
  const { reason } = reconciliation;
  return [
    ...(bound.includes(reason) || local.includes(reason)
      ? []
      : [problem('reconciliation.reason', `the reason "${reason}" has no binding${hint(reason, bound)}`)]),
    ...Object.keys(reconciliation.classes)
      .filter((name) => !classes.has(name))
      .map((name) => warning(`reconciliation.classes.${name}`, 'no material is of this class')),
    ...Object.keys(reconciliation.materials)
      .filter((id) => !known.includes(id))
      .map((id) => problem(`reconciliation.materials.${id}`, `there is no such material${hint(id, known)}`)),
  ];
}
