/** Status line of a counter: counts per minute, what is held, and what is missing. */

import { Decimal } from 'decimal.js';
import type { CompilerState } from '../../domain/plant/counter.ts';
import type { Plan } from '../../domain/plant/plan.ts';
import type { StatusReport } from '../../host/node.ts';

const MINUTE_MS = 60_000;

export class Activity {
  #counted: { readonly ms: number; readonly counts: number }[] = [];
  #heardMs = 0;

  heard(nowMs: number): void {
    this.#heardMs = nowMs;
  }

  /** Counts between two states; an epoch that began anew counts from its start. */
  note(before: CompilerState, after: CompilerState, nowMs: number): void {
    let counts = 0;
    for (const [id, machine] of Object.entries(after)) {
      for (const [name, position] of Object.entries(machine.counters)) {
        const known = before[id]?.counters[name];
        if (known && known.epoch === position.epoch)
          counts += new Decimal(position.total).minus(known.total).toNumber();
      }
    }
    if (counts > 0) this.#counted.push({ ms: nowMs, counts });
  }

  report(plan: Plan, state: CompilerState, missing: readonly string[], nowMs: number): StatusReport {
    this.#counted = this.#counted.filter(({ ms }) => ms > nowMs - MINUTE_MS);
    const perMinute = this.#counted.reduce((sum, { counts }) => sum + counts, 0);
    const positions = plan.machines.flatMap(({ equipment }) => Object.values(state[equipment.id]?.counters ?? {}));
    const held = positions.filter((position) => position.held).length;
    if (missing[0] !== undefined) return { health: 'degraded', text: `waits for ${missing[0]}` };
    if (this.#heardMs === 0) return { health: 'waiting', text: 'no sample yet' };
    if (held > 0) return { health: 'degraded', text: `${perMinute}/min, ${held} held` };
    return { health: perMinute > 0 ? 'ok' : 'idle', text: `${perMinute}/min` };
  }
}
