/** Answers kept for a while, with the time they were read: a look-up table is not asked for with every piece. */
const MOST = 500;

export interface Kept<T> {
  readonly value: T;
  readonly readMs: number;
}

export class Answers<T> {
  readonly #kept = new Map<string, Kept<T>>();
  readonly #keepMs: number;

  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  get(question: string, nowMs: number): Kept<T> | undefined {
    const kept = this.#kept.get(question);
    if (!kept || nowMs - kept.readMs < this.#keepMs) return kept;
    this.#kept.delete(question);
    return undefined;
  }

  keep(question: string, value: T, readMs: number): void {
    if (this.#keepMs === 0) return;
    this.#kept.delete(question);
    this.#kept.set(question, { value, readMs });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST && oldest !== undefined) this.#kept.delete(oldest);
  }
}
