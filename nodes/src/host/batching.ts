/** What comes while a step is under way waits, and is taken together by the next one: one transaction for many messages. */
import type { Steps } from './steps.ts';

export interface BatchingParts<T, R> {
  readonly steps: Steps;
  /** So many are taken together at most. */
  readonly most: number;
  /** An answer for each, in their order. When it throws, all of them fail; those behind them are taken all the same. */
  take(items: readonly T[]): Promise<readonly R[]>;
}

interface Waiting<T, R> {
  readonly item: T;
  readonly answer: (result: R) => void;
  readonly fail: (bug: unknown) => void;
}

export class Batching<T, R> {
  readonly #parts: BatchingParts<T, R>;
  #waiting: Waiting<T, R>[] = [];

  constructor(parts: BatchingParts<T, R>) {
    this.#parts = parts;
  }

  add(item: T): Promise<R> {
    return new Promise((answer, fail) => {
      this.#waiting.push({ item, answer, fail });
      if (this.#waiting.length === 1) void this.#parts.steps.next(() => this.#takeAll());
    });
  }

  async #takeAll(): Promise<void> {
    const { most, take } = this.#parts;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.slice(0, most);
      const outcome = await answersOf(batch, take).catch((bug: unknown) => ({ bug }));
      this.#waiting = this.#waiting.slice(batch.length);
      if ('bug' in outcome) for (const { fail } of batch) fail(outcome.bug);
      else for (const [index, { answer }] of batch.entries()) answer(outcome.answers[index] as R);
    }
  }
}

async function answersOf<T, R>(
  batch: readonly Waiting<T, R>[],
  take: BatchingParts<T, R>['take'],
): Promise<{ readonly answers: readonly R[] }> {
  const answers = await take(batch.map(({ item }) => item));
  if (answers.length !== batch.length) throw new Error(`${answers.length} answers for ${batch.length} messages`);
  return { answers };
}
