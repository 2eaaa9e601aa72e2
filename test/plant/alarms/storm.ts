/**
 * An alarm storm: machines whose conditions come and go far faster than anybody can act. Each asset has four conditions
 * of the demo plant's alarm list: one that chatters, one that is fleeting, one that stands, and one that asks nobody to
 * act. The same run and number is always the same change.
 */
import { plantEvent } from '../senders/event.ts';
export interface StormOptions {
  /** Prefix of the names of changes: those of two runs are different changes. */
  readonly run: string;
  readonly assets: number;
  /** Assets of one line. */
  readonly perLine: number;
  readonly perSecond: number;
  readonly startMs: number;
  readonly enterprise: string;
  readonly site: string;
}

export interface AlarmChange {
  readonly id: string;
  readonly condition: string;
  readonly asset: string;
  readonly line: string;
  readonly equipment: string;
  readonly transition: 'activated' | 'returned';
  readonly atMs: number;
}

const CONDITIONS = ['LEAK', 'FLICKER', 'TRIP', 'DOOR'] as const;
/** TRIP stands for so many rounds, then returns for as many. */
const TRIP_ROUNDS = 40;

export function changeAt(options: StormOptions, number: number): AlarmChange {
  const { assets, perLine, perSecond, startMs, enterprise, site, run } = options;
  const asset = number % assets;
  const round = Math.floor(number / assets);
  const kind = CONDITIONS[round % CONDITIONS.length] ?? 'LEAK';
  const turn = Math.floor(round / CONDITIONS.length);
  const line = `${enterprise}/${site}/PACK/L${Math.floor(asset / perLine) + 1}`;
  const isOn = kind === 'TRIP' ? Math.floor(turn / TRIP_ROUNDS) % 2 === 0 : turn % 2 === 0;
  return {
    id: `${run}-${number}`,
    condition: `${kind}.M${asset + 1}`,
    asset: `PA-${String(asset + 1).padStart(3, '0')}`,
    line,
    equipment: `${line}/M${asset + 1}`,
    transition: isOn ? 'activated' : 'returned',
    atMs: startMs + Math.floor((number * 1_000) / perSecond),
  };
}

/** The change as a source tells it: a CloudEvent without key, which the validator completes. */
export function eventOf(options: StormOptions, change: AlarmChange): Readonly<Record<string, unknown>> {
  const time = new Date(change.atMs).toISOString();
  const isOn = change.transition === 'activated';
  return plantEvent(options, 'scada', {
    id: change.id,
    name: 'equipment.condition.changed',
    at: time,
    data: {
      conditionId: change.condition,
      sourceEventId: change.id,
      conditionClass: 'Maintenance',
      equipmentId: change.equipment,
      physicalAssetId: change.asset,
      transition: change.transition,
      active: isOn,
      acked: false,
      severity: change.condition.startsWith('TRIP') ? 800 : 400,
      message: change.condition,
    },
  });
}
