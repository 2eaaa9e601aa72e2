/** Why a message is not in its row, and what can be done. */
import type { Arrival, Leaving } from '../../domain/delivery/sequencer.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Message } from '../../domain/message.ts';
import type { Place } from './numbering.ts';

const about = (scope: string, count: number) => ({
  class: 'business' as const,
  attempted: `put number ${count} in its row`,
  on: scope,
});

export const numbersOf = ([from, to]: readonly [number, number]): string =>
  from === to ? `number ${from}` : `numbers ${from} to ${to}`;

export function gapFound(scope: string, { count, missing = [count, count] }: Leaving): Failure {
  return {
    ...about(scope, count),
    code: 'sequence-gap',
    reason: `${numbersOf(missing)} of this source did not come`,
    nextStep: 'Look at the source for what is missing, then replay or discard.',
  };
}

export const cameLate = (scope: string, count: number): Failure => ({
  ...about(scope, count),
  code: 'sequence-late',
  reason: 'its turn is over: later numbers went on without it',
  nextStep: 'Look whether what it says is still right; replay it, and it goes on at once, or discard it.',
});

/** Only of what is refused on arrival. */
export function refused(
  { scope, count }: Place,
  arrival: Exclude<Arrival, 'taken' | 'repeated'>,
  waitsFor?: number,
): Failure {
  if (arrival === 'full')
    return {
      ...about(scope, count),
      code: 'sequence-full',
      reason: `as many messages wait for number ${waitsFor ?? '?'} as may`,
      nextStep: 'Find out why that number does not come; replay this message when the row goes on.',
    };
  return {
    ...about(scope, count),
    code: 'sequence-reused',
    reason: 'another message with this number came before',
    nextStep: 'Find out why the source gave a number twice; replay it, and it goes on at once, or discard it.',
  };
}

export const unnumbered = (scopePath: string, numberPath: string): Failure => ({
  code: 'number-missing',
  class: 'data',
  attempted: 'put a message in its row',
  on: 'msg.payload',
  reason: `it has no scope at ${scopePath} or no number at ${numberPath}`,
  nextStep: 'Let the source number its messages, correct the paths, or let messages without number pass.',
});

export const alreadyClaimed: Failure = {
  code: 'sequence-too-late',
  class: 'configuration',
  attempted: 'put a message in its row',
  on: 'the flow',
  reason: 'its key is reserved or a queue waits for it, and neither can be held while it waits here',
  nextStep: 'Put the sequencer before the idempotency guard.',
};

/** A person saw what stood against it and sent it on. */
export const wasDecided = ({ trail }: Message): boolean =>
  trail.some(({ verdict }) => verdict.startsWith('sequence-') && verdict !== 'sequence-full');

/** Stages name their output, so the story says that it left by `ordered` here and was replayed from the dead letters since. */
export function comesAgain({ trail }: Message, stage: string): boolean {
  const left = trail.findLastIndex((step) => step.stage === stage && step.verdict === 'ordered');
  return left >= 0 && trail.slice(left).some(({ verdict }) => verdict === 'replayed');
}
