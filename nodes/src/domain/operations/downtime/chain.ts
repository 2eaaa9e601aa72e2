/**
 * From states and reasons to booked standstills. Pure: events and what is remembered in; new memory and events out.
 * Everything is computed anew from the samples and compared with what was said before, so late, repeated and reordered
 * input ends in the same rows as if it had come in order.
 */
import { buildEvent } from '../../canonical/build.ts';
import { type EventData, type EventName, events, eventType } from '../../canonical/registry.ts';
import type { Envelope } from '../../envelope.ts';
import type { Failure } from '../../failure.ts';
import type { CounterState } from '../../journal.ts';
import { desired, durationText, iso, type Scene, type STOP, TIMEUSE, unclassifiedOf } from './desired.ts';
import { nextDue } from './due.ts';
import { withReason, withSample } from './input.ts';
import { prune } from './runs.ts';
import { DAY_MS, type DowntimePlan, horizonOf, linesOf, scenesOf } from './scenes.ts';
import { type LineRule, ruleFor } from './settings.ts';
import { type DowntimeState, type Machine, newMachine, rowsBetween } from './state.ts';
import { news } from './told.ts';

export interface DowntimeStep {
  readonly state: DowntimeState;
  readonly rows: readonly CounterState[];
  readonly stops: readonly Envelope[];
  readonly shifts: readonly Envelope[];
  readonly notices: readonly Envelope[];
  readonly refused: ReadonlyMap<Envelope, Failure>;
  /** When each line that was looked at wants to be looked at again. */
  readonly due: ReadonlyMap<string, number>;
}

const STATE_TYPE = eventType(events['equipment.state.changed']);
export function take(
  plan: DowntimePlan,
  state: DowntimeState,
  batch: readonly Envelope[],
  nowMs: number,
): DowntimeStep {
  const step = new Step(plan, state, nowMs);
  const reading = { settings: plan.settings, site: plan.site, horizonMs: step.horizonMs };
  const touched = new Set<string>();
  for (const event of batch) {
    const { equipmentId } = event.data as { equipmentId: string };
    const machine = step.machines.get(equipmentId) ?? newMachine;
    const next = event.type === STATE_TYPE ? withSample(machine, event, reading) : withReason(machine, event, reading);
    if (!next.ok) step.refused.set(event, next.failure);
    else if (next.value !== machine) {
      step.machines.set(equipmentId, next.value);
      touched.add(ruleFor(plan.settings, equipmentId).line);
    }
  }
  for (const line of touched) step.look(line);
  return step.done();
}

/** Time passes: what is young becomes a standstill, shifts end, sources fall silent, reasons are missing for too long. */
export function tick(
  plan: DowntimePlan,
  state: DowntimeState,
  lines: ReadonlySet<string> | 'all',
  nowMs: number,
): DowntimeStep {
  const step = new Step(plan, state, nowMs);
  for (const line of linesOf(plan, state)) if (lines === 'all' || lines.has(line)) step.look(line);
  return step.done();
}

class Step {
  readonly machines: Map<string, Machine>;
  readonly refused = new Map<Envelope, Failure>();
  readonly horizonMs: number;
  readonly #plan: DowntimePlan;
  readonly #before: DowntimeState;
  readonly #nowMs: number;
  readonly #due = new Map<string, number>();
  readonly #out: Record<'stops' | 'shifts' | 'notices', Envelope[]> = { stops: [], shifts: [], notices: [] };
  #sequence: number;

  constructor(plan: DowntimePlan, state: DowntimeState, nowMs: number) {
    this.#plan = plan;
    this.#before = state;
    this.#nowMs = nowMs;
    this.#sequence = state.sequence;
    this.machines = new Map(state.machines);
    this.horizonMs = horizonOf(plan, nowMs);
  }

