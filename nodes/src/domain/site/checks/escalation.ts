/** Steps of the escalation ladders: their roles exist and can be reached. */
import type { SitePack } from '../pack.ts';
import { type PackProblem, problem } from '../problem.ts';

export function escalationProblems({ escalation = {}, roles = {} }: SitePack): readonly PackProblem[] {
  return Object.entries(escalation).flatMap(([ladder, steps]) =>
    steps.flatMap(({ role, channel }, index) => {
      const path = `escalation.${ladder}[${index}]`;
      const known = roles[role];
      if (!known) return [problem(`${path}.role`, `is no role of this pack: there ${knownRoles(roles)}`)];
      const isMute = channel === 'mail' && known.mail.length === 0;
      return isMute ? [problem(`${path}.channel`, `is mail, and the role ${role} has no mail address`)] : [];
    }),
  );
}

const knownRoles = (roles: NonNullable<SitePack['roles']>): string =>
  Object.keys(roles).length === 0 ? 'are none' : `are ${Object.keys(roles).join(', ')}`;
