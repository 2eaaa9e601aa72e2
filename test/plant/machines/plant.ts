/** The simulated plant: machines, an energy meter and the scan that drives them. Protocol servers listen to it. */
import { Machine } from './machine.ts';
import type { Change, PlannedOrder, Truth } from './order.ts';
import type { PlantState } from './state.ts';

/** Changes of one scan share one stamp; stamps never repeat. */
export type PlantListener = (machine: string, changes: readonly Change[], stampMs: number) => void;

export interface PlantOptions {
  /** Pieces per second and machine are multiplied by this. */
  readonly speed?: number;
  readonly scanMs?: number;
  readonly startAt?: number;
}

/** Pieces per second at speed 1. */
const MACHINES = [
  ['Press1', 2],
  ['Press2', 1.5],
  ['Filler', 3],
] as const;

export class Plant {
  readonly machines: readonly Machine[];
  /** Watt-hours and pieces of the Modbus meter. */
  readonly meter = { energyWh: 120_000, pieces: 0 };
  /** How far the clock behind the stamps is ahead of ours; it may go back. */
  clockAheadMs = 0;
  readonly #listeners = new Set<PlantListener>();
  readonly #scanMs: number;
  #timer: NodeJS.Timeout | undefined;
  #scannedAt = 0;
  #stamp = 0;

  constructor(options: PlantOptions = {}) {
    const { speed = 1, scanMs = 100, startAt = 0 } = options;
    this.#scanMs = scanMs;
    this.machines = MACHINES.map(([name, rate]) => new Machine({ name, piecesPerSecond: rate * speed, startAt }));
  }

  start(): void {
    this.#scannedAt = Date.now();
    this.#timer = setInterval(() => this.#scan(), this.#scanMs);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  listen(listener: PlantListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  machine(name: string): Machine | undefined {
    return this.machines.find((machine) => machine.name === name);
  }

  /** Orders without a machine go to the one with the fewest waiting. */
  load(orders: readonly (PlannedOrder & { readonly machine?: string })[]): void {
    for (const order of orders) {
      const [idlest] = [...this.machines].sort((a, b) => a.report.waiting.length - b.report.waiting.length);
      (this.machine(order.machine ?? '') ?? idlest)?.load([order]);
    }
  }

  get state(): PlantState {
    return {
      machines: Object.fromEntries(this.machines.map((machine) => [machine.name, machine.state])),
      meter: { ...this.meter },
    };
  }

  restore({ machines, meter }: PlantState): void {
    for (const machine of this.machines) {
      const state = machines[machine.name];
      if (state) machine.restore(state);
    }
    Object.assign(this.meter, meter);
  }

  /** Orders the machine with the shortest list still has before it. */
  get fewestWaiting(): number {
    return Math.min(...this.machines.map((machine) => machine.report.waiting.length));
  }

  get truths(): readonly Truth[] {
    return this.machines.flatMap((machine) => machine.truths);
  }

  get isIdle(): boolean {
    return this.machines.every((machine) => machine.isIdle);
  }

  /** Tells the listeners; a later call has a later stamp even within one millisecond. */
  publish(machine: string, changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.#stamp = Math.max(Date.now(), this.#stamp + 1);
    for (const listener of this.#listeners) listener(machine, changes, this.#stamp + this.clockAheadMs);
  }

  #scan(): void {
    const now = Date.now();
    const elapsedMs = Math.min(now - this.#scannedAt, 1_000);
    this.#scannedAt = now;
    for (const machine of this.machines) {
      const changes = machine.scan(elapsedMs);
      this.publish(machine.name, changes);
      const pieces = changes.filter(({ tag }) => tag === 'GoodCount').length;
      this.meter.pieces = (this.meter.pieces + pieces) % 2 ** 32;
      this.meter.energyWh = (this.meter.energyWh + pieces * 3) % 2 ** 32;
    }
  }
}
