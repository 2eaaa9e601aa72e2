/** Plain JSON → a site pack that can be used, or every problem of it at once. */
import { codeProblems } from './checks/codes.ts';
import { downtimeProblems } from './checks/downtime.ts';
import { equipmentProblems } from './checks/equipment.ts';
import { escalationProblems } from './checks/escalation.ts';
import { plantProblems } from './checks/plant.ts';
import { reconciliationProblems } from './checks/reconciliation.ts';
import { type SitePack, sitePackSchema } from './pack.ts';
import type { PackProblem } from './problem.ts';
import { schemaProblems } from './schema-problems.ts';

export interface CheckedPack {
  /** Absent when there is an error among the problems. */
  readonly pack?: SitePack;
  readonly problems: readonly PackProblem[];
}

export function checkPack(input: unknown): CheckedPack {
  const parsed = sitePackSchema.safeParse(input);
  if (!parsed.success) return { problems: schemaProblems(sitePackSchema, parsed.error, input) };
  const problems = crossProblems(parsed.data);
  return problems.some((found) => found.severity === 'error') ? { problems } : { pack: parsed.data, problems };
}

/** Problems between parts of a pack whose parts are each well formed. */
export function crossProblems(pack: SitePack): readonly PackProblem[] {
  return [
    ...plantProblems(pack),
    ...equipmentProblems(pack),
    ...codeProblems(pack),
    ...downtimeProblems(pack),
    ...escalationProblems(pack),
    ...reconciliationProblems(pack),
  ];
}
