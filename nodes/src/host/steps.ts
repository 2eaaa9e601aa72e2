/** One step after the other, each beginning with what the last one stored; and a look at the clock between them. */
import type { Clock } from '../domain/ports.ts';

export interface StepsParts {
  readonly clock: Clock;
  readonly everyMs: number;
  /** What goes before the first step. */
  readonly after?: Promise<unknown>;
  look(): Promise<void>;
  /** A look that threw: the next one comes all the same. */
  bug(error: unknown): void;
}

export class Steps {
  readonly #parts: StepsParts;
  #turn: Promise<unknown> = Promise.resolve();
  #cancelTick: () => void = () => undefined;
  #closed = false;

  constructor(parts: StepsParts) {
    this.#parts = parts;
    if (parts.after) this.#turn = parts.after.catch(parts.bug);
    this.#tick();
  }

  next<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancelTick();
    await this.#turn;
  }

  #tick(): void {
    const { clock, everyMs, look, bug } = this.#parts;
    this.next(() => (this.#closed ? Promise.resolve() : look())).catch(bug);
    if (!this.#closed) this.#cancelTick = clock.after(everyMs, () => this.#tick());
  }
}
