/** Bodies seen under an Idempotency-Key, so that a key used for two messages is told. The fact itself has its own key. */

const MAX_SENDINGS = 10_000;

export class Sendings {
  readonly #seen = new Map<string, string>();

  /** False when another body came under this key. */
  isSame(key: string | undefined, print: string): boolean {
    return key === undefined || (this.#seen.get(key) ?? print) === print;
  }

  remember(key: string | undefined, print: string): void {
    if (key === undefined) return;
    this.#seen.set(key, print);
    const [oldest] = this.#seen.keys();
    if (this.#seen.size > MAX_SENDINGS && oldest !== undefined) this.#seen.delete(oldest);
  }
}
