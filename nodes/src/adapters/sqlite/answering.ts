/**
 * Hands out the answers of a batch, a few per turn of the event loop: each lets a flow run on, and all of them at once would
 * hold up timers and sockets for as long as all those flows take.
 */
import { unpackAnswers } from './packing.ts';
import type { Answer, FromWorker } from './protocol.ts';

export type Answers = Extract<FromWorker, { kind: 'answers' }>;

const AT_ONCE = 64;

export interface Answering {
  arrived(message: Answers): void;
  /** All that arrived, now: nothing may be waiting when the worker is declared gone. */
  drain(): void;
}

/** `done`: every answer of the message is given. */
export function answering(give: (answer: Answer) => void, done: (message: Answers) => void): Answering {
  const queue: { readonly message: Answers; readonly answers: Iterator<Answer> }[] = [];
  let isGoing = false;

  const some = (most: number): void => {
    for (let left = most; left > 0; left -= 1) {
      const [first] = queue;
      if (first === undefined) return;
      const next = first.answers.next();
      if (!next.done) give(next.value);
      else {
        queue.shift();
        done(first.message);
      }
    }
  };
  const turn = (): void => {
    some(AT_ONCE);
    isGoing = queue.length > 0;
    if (isGoing) setImmediate(turn);
  };
  return {
    arrived(message) {
      queue.push({ message, answers: unpackAnswers(message.answers) });
      if (!isGoing) turn();
    },
    drain: () => some(Number.POSITIVE_INFINITY),
  };
}
