/** Keeps messages of one lane in order inside a node, lets lanes run side by side, and knows what is in flight. */
import type { Clock } from '../domain/ports.ts';

export interface Lanes {
  /** Runs `task` after every earlier task of the same lane; without a lane at once. Tasks must not reject. */
  run(lane: string | undefined, task: () => Promise<void>): Promise<void>;
  inFlight(): number;
  /** True when everything ended within `boundMs`. */
  drained(boundMs: number): Promise<boolean>;
}

export function createLanes(clock: Clock): Lanes {
  const tails = new Map<string, Promise<void>>();
  const waiters = new Set<() => void>();
  let running = 0;

  const ended = (): void => {
    running -= 1;
    if (running > 0) return;
    for (const wake of waiters) wake();
    waiters.clear();
  };
  const inLane = (lane: string, task: () => Promise<void>): Promise<void> => {
    const before = tails.get(lane);
    const mine = (before ? before.then(task) : task()).finally(() => {
      if (tails.get(lane) === mine) tails.delete(lane);
    });
    tails.set(lane, mine);
    return mine;
  };
  return {
    run(lane, task) {
      running += 1;
      return (lane === undefined ? task() : inLane(lane, task)).finally(ended);
    },
    inFlight: () => running,
    drained(boundMs) {
      if (running === 0) return Promise.resolve(true);
      return new Promise((resolve) => {
        const cancel = clock.after(boundMs, () => {
          waiters.delete(wake);
          resolve(false);
        });
        const wake = (): void => {
          cancel();
          resolve(true);
        };
        waiters.add(wake);
      });
    },
  };
}
