/** Keeps a figure on a status line true: read soon after something moved, and now and then in any case. */
import type { Clock } from '../domain/ports.ts';

const SOON_MS = 250;
const REGULARLY_MS = 5_000;

export interface Refresh {
  /** Something moved. Many calls in a row cost one reading. */
  soon(): void;
  close(): void;
}

/** `read` runs at once, then again; never twice at the same time, never after `close`. It must not reject. */
export function refreshing(clock: Clock, read: () => Promise<void>): Refresh {
  let isClosed = false;
  let isReading = false;
  let isSoon = false;
  let cancel: () => void = () => undefined;

  const later = (delayMs: number): void => {
    cancel();
    if (!isClosed) cancel = clock.after(delayMs, () => void run());
  };
  const run = async (): Promise<void> => {
    isSoon = false;
    isReading = true;
    await read();
    isReading = false;
    later(isSoon ? SOON_MS : REGULARLY_MS);
  };
  later(0);
  return {
    soon() {
      if (isSoon) return;
      isSoon = true;
      if (!isReading) later(SOON_MS);
    },
    close() {
      isClosed = true;
      cancel();
    },
  };
}
