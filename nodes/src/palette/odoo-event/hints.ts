/**
 * Hints: somebody says that a record changed. They only make a poll come sooner, so a forged, repeated or lost one does
 * no harm; comparing them with what polls find tells how many were lost.
 */
import type { Clock } from '../../domain/ports.ts';

export type HintOutcome = 'confirmed' | 'missed' | 'idle';

/** Odoo calls right after the commit: what a poll found and nobody announced in this time was not announced at all. */
const GRACE_MS = 15_000;
const MOST = 20_000;

export class Hints {
  readonly #clock: Clock;
  readonly #graceMs: number;
  readonly #count: (outcome: HintOutcome) => void;
  /** Announced and not found yet, found and not announced yet; since when. */
  readonly #announced = new Map<string, number>();
  readonly #found = new Map<string, number>();

  constructor(clock: Clock, overlapMs: number, count: (outcome: HintOutcome) => void) {
    this.#clock = clock;
    this.#graceMs = Math.max(GRACE_MS, overlapMs);
    this.#count = count;
  }

  announce(record: string): void {
    if (this.#found.delete(record)) this.#count('confirmed');
    else if (this.#announced.size < MOST) this.#announced.set(record, this.#clock.now());
  }

  found(records: readonly string[]): void {
    for (const record of records) {
      if (this.#announced.delete(record)) this.#count('confirmed');
      else if (this.#found.size < MOST) this.#found.set(record, this.#clock.now());
    }
  }

  /** Counts what waited in vain. */
  settle(): void {
    const now = this.#clock.now();
    this.#expire(this.#found, now - GRACE_MS, 'missed');
    this.#expire(this.#announced, now - this.#graceMs, 'idle');
  }

  #expire(waiting: Map<string, number>, before: number, outcome: HintOutcome): void {
    for (const [record, sinceMs] of waiting) {
      if (sinceMs > before) return;
      waiting.delete(record);
      this.#count(outcome);
    }
  }
}
