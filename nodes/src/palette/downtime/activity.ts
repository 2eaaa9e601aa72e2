/** Status line: how many machines are heard of, and how many standstills nobody explained. */
import type { Failure } from '../../domain/failure.ts';
import type { StatusReport } from '../../host/node.ts';

export function reportOf(unexplained: number, machines: number, trouble: Failure | undefined): StatusReport {
  if (trouble) return { health: 'failed', text: trouble.reason };
  if (machines === 0) return { health: 'idle', text: 'no machine heard of yet' };
  return { health: 'ok', text: `${machines} machines, ${unexplained} standstills unexplained` };
}
