/**
 * Counter-to-transaction compiler. Samples and the state so far in; new state, events of closed ranges, failures that
 * hold what is put aside, ended order segments and notes out. Nothing else: no clock, no store, no host.
 */
import type { CounterState, LedgerStep } from '../journal.ts';
import type { Sample } from '../ports.ts';
import { type Draft, type Note, type Outgoing, positionOf } from './draft.ts';
import { doubtLateCounts } from './late.ts';
import { closeRange } from './ledger.ts';
import { fromLedgerRows, type Machine, newMachine, type Pending, toLedgerRows } from './machine.ts';
import { applyContext } from './orders.ts';
import type { CounterPlan, MachinePlan, Plan } from './plan.ts';
import type { Position } from './position.ts';
import { admit, bound, release, unsettled, waitedUntilMs } from './queue.ts';
import { applyCount } from './reading.ts';

export interface Batch {
  readonly samples: readonly Sample[];
  /** Our clock, ms since the epoch. */
  readonly arrivedAtMs: number;
  /** Longest time a change of a good tag can go unnoticed by a watching source; absent for polled ones. */
  readonly observedMs?: number | undefined;
}

/** By equipment id. */
export type CompilerState = Readonly<Record<string, Machine>>;

export interface Step {
  readonly state: CompilerState;
  /** Ids of the equipment whose state changed. */
  readonly changed: readonly string[];
  readonly messages: readonly Outgoing[];
  readonly segments: LedgerStep['segments'];
  readonly notes: readonly Note[];
}

/** Applies a batch of samples. Batches may be split, repeated or replayed in any way: the ranges are the same. */
export function compile(plan: Plan, state: CompilerState, batch: Batch): Step {
  return step(plan, state, batch, (draft) => {
    const { contextTags, counterTags } = draft.plan;
    for (const sample of batch.samples) {
      if (!contextTags.has(sample.tag) && !counterTags.has(sample.tag)) continue;
      if (draft.machine.asleep) draft.machine = { ...draft.machine, asleep: undefined };
      if (admit(draft, sample)) continue;
      applyAll(draft, release(draft, Number.POSITIVE_INFINITY));
      const { latestMs } = draft.machine;
      apply(draft, { sample, ms: latestMs, turnMs: latestMs, clock: 'arrival', arrivedMs: draft.nowMs });
    }
    releaseDue(draft, draft.machine.latestMs - draft.options.settleMs);
  });
}

/** Time passes without samples: what has waited long enough is applied, ranges that are due are closed. */
export function tick(plan: Plan, state: CompilerState, nowMs: number): Step {
  return step(plan, state, { samples: [], arrivedAtMs: nowMs }, (draft) => {
    if (draft.machine.asleep) return;
    releaseDue(draft, waitedUntilMs(draft));
    if (unsettled(draft).length === 0) for (const counter of draft.plan.counters) closeWhenDue(draft, counter);
  });
}

/**
 * After a pause of our own nobody watched: every counter is unvouched for until its next good sample. Samples that were
 * waiting then may still be overtaken by older ones that the source has kept.
 */
export function resume(plan: Plan, rows: readonly CounterState[]): CompilerState {
  const held = (position: Position, afterMs: number): Position => ({
    ...position,
    held: position.held ?? { status: 'NotWatched', afterMs },
  });
  return Object.fromEntries(
    plan.machines.map((machinePlan) => {
      const machine = fromLedgerRows(rows, machinePlan);
      const { latestMs } = machine;
      const counters = Object.entries(machine.counters).map(([id, position]) => [id, held(position, latestMs)]);
      return [machinePlan.equipment.id, { ...machine, asleep: true, counters: Object.fromEntries(counters) }];
    }),
  );
}

/** Rows of the ledger for the machines that changed. */
export function ledgerRows(plan: Plan, step: Step): readonly CounterState[] {
  return plan.machines.flatMap((machinePlan) => {
    const machine = step.state[machinePlan.equipment.id];
    return machine && step.changed.includes(machinePlan.equipment.id) ? toLedgerRows(machine, machinePlan) : [];
  });
}

/** Tags without which nothing can be counted or attributed at the moment, of machines that have been heard of. */
export function missingTags(plan: Plan, state: CompilerState): readonly Missing[] {
  return plan.machines.flatMap((machinePlan) => {
    const machine = state[machinePlan.equipment.id];
    if (!machine || machine.latestMs === 0) return [];
    const context = unsettled({ machine, plan: machinePlan });
    const unread = machinePlan.counters.filter(({ id }) => machine.counters[id] === undefined);
    const counters = context.length > 0 ? [] : unread.map(({ definition }) => definition.tag);
    return [...context, ...counters.map((tag) => ({ tag, status: 'no good value yet' }))];
  });
}

export interface Missing {
  readonly tag: string;
  readonly status: string;
}

function step(plan: Plan, state: CompilerState, batch: Batch, run: (draft: Draft) => void): Step {
  const drafts = plan.machines.map((machinePlan) => {
    const draft = draftOf(plan, machinePlan, state[machinePlan.equipment.id] ?? newMachine, batch);
    run(draft);
    return draft;
  });
  const next = drafts.map((draft): [string, Machine] => [draft.plan.equipment.id, draft.machine]);
  return {
    state: { ...state, ...Object.fromEntries(next) },
    changed: next.filter(([id, machine]) => machine !== state[id]).map(([id]) => id),
    messages: drafts.flatMap((draft) => draft.messages),
    segments: drafts.flatMap((draft) => draft.segments),
    notes: drafts.flatMap((draft) => draft.notes),
  };
}

function draftOf(plan: Plan, machinePlan: MachinePlan, machine: Machine, batch: Batch): Draft {
  const { arrivedAtMs: nowMs, observedMs } = batch;
  return {
    machine,
    plan: machinePlan,
    options: plan.options,
    nowMs,
    observedMs,
    messages: [],
    segments: [],
    notes: [],
  };
}

function releaseDue(draft: Draft, untilMs: number) {
  if (unsettled(draft).length === 0) return applyAll(draft, release(draft, untilMs));
  bound(draft);
}

function applyAll(draft: Draft, due: readonly Pending[]) {
  doubtLateCounts(draft, due);
  for (const pending of due) apply(draft, pending);
}

function apply(draft: Draft, pending: Pending) {
  if (draft.plan.contextTags.has(pending.sample.tag)) applyContext(draft, pending);
  for (const counter of draft.plan.counters) {
    if (counter.definition.tag === pending.sample.tag) applyCount(draft, counter, pending);
  }
}

function closeWhenDue(draft: Draft, counter: CounterPlan) {
  const known = positionOf(draft, counter);
  if (!known || known.held || known.firstAtMs === undefined || known.firstArrivedMs === undefined) return;
  const { publishEveryMs, settleMs, calendar } = draft.options;
  const aged = draft.nowMs - known.firstArrivedMs >= publishEveryMs;
  const shiftOver = Date.parse(calendar.at(known.firstAtMs).end) <= draft.nowMs - settleMs;
  if (aged || shiftOver) closeRange(draft, counter);
}
