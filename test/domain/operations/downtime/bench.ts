/** A line of machines, its states and reasons in one line each, and the rows that Odoo would show in the end. */
import { buildEvent } from '../../../../nodes/src/domain/canonical/build.ts';
import type { EventData, EventName } from '../../../../nodes/src/domain/canonical/registry.ts';
import type { Envelope } from '../../../../nodes/src/domain/envelope.ts';
import type { CounterState } from '../../../../nodes/src/domain/journal.ts';
import { type DowntimeStep, take, tick } from '../../../../nodes/src/domain/operations/downtime/chain.ts';
import type { DowntimePlan } from '../../../../nodes/src/domain/operations/downtime/scenes.ts';
import { downtimeSchema } from '../../../../nodes/src/domain/operations/downtime/settings.ts';
import { type DowntimeState, emptyState, restore } from '../../../../nodes/src/domain/operations/downtime/state.ts';
import { siteResource } from '../../../../nodes/src/domain/site/resource.ts';
import { demoPlant, hash } from '../../mapping/plant.ts';

/** In the morning shift of the demo plant, which ends at 14:00 local time: at minute 300. */
export const T0 = Date.parse('2026-11-20T08:00:00.000Z');
export const SHIFT_END = 300 * 60;
export const LINE = 'ACME/MUC1/PACK/L3';
export const FILL = `${LINE}/FILL`;
export const CAP = `${LINE}/CAP`;
export const PACK = `${LINE}/PACK`;
export const at = (second: number): string => new Date(T0 + Math.round(second * 1_000)).toISOString();

export const SETTINGS = {
  reasons: [
    { code: 'BREAKDOWN' },
    { code: 'NO-MATERIAL' },
    { code: 'CLEANING', category: 'planned', timeElement: 'APMT' },
    { code: 'STARVED', follows: 'upstream' },
    { code: 'BLOCKED', follows: 'downstream' },
  ],
  microstop: 'MICROSTOP',
  states: [{ model: 'packml', mode: 'Maintenance', is: 'planned', reason: 'CLEANING' }],
  lines: [{ line: LINE, order: [FILL, CAP, PACK] }],
};

export function planOf(settings: object = {}): DowntimePlan {
  const site = siteResource(demoPlant());
  return { settings: downtimeSchema.parse({ ...SETTINGS, ...settings }), site, hash, reportsShifts: true };
}

let serial = 0;

export function event<N extends EventName>(name: N, second: number, data: EventData<N>, more: object = {}): Envelope {
  serial += 1;
  const attributes = {
    ...{ enterprise: 'ACME', site: 'MUC1', system: 'scada-muc1', time: at(second), recordedtime: at(second) },
    timequality: 'synced' as const,
    sequence: { epoch: 1, counter: serial },
    ...more,
  };
  const built = buildEvent(name, data, attributes, hash);
  if (!built.ok) throw new Error(built.failure.reason);
  return built.value;
}

/** `Execute` runs, every other word stands still; `why` is the code that the machine names. */
export function state(equipmentId: string, second: number, toState: string, why?: string, more: object = {}): Envelope {
  const stopReason = why === undefined ? {} : { stopReason: { code: why, scheme: 'plc' } };
  const data = { equipmentId, stateModel: 'packml' as const, toState, changedAt: at(second), ...stopReason, ...more };
  return event('equipment.state.changed', second, data);
}

/** At `decided` a person names the reason of what stood still at `second`. */
export function reason(equipmentId: string, second: number, code: string, decided: number): Envelope {
  const data = { equipmentId, at: at(second), classifiedAt: at(decided), reason: { code, scheme: 'site' } };
  return event('equipment.downtime.classified', decided, { ...data, personId: 'p:7f3c' });
}

type Data = Readonly<Record<string, unknown>>;
export interface Row {
  readonly equipmentId: string;
  readonly from: number;
  readonly to: number | undefined;
  readonly reason: string;
  readonly category: string;
  readonly partOf?: number;
  readonly causedBy?: string;
}

/** Of our own events, which are checked when they are built. */
export const dataOf = (all: readonly Envelope[]): { readonly type: string; readonly data: Data }[] =>
  all.map(({ type, data }) => ({ type, data: data as Data }));

const second = (text: unknown): number | undefined =>
  typeof text === 'string' ? (Date.parse(text) - T0) / 1_000 : undefined;

/** The chain with its journal: every step goes through JSON, as rows. */
export class DowntimeBench {
  readonly stops: Envelope[] = [];
  readonly shifts: Envelope[] = [];
  readonly notices: Envelope[] = [];
  readonly refused: string[] = [];
  readonly plan: DowntimePlan;
  readonly #journal = new Map<string, CounterState>();
  memory: DowntimeState = emptyState;

  constructor(plan: DowntimePlan = planOf()) {
    this.plan = plan;
  }

  take(nowSecond: number, ...events: readonly Envelope[]): this {
    return this.#keep(take(this.plan, this.memory, events, T0 + nowSecond * 1_000));
  }

  tick(nowSecond: number): this {
    return this.#keep(tick(this.plan, this.memory, 'all', T0 + nowSecond * 1_000));
  }

  restart(): this {
    this.memory = restore([...this.#journal.values()]);
    return this;
  }

  /** Latest revision of every standstill, without those that were withdrawn. */
  rows(): Row[] {
    const latest = this.#latest(this.stops, 'equipment.downtime.recorded', 'start');
    return latest
      .filter(({ start, end }) => start !== end)
      .map((data) => ({
        equipmentId: String(data['equipmentId']),
        from: second(data['start']) ?? Number.NaN,
        to: second(data['end']),
        reason: (data['reason'] as { code: string }).code,
        category: String(data['category']),
        ...(data['partOf'] === undefined ? {} : { partOf: second(data['partOf']) ?? Number.NaN }),
        ...(data['causedBy'] === undefined
          ? {}
          : { causedBy: (data['causedBy'] as { equipmentId: string }).equipmentId }),
      }))
      .sort((one, other) => one.equipmentId.localeCompare(other.equipmentId) || one.from - other.from);
  }

  microstops(): Data[] {
    return this.#latest(this.stops, 'equipment.microstops.reported', 'interval');
  }

  timeUse(): Data[] {
    return this.#latest(this.shifts, 'equipment.timeuse.reported', 'interval');
  }

  #latest(all: readonly Envelope[], name: string, by: string): Data[] {
    const latest = new Map<string, Data>();
    for (const { type, data } of dataOf(all)) {
      if (type !== `mfg.${name}.v1`) continue;
      const { revision } = data as { revision: number };
      const key = JSON.stringify([data['equipmentId'], data[by]]);
      const before = latest.get(key)?.['revision'];
      if (revision !== (typeof before === 'number' ? before + 1 : 1)) throw new Error(`revision ${revision} of ${key}`);
      latest.set(key, data);
    }
    return [...latest.values()];
  }

  #keep(step: DowntimeStep): this {
    for (const row of step.rows) this.#journal.set(row.tag, JSON.parse(JSON.stringify(row)));
    this.memory = step.state;
    this.stops.push(...step.stops);
    this.shifts.push(...step.shifts);
    this.notices.push(...step.notices);
    this.refused.push(...[...step.refused.values()].map(({ code }) => code));
    return this;
  }
}
