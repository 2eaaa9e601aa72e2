/** Status line: how many wait, and who has not answered in time. */
import type { Standing } from '../../domain/acknowledgement/standing.ts';
import type { Failure } from '../../domain/failure.ts';
import type { StatusReport } from '../../host/node.ts';

export interface Open {
  readonly subject: string;
  readonly standing: Standing;
}

export function reportOf(open: readonly Open[], trouble: Failure | undefined): StatusReport {
  if (trouble) return { health: 'failed', text: trouble.reason };
  const late = open.filter(({ standing }) => standing === 'late' || standing === 'escalated');
  const waiting = open.length - late.length;
  const [first] = late;
  if (first) {
    const more = late.length > 1 ? ` and ${late.length - 1} more` : '';
    return { health: 'degraded', text: `late: ${first.subject}${more}; ${waiting} wait` };
  }
  return waiting > 0 ? { health: 'ok', text: `${waiting} wait` } : { health: 'idle', text: 'everything is answered' };
}
