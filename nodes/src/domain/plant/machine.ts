/** Where one machine stands: its counters, what it works on, and samples that wait for older ones. Plain JSON. */
import type { CounterState } from '../journal.ts';
import type { Sample } from '../ports.ts';
import type { Period } from './history.ts';
import type { CounterPlan, MachinePlan } from './plan.ts';
import { fromCounterState, type Position, type Snapshot, toCounterState } from './position.ts';
import type { StampClock } from './sample.ts';

export interface ContextValue {
  readonly value: string;
  readonly atMs: number;
  /** Values already seen with this very stamp; a coarse clock stamps several changes alike. */
  readonly seen: readonly string[];
  /** Status while the source does not vouch for the value. */
  readonly held?: string | undefined;
  /** A change stamped before `atMs`: late, or the source set its clock back. */
  readonly late?: { readonly value: string; readonly atMs: number } | undefined;
  /** What it said before, `value` included. */
  readonly past?: readonly Period[] | undefined;
}

export interface Order {
  readonly name: string;
  readonly sinceMs: number;
  readonly ended: boolean;
  /** Quantity by `good`, `scrap`, `byproduct:<material>`, `consumed:<material>`. */
  readonly totals: Readonly<Record<string, string>>;
}

export interface Pending {
  readonly sample: Sample;
  /** Stamp of a count; of a change of context the end of its cycle (`holdsFrom`). */
  readonly ms: number;
  /** Place in line; `ms` except behind a break of its own tag. */
  readonly turnMs: number;
  readonly clock: StampClock;
  readonly arrivedMs: number;
  /** Longest time a change of the tag could go unnoticed when the sample was taken; absent for polled sources. */
  readonly observedMs?: number | undefined;
}

export interface Machine {
  readonly counters: Readonly<Record<string, Position>>;
  readonly context: Readonly<Record<string, ContextValue>>;
  readonly order?: Order | undefined;
  /** Closing reports made so far, by order. */
  readonly closes: Readonly<Record<string, number>>;
  /** Stamp of the last sample refused for its value, by tag. */
  readonly refused: Readonly<Record<string, number>>;
  /** Events made so far. */
  readonly sequence: number;
  readonly pending: readonly Pending[];
  /** Newest stamp seen. */
  readonly latestMs: number;
  /** After a pause of our own: samples that were waiting go on waiting until the source speaks again. */
  readonly asleep?: true | undefined;
}

export const newMachine: Machine = {
  counters: {},
  context: {},
  closes: {},
  refused: {},
  sequence: 0,
  pending: [],
  latestMs: 0,
};

/** What counts of this counter belong to right now. */
export function snapshotOf(machine: Machine, plan: MachinePlan, counter: CounterPlan): Snapshot {
  const text = (tag: string | undefined): string => (tag === undefined ? '' : (machine.context[tag]?.value ?? ''));
  const { material } = plan.equipment;
  return {
    order: machine.order && !machine.order.ended ? machine.order.name : '',
    lot: text(counter.lotTag),
    material: counter.definition.material ?? material.fixed ?? text(material.tag),
    reason: counter.definition.reason ?? text(counter.reasonTag),
  };
}

export function sameSnapshot(a: Snapshot, b: Snapshot): boolean {
  return a.order === b.order && a.lot === b.lot && a.material === b.material && a.reason === b.reason;
}

/** Name of the ledger row that holds a machine's context; no tag starts with a blank. */
const rowOf = (plan: MachinePlan): string => ` ${plan.equipment.id}`;

export function toLedgerRows(machine: Machine, plan: MachinePlan): readonly CounterState[] {
  const { counters, ...memory } = machine;
  const at = new Date(machine.latestMs).toISOString();
  return [
    ...Object.entries(counters).map(([id, position]) => toCounterState(id, position)),
    { tag: rowOf(plan), epoch: 0, total: '0', openFrom: '0', at, memory },
  ];
}

export function fromLedgerRows(rows: readonly CounterState[], plan: MachinePlan): Machine {
  const byTag = new Map(rows.map((row) => [row.tag, row]));
  const memory = byTag.get(rowOf(plan))?.memory as Omit<Machine, 'counters'> | undefined;
  const counters = plan.counters.flatMap((counter) => {
    const row = byTag.get(counter.id);
    return row ? [[counter.id, fromCounterState(row)]] : [];
  });
  return { ...newMachine, ...memory, counters: Object.fromEntries(counters) };
}
