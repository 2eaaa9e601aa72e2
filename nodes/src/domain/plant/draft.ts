/** One machine while a step is computed: replaced piece by piece, and what the step has to say so far. */

import type { LedgerStep } from '../journal.ts';
import type { Message } from '../message.ts';
import type { Machine } from './machine.ts';
import type { CompilerOptions, CounterPlan, MachinePlan } from './plan.ts';
import type { Position } from './position.ts';

/** Something a person should see, without a message of its own. */
export interface Note {
  readonly kind: 'counterReset' | 'jumpWithdrawn' | 'clockSetBack' | 'orderEndedEmpty';
  readonly on: string;
  readonly text: string;
}

export type Outgoing = LedgerStep['events'][number];

export interface Draft {
  machine: Machine;
  readonly plan: MachinePlan;
  readonly options: CompilerOptions;
  /** Our clock when the step is computed; becomes `recordedtime`. */
  readonly nowMs: number;
  /** Longest time a change of a good tag goes unnoticed; absent for polled sources. */
  readonly observedMs?: number | undefined;
  /** Events and, with `failure` set, what is put aside for a person; in this order. */
  readonly messages: { eventId: string; message: Message }[];
  readonly segments: LedgerStep['segments'][number][];
  readonly notes: Note[];
}

export function put(draft: Draft, counter: CounterPlan, position: Position): void {
  draft.machine = { ...draft.machine, counters: { ...draft.machine.counters, [counter.id]: position } };
}

export function positionOf(draft: Draft, counter: CounterPlan): Position | undefined {
  return draft.machine.counters[counter.id];
}

export const iso = (ms: number): string => new Date(ms).toISOString();
