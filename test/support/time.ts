/** Time under a test's control: `advance` runs what is due, in order. */
import type { Clock } from '../../nodes/src/domain/ports.ts';

export interface TestClock extends Clock {
  /** Moves time on and runs due tasks; lets promises settle before and after each. */
  advance(ms: number): Promise<void>;
  readonly pending: number;
}

export function testClock(startMs = Date.UTC(2026, 10, 20, 8)): TestClock {
  let nowMs = startMs;
  let tasks: { dueMs: number; task: () => void }[] = [];
  return {
    now: () => nowMs,
    after(delayMs, task) {
      const entry = { dueMs: nowMs + delayMs, task };
      tasks.push(entry);
      return () => {
        tasks = tasks.filter((other) => other !== entry);
      };
    },
    get pending() {
      return tasks.length;
    },
    async advance(ms) {
      const untilMs = nowMs + ms;
      await settled();
      for (;;) {
        const next = tasks.filter((entry) => entry.dueMs <= untilMs).sort((a, b) => a.dueMs - b.dueMs)[0];
        if (!next) break;
        tasks = tasks.filter((other) => other !== next);
        nowMs = Math.max(nowMs, next.dueMs);
        next.task();
        await settled();
      }
      nowMs = untilMs;
      await settled();
    },
  };
}

/** Lets everything that is ready run: promises, then the event loop's next turn. */
export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const FIRST_LOOK_MS = 10;
const LONGEST_LOOK_MS = 250;

/**
 * Polls until `condition` holds; fails with `what` after `deadlineMs`. Looks a quarter later each time: who waits long for
 * a server shall not keep it busy with questions. A condition that moves time on itself names a short `longestLookMs`.
 */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  deadlineMs = 30_000,
  longestLookMs = LONGEST_LOOK_MS,
): Promise<void> {
  const endMs = Date.now() + deadlineMs;
  let pauseMs = FIRST_LOOK_MS;
  while (!(await condition())) {
    if (Date.now() > endMs) throw new Error(`waited ${deadlineMs} ms for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    pauseMs = Math.min(longestLookMs, pauseMs * 1.25);
  }
}
