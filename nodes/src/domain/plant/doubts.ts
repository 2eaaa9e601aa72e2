/** Why a move is put aside for a person, with its numbers. */
import type { Move } from './judge.ts';
import type { Arrival } from './ledger.ts';
import type { CounterPlan } from './plan.ts';
import type { Position } from './position.ts';
import type { Doubt } from './report.ts';

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
