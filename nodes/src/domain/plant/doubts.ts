/** Why a move is put aside for a person, with its numbers. */
import { iso } from './draft.ts';
import type { Move } from './judge.ts';
import type { Arrival } from './ledger.ts';
import type { Pending } from './machine.ts';
import type { CounterPlan } from './plan.ts';
import type { Position, Snapshot } from './position.ts';
import type { Doubt } from './report.ts';
import { toldAt } from './sample.ts';

export function jumpDoubt(known: Position, move: Move, arrival: Arrival): Doubt {
  const seconds = (move.elapsedMs / 1000).toFixed(1);
  return {
    code: 'counter-jump',
    class: 'data',
    reason:
      `${known.register} to ${arrival.value.toFixed()} is ${move.by.toFixed()} counts in ${seconds} s, ` +
      `at most ${move.allowed.toFixed(0)} are possible`,
    nextStep: 'Replay the message if the counts are real, discard it if they are not; counting goes on meanwhile.',
  };
}

export function wrapsDoubt(counter: CounterPlan, move: Move): Doubt {
  const hours = (move.elapsedMs / 3_600_000).toFixed(1);
  return {
    code: 'counter-wraps-unknown',
    class: 'data',
    reason:
      `unread for ${hours} h, in which a register of ${counter.period?.toFixed()} values may have started again more ` +
      `than once; ${move.by.toFixed()} counts are the least`,
    nextStep: 'Compare with the machine, correct the quantity and replay the message.',
  };
}

/** One late change as one counter sees it: from `ms` on its counts belonged to something else. */
export interface LateChange {
  readonly pending: Pending;
  readonly untilMs: number;
  /** What the counts were taken for, what else they may belong to; in this order. */
  readonly contexts: readonly Snapshot[];
}

/** The counts are still ours to hold back. */
export function contextDoubt(change: LateChange, settleMs: number): Doubt {
  return {
    code: 'attribution-unknown',
    class: 'data',
    reason: `${lateness(change, settleMs)}; these counts belong to ${either(change.contexts)}`,
    nextStep: `The message proposes the newest context: replay it if the stamps are right, else correct or split it first. ${PREVENT}`,
  };
}

/** The counts left before the change came in. */
export function contextTooLate(change: LateChange, settleMs: number): Doubt {
  return {
    code: 'attribution-unknown',
    class: 'business',
    reason: `${lateness(change, settleMs)}; these counts belong to ${either(change.contexts)} and have already left`,
    nextStep: `Compare with the events and dead letters of these counts, correct in Odoo what went to the wrong side, then discard this message. ${PREVENT}`,
  };
}

const PREVENT =
  'If this comes often, raise the settling time of the counter node, or compare the clocks of the sources.';

function lateness({ pending }: LateChange, settleMs: number): string {
  const changedMs = toldAt(pending.ms);
  const seconds = Math.max(0, (pending.arrivedMs - changedMs) / 1000).toFixed(1);
  return (
    `${pending.sample.tag} changed at ${iso(changedMs)} and came in ${seconds} s later, behind counts made after it ` +
    `(settling time ${settleMs / 1000} s)`
  );
}

/** `lot L1 or L2`: the fields in which the contexts differ. */
function either(contexts: readonly Snapshot[]): string {
  const fields = ['order', 'lot', 'material', 'reason'] as const;
  return fields
    .map((field) => ({ field, values: [...new Set(contexts.map((context) => context[field] || 'none'))] }))
    .filter(({ values }) => values.length > 1)
    .map(({ field, values }) => `${field} ${values.join(' or ')}`)
    .join(', ');
}
