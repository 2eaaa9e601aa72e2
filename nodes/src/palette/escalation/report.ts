/** Status line: how many nobody has answered, and the one that climbed highest. */
import type { Failure } from '../../domain/failure.ts';
import type { Matter } from '../../domain/quality/escalation/matter.ts';
import type { StatusReport } from '../../host/node.ts';

export const TELLS_NOBODY: StatusReport = { health: 'degraded', text: 'the site pack has no escalation' };

export function reportOf(open: readonly Matter[], trouble: Failure | undefined): StatusReport {
  if (trouble) return { health: 'failed', text: trouble.reason };
  const [highest] = [...open].sort((one, other) => other.told - one.told);
  if (!highest) return { health: 'idle', text: 'everything is answered' };
  const text = `${open.length} unanswered; ${highest.subject}: step ${highest.told}`;
  return { health: highest.told > 1 ? 'degraded' : 'ok', text };
}
