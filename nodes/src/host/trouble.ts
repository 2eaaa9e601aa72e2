/** What keeps a node from its work just now. Each new reason is logged once, however often it is met. */
import type { Failure } from '../domain/failure.ts';

export class Trouble {
  readonly #log: { failure(failure: Failure): void };
  #now: Failure | undefined;

  constructor(log: { failure(failure: Failure): void }) {
    this.#log = log;
  }

  get now(): Failure | undefined {
    return this.#now;
  }

  /** Undefined: it is over, and counts as new when it comes again. */
  readonly hear = (failure: Failure | undefined): void => {
    if (failure && failure.reason !== this.#now?.reason) this.#log.failure(failure);
    this.#now = failure;
  };
}
