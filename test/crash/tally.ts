/** Counts what was done to the process and to Odoo, for the report. */

import { POINTS, type Point } from '../plant/faults/points.ts';
import type { Life } from './life.ts';
import type { Death } from './plan.ts';
import type { Trouble } from './trouble.ts';

export interface Report {
  readonly kills: number;
  /** Kills by point; `random` ones and those whose point was not reached in time. */
  readonly points: Readonly<Record<Point, number>>;
  readonly random: number;
  readonly notReached: Readonly<Partial<Record<Point, number>>>;
  readonly troubles: Readonly<Record<string, number>>;
  readonly lostAnswers: number;
  readonly seconds: number;
}

export class Tally {
  #last = '';
  #random = 0;
  #lostAnswers = 0;
  readonly #points = new Map<Point, number>();
  readonly #notReached = new Map<Point, number>();
  readonly #troubles = new Map<string, number>();

  get last(): string {
    return this.#last;
  }

  death(death: Death, isReached: boolean, life: Life): void {
    this.#last =
      death.kind === 'random' ? `killed after ${death.afterMs} ms` : `killed at ${death.point} (${death.nth})`;
    if (!isReached) this.#last = `${this.#last}: not reached in time, killed all the same`;
    if (!life.hasStarted()) this.#last = `${this.#last}, while starting`;
    if (death.kind === 'random') this.#random += 1;
    else {
      const counts = isReached ? this.#points : this.#notReached;
      counts.set(death.point, (counts.get(death.point) ?? 0) + 1);
      if (death.point === 'erp.done' && isReached) this.#lostAnswers += 1;
    }
  }

  /** Whether a life has ended at the point. */
  isReached(point: Point): boolean {
    return this.#points.has(point);
  }

  trouble({ name, isLostAnswer }: Trouble): void {
    this.#troubles.set(name, (this.#troubles.get(name) ?? 0) + 1);
    if (isLostAnswer) this.#lostAnswers += 1;
  }

  disaster(name: string): void {
    this.#troubles.set(name, (this.#troubles.get(name) ?? 0) + 1);
  }

  report(seconds: number): Report {
    const sum = (counts: ReadonlyMap<string, number>): number =>
      [...counts.values()].reduce((all, one) => all + one, 0);
    const all = Object.keys(POINTS) as Point[];
    return {
      kills: sum(this.#points) + sum(this.#notReached) + this.#random,
      points: Object.fromEntries(all.map((point) => [point, this.#points.get(point) ?? 0])) as Report['points'],
      random: this.#random,
      notReached: Object.fromEntries(this.#notReached),
      troubles: Object.fromEntries(this.#troubles),
      lostAnswers: this.#lostAnswers,
      seconds: Math.round(seconds),
    };
  }
}
