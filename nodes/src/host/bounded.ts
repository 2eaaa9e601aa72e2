/** Waits for a promise no longer than a bound; Node-RED cuts off a slow close, and then nobody knows what was left. */
import type { Clock } from '../domain/ports.ts';

/** `done` when the work ended in time, `late` when it did not. A rejection passes through. */
export async function bounded(clock: Clock, boundMs: number, work: Promise<unknown>): Promise<'done' | 'late'> {
  let cancel = (): void => undefined;
  const late = new Promise<'late'>((resolve) => {
    cancel = clock.after(boundMs, () => resolve('late'));
  });
  try {
    return await Promise.race([work.then(() => 'done' as const), late]);
  } finally {
    cancel();
  }
}
