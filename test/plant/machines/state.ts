/** The plant as plain data: what a restart of the simulator needs to go on. */
import type { Counter, PlannedOrder, Truth } from './order.ts';

export type Phase = 'idle' | 'setup' | 'running' | 'changeover' | 'complete';

export interface MachineState {
  readonly registers: Readonly<Record<Counter, number>>;
  /** Absent when only the registers survive: a machine without its orders. */
  readonly work?: {
    readonly phase: Phase;
    readonly queue: readonly PlannedOrder[];
    readonly current?: PlannedOrder;
    readonly truth?: Truth;
    readonly panel: readonly [lot: string, componentLot: string, reason: string];
    readonly pieces: number;
    readonly scansLeft: number;
  };
}

export interface PlantState {
  readonly machines: Readonly<Record<string, MachineState>>;
  readonly meter: { readonly energyWh: number; readonly pieces: number };
}