  done(): DowntimeStep {
    const state = { machines: this.machines, sequence: this.#sequence };
    const rows = rowsBetween(this.#before, state, this.#nowMs);
    return { state, rows, ...this.#out, refused: this.refused, due: this.#due };
  }

  look(line: string): void {
    const now = { machines: this.machines, sequence: this.#sequence };
    const scenes = scenesOf(this.#plan, now, line, this.#nowMs);
    for (const scene of scenes) this.#tell(scene);
    this.#due.set(line, Math.min(...scenes.map((scene) => nextDue(scene, this.machines.get(scene.equipmentId)))));
  }

  #tell(scene: Scene): void {
    const machine = this.machines.get(scene.equipmentId);
    if (!machine) return;
    const wanted = desired(scene).filter(({ name }) => name !== TIMEUSE || this.#plan.reportsShifts);
    const told = news(machine.tellings, wanted, scene.fromMs);
    for (const { told: saying } of told) {
      const event = this.#event(saying.name, { ...saying.data, revision: saying.revision } as EventData<typeof STOP>);
      this.#out[saying.name === TIMEUSE ? 'shifts' : 'stops'].push(event);
    }
    const asked = this.#ask(scene, machine);
    const kept = this.#forget(machine, scene.rule);
    if (told.length === 0 && asked.length === 0 && kept === machine) return;
    this.machines.set(scene.equipmentId, {
      ...kept,
      tellings: told.length === 0 ? kept.tellings : new Map([...kept.tellings, ...told.map(entryOf)]),
      asked: asked.length === 0 ? kept.asked : [...kept.asked, ...asked],
    });
  }

  #ask(scene: Scene, { asked }: Machine): number[] {
    const overdue = unclassifiedOf(scene).filter(
      ({ fromMs }) => this.#nowMs - fromMs >= scene.rule.unclassifiedMs && !asked.includes(fromMs),
    );
    for (const { fromMs, toMs, named } of overdue) {
      const event = this.#event('equipment.downtime.unclassified', {
        ...{ equipmentId: scene.equipmentId, start: iso(fromMs) },
        ...(toMs === undefined ? {} : { end: iso(toMs) }),
        age: durationText(this.#nowMs - fromMs),
        ...(named === undefined ? {} : { named }),
        shiftId: scene.calendar.at(fromMs).shiftId,
      });
      this.#out.notices.push(event);
    }
    return overdue.map(({ fromMs }) => fromMs);
  }

  /** Half a day at once, so that a machine is not rewritten with every tick. */
  #forget(machine: Machine, rule: LineRule): Machine {
    const { horizonMs } = this;
    const [first] = machine.samples;
    const isOld = (first?.base?.heardMs ?? first?.atMs ?? horizonMs) < horizonMs - DAY_MS / 2;
    if (!isOld) return machine;
    const samples = prune(machine.samples, rule, horizonMs);
    // A standstill that reaches into what is kept needs its reason as long.
    const sinceMs = Math.min(horizonMs, samples[0]?.atMs ?? horizonMs);
    return {
      samples,
      entries: machine.entries.filter(({ atMs }) => atMs >= sinceMs),
      tellings: new Map([...machine.tellings].filter(([, { startMs }]) => startMs >= horizonMs)),
      asked: machine.asked.filter((startMs) => startMs >= horizonMs),
    };
  }

  /** Our own data: what breaks the contract is a bug of ours, not of the plant. */
  #event<N extends EventName>(name: N, data: EventData<N>): Envelope {
    const { enterprise, site } = this.#plan.site.pack;
    this.#sequence += 1;
    const built = buildEvent(
      name,
      data,
      {
        ...{ enterprise, site, system: 'downtime', originsystem: `scada-${site.toLowerCase()}` },
        ...{ time: iso(this.#nowMs), recordedtime: iso(this.#nowMs), timequality: 'synced' },
        sequence: { epoch: 1, counter: this.#sequence },
      },
      this.#plan.hash,
    );
    if (!built.ok) throw new Error(`${name}: ${built.failure.reason}`);
    return built.value;
  }
}

const entryOf = ({ key, told }: ReturnType<typeof news>[number]) => [key, told] as const;
