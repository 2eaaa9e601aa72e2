/** Tells listeners when a queue may have work: at once, or when a delay or lease ends. */
import type { Clock } from '../../domain/ports.ts';
import type { WorkHint } from './protocol.ts';

/** Timers of JavaScript hold 31 bits of milliseconds; a longer delay is asked again on the way. */
const MAX_TIMER_MS = 2_000_000_000;

export interface WorkBell {
  /** What the worker knows about a queue after a commit; replaces what was known before. */
  hint(hint: WorkHint): void;
  now(queue: string): void;
  listen(queue: string, listener: () => void): () => void;
  close(): void;
}

export function createWorkBell(clock: Clock): WorkBell {
  const listeners = new Map<string, Set<() => void>>();
  const timers = new Map<string, () => void>();

  const now = (queue: string): void => {
    for (const listener of listeners.get(queue) ?? []) listener();
  };
  const stopTimer = (queue: string): void => {
    timers.get(queue)?.();
    timers.delete(queue);
  };
  const due = (queue: string, dueAt: number | undefined): void => {
    stopTimer(queue);
    if (dueAt === undefined || !listeners.has(queue)) return;
    const delayMs = dueAt - clock.now();
    if (delayMs <= 0) {
      now(queue);
      return;
    }
    const wake = (): void => {
      timers.delete(queue);
      due(queue, dueAt);
    };
    timers.set(queue, clock.after(Math.min(delayMs, MAX_TIMER_MS), wake));
  };

  return {
    hint({ queue, moved, due: dueAt }) {
      if (dueAt === undefined && moved) now(queue);
      due(queue, dueAt);
    },
    now,
    listen(queue, listener) {
      const set = listeners.get(queue) ?? new Set();
      listeners.set(queue, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size > 0) return;
        listeners.delete(queue);
        stopTimer(queue);
      };
    },
    close() {
      for (const queue of [...timers.keys()]) stopTimer(queue);
      listeners.clear();
    },
  };
}
