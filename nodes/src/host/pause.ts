/** Growing pauses with jitter, and waiting that a closing node can cut short. */
import type { Clock, Ids } from '../domain/ports.ts';

export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
}

/** Pause before try number `attempt` + 1; half fixed, half random, so that many nodes do not return together. */
export function pauseMs(backoff: Backoff, attempt: number, ids: Ids): number {
  const full = Math.min(backoff.maxMs, backoff.baseMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full / 2 + (ids.random() * full) / 2);
}

export interface Patience {
  /** Resolves after the delay, or at once when `hurry` was or is called. */
  wait(delayMs: number): Promise<void>;
  hurry(): void;
  readonly hurried: boolean;
}

export function patience(clock: Clock): Patience {
  const sleepers = new Set<() => void>();
  let hurried = false;
  return {
    get hurried() {
      return hurried;
    },
    wait(delayMs) {
      if (hurried) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = (): void => {
          cancel();
          sleepers.delete(wake);
          resolve();
        };
        const cancel = clock.after(delayMs, wake);
        sleepers.add(wake);
      });
    },
    hurry() {
      hurried = true;
      for (const wake of [...sleepers]) wake();
    },
  };
}
