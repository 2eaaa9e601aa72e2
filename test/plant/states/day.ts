/** A day of machines that run, wait for material, stop for a moment and break down: what every hour of each holds. */
import { plantEvent } from '../senders/event.ts';

export interface DayOptions {
  readonly run: string;
  readonly enterprise: string;
  readonly site: string;
  /** Lines and units below the site, such as `PRESS/P1`. */
  readonly machines: readonly string[];
  readonly startMs: number;
}

export interface StateChange {
  readonly id: string;
  readonly machine: string;
  readonly atMs: number;
  readonly state: string;
  /** Code of the machine's own table. */
  readonly reason?: string;
}

const HOUR_MS = 3_600_000;
const APART_MS = 7 * 60_000;
const HOUR: readonly { readonly minute: number; readonly state: string; readonly reason?: string }[] = [
  { minute: 0, state: 'Execute' },
  { minute: 12, state: 'Held', reason: '17' },
  { minute: 19, state: 'Execute' },
  { minute: 31, state: 'Suspended' },
  { minute: 31.5, state: 'Execute' },
  { minute: 44, state: 'Aborted', reason: '21' },
];

/** The number-th change; machines take turns, each in the order of its time. */
export function changeAt({ run, machines, startMs }: DayOptions, number: number): StateChange {
  const index = number % machines.length;
  const turn = Math.floor(number / machines.length);
  const { minute, state, reason } = HOUR[turn % HOUR.length] as (typeof HOUR)[number];
  const hour = Math.floor(turn / HOUR.length);
  return {
    id: `${run}-${number}`,
    machine: machines[index] ?? '',
    atMs: startMs + index * APART_MS + hour * HOUR_MS + minute * 60_000,
    state,
    ...(reason === undefined ? {} : { reason }),
  };
}

/** The change as a SCADA tells it. */
export function eventOf(options: DayOptions, change: StateChange): Readonly<Record<string, unknown>> {
  const { enterprise, site } = options;
  const time = new Date(change.atMs).toISOString();
  return plantEvent(options, 'scada', {
    id: change.id,
    name: 'equipment.state.changed',
    at: time,
    data: {
      equipmentId: `${enterprise}/${site}/${change.machine}`,
      stateModel: 'packml',
      toState: change.state,
      changedAt: time,
      ...(change.reason === undefined ? {} : { stopReason: { code: change.reason, scheme: 'plc' } }),
    },
  });
}

export const topicOf = ({ enterprise, site }: DayOptions, { machine }: StateChange): string =>
  `mfg/v1/${enterprise}/${site}/${machine}/_event/equipment/state/changed`;
