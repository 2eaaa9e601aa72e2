/** Status line: what waits, else what the last comparison came to. */
import type { Failure } from '../../domain/failure.ts';
import type { Memory } from '../../domain/reconciliation/memory.ts';
import type { StatusReport } from '../../host/node.ts';

export function reportOf({ waiting, scopes }: Memory, trouble: Failure | undefined): StatusReport {
  const [first] = waiting.values();
  if (trouble) return { health: first ? 'degraded' : 'failed', text: trouble.reason };
  if (first) return { health: 'waiting', text: `${first.scope}: waits for what is on its way` };
  const standings = [...scopes.values()].flatMap((scope) => scope.standings);
  const proposed = standings.filter(({ proposal }) => proposal !== undefined).length;
  if (scopes.size === 0) return { health: 'idle', text: 'no snapshot yet' };
  return { health: 'ok', text: `${standings.length} differences, ${proposed} proposed` };
}
