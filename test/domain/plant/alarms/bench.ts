/** A site with alarms, and events of them written in one line each. */
import { createHash } from 'node:crypto';
import { buildEvent } from '../../../../nodes/src/domain/canonical/build.ts';
import type { Envelope } from '../../../../nodes/src/domain/envelope.ts';
import type { CounterState } from '../../../../nodes/src/domain/journal.ts';
import { type AlarmPlan, type AlarmStep, take, tick } from '../../../../nodes/src/domain/plant/alarms/chain.ts';
import type { Load } from '../../../../nodes/src/domain/plant/alarms/line.ts';
import { alarmList, alarmsSchema } from '../../../../nodes/src/domain/plant/alarms/list.ts';
import { type AlarmState, emptyState, restoreState } from '../../../../nodes/src/domain/plant/alarms/state.ts';

export const T0 = Date.parse('2026-11-20T08:00:00.000Z');
export const hash = (text: string): string =>
  createHash('sha256').update(text, 'utf8').digest('base64url').slice(0, 32);

export function planOf(alarms: unknown): AlarmPlan {
  const { list, limits } = alarmsSchema.parse(alarms);
  return { enterprise: 'ACME', site: 'MUC1', hash, limits, find: alarmList(list) };
}

let serial = 0;

/** `FILL.HOT` is on equipment `ACME/MUC1/PACK/L3/FILL`, unless `more` says otherwise. */
export function change(condition: string, transition: string, second: number, more: object = {}): Envelope {
  serial += 1;
  const time = new Date(T0 + second * 1_000).toISOString();
  const isOn = transition === 'activated';
  const data = {
    ...{ conditionId: condition, sourceEventId: `e${serial}`, conditionClass: 'Process', severity: 500 },
    ...{ equipmentId: `ACME/MUC1/PACK/L3/${condition.split('.')[0]}`, transition, active: isOn, acked: false },
    ...more,
  };
  const attributes = {
    ...{ enterprise: 'ACME', site: 'MUC1', system: 'scada', time, recordedtime: time },
    timequality: 'synced' as const,
    sequence: { epoch: 1, counter: serial },
  };
  const built = buildEvent('equipment.condition.changed', data as never, attributes, hash);
  if (!built.ok) throw new Error(built.failure.reason);
  return built.value;
}

/** The chain with its journal: every step goes through JSON, as rows. */
export class AlarmBench {
  readonly plan: AlarmPlan;
  readonly requests: { readonly second: number; readonly data: Record<string, unknown>; readonly key: string }[] = [];
  readonly notices: Envelope[] = [];
  readonly #rows = new Map<string, CounterState>();
  /** Loads that were told. */
  readonly #past: { readonly load: Load }[] = [];
  state: AlarmState = emptyState;

  constructor(plan: AlarmPlan) {
    this.plan = plan;
  }

  take(second: number, ...events: Envelope[]): this {
    return this.#keep(second, take(this.plan, this.state, events, T0 + second * 1_000));
  }

  tick(second: number): this {
    const nowMs = T0 + second * 1_000;
    this.#keepTold(nowMs);
    return this.#keep(second, tick(this.plan, this.state, nowMs));
  }

  restart(): this {
    this.state = restoreState([...this.#rows.values()]);
    return this;
  }

  /** Total of all hours, with what waits for its on-delay. */
  tally(): {
    activations: number;
    passed: number;
    requests: number;
    pending: number;
    silenced: Record<string, number>;
  } {
    const silenced: Record<string, number> = {};
    const sum = { activations: 0, passed: 0, requests: 0, pending: 0, silenced };
    for (const { load } of [...this.#past, ...this.state.lines.values()]) {
      sum.activations += load.activations;
      sum.passed += load.passed;
      sum.requests += load.requests;
      for (const [reason, count] of Object.entries(load.silenced)) silenced[reason] = (silenced[reason] ?? 0) + count;
    }
    for (const { condition } of this.state.conditions.values()) if (condition.alarm === 'pending') sum.pending += 1;
    return sum;
  }

  /** A load that is told begins anew. What it held then is what it would hold if it were not told: nothing is due at its start. */
  #keepTold(nowMs: number): void {
    const { lines } = this.state;
    const notDue = [...lines].map(
      ([name, line]) => [name, { ...line, load: { ...line.load, startMs: nowMs } }] as const,
    );
    const untold = tick(this.plan, { ...this.state, lines: new Map(notDue) }, nowMs).state;
    const after = tick(this.plan, this.state, nowMs).state;
    for (const [name, line] of after.lines) {
      const isTold = lines.has(name) && lines.get(name)?.load.startMs !== line.load.startMs;
      const held = untold.lines.get(name);
      if (isTold && held) this.#past.push({ load: held.load });
    }
  }

  #keep(second: number, step: AlarmStep): this {
    for (const row of step.rows) this.#rows.set(row.tag, JSON.parse(JSON.stringify(row)));
    this.state = step.state;
    for (const event of step.requests)
      this.requests.push({ second, data: event.data as Record<string, unknown>, key: event.idempotencykey ?? '' });
    this.notices.push(...step.notices);
    return this;
  }
}
