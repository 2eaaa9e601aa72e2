/** Status line while alarms are filtered: what became work in the last hour, and what was held back. */
import type { Failure } from '../../domain/failure.ts';
import type { AlarmState } from '../../domain/plant/alarms/state.ts';
import type { StatusReport } from '../../host/node.ts';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

export function reportOf(state: AlarmState, trouble: Failure | undefined): StatusReport {
  if (trouble) return { health: 'failed', text: trouble.reason };
  const lines = [...state.lines];
  const requests = sum(lines.map(([, { load }]) => load.requests));
  const held = sum(lines.flatMap(([, { load }]) => Object.values(load.silenced)));
  const text = `${requests} requests, ${held} held back`;
  const [flooded] = lines.find(([, line]) => line.flood !== undefined) ?? [];
  if (flooded !== undefined) return { health: 'degraded', text: `flood on ${flooded.split('/').at(-1)}: ${text}` };
  return { health: requests + held > 0 ? 'ok' : 'idle', text };
}
