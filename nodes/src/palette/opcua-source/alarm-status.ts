/** Status line of watched alarms: green when the server has told which are active, and what it tells is taken. */
import type { Failure } from '../../domain/failure.ts';
import type { FeedHealth } from '../../domain/plant/tag-feed.ts';
import type { StatusReport } from '../../host/node.ts';
import { connectionReport } from './freshness.ts';

export interface AlarmView {
  readonly health: FeedHealth;
  /** Why the journal cannot store. */
  readonly trouble: Failure | undefined;
  /** Status code by which the server refuses to let us watch, or to tell again. */
  readonly refused: string | undefined;
  readonly waiting: { readonly count: number; readonly oldestMs: number };
  /** The server has told everything that is active. */
  readonly isCurrent: boolean;
  readonly active: number;
}

const STUCK_MS = 30_000;

export function alarmReport({ health, trouble, refused, waiting, isCurrent, active }: AlarmView): StatusReport {
  if (trouble) return { health: 'failed', text: trouble.reason };
  const connection = connectionReport(health);
  if (connection) return connection;
  if (waiting.oldestMs > STUCK_MS) return { health: 'degraded', text: `${waiting.count} not taken by the flow` };
  if (refused !== undefined) return { health: 'degraded', text: `active alarms not told: ${refused}` };
  if (!isCurrent) return { health: 'waiting', text: 'asks which alarms are active' };
  return { health: 'ok', text: active === 1 ? '1 alarm active' : `${active} alarms active` };
}

const WORST = ['failed', 'degraded', 'waiting', 'ok', 'idle'] as const;

/** Of both, the one that needs somebody; both where nobody is needed. */
export function worse(values: StatusReport, alarms: StatusReport): StatusReport {
  const [first, second] = [values, alarms].map(({ health }) => WORST.indexOf(health));
  const isFine = (report: StatusReport): boolean => report.health === 'ok' || report.health === 'idle';
  if (isFine(values) && isFine(alarms)) return { health: values.health, text: `${values.text}, ${alarms.text}` };
  return (first ?? 0) <= (second ?? 0) ? values : alarms;
}
