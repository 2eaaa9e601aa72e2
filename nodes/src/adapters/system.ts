/** The real clock, identifiers and hash. Entries pass it to `register`; nothing else reads time or randomness. */
import { hash, randomUUID } from 'node:crypto';
import type { System } from '../domain/ports.ts';

export const system: System = {
  clock: {
    now: () => Date.now(),
    after(delayMs, task) {
      const timer = setTimeout(task, delayMs);
      return () => clearTimeout(timer);
    },
  },
  ids: { uuid: () => randomUUID(), random: () => Math.random() },
  hash: (text) => hash('sha256', text, 'base64url').slice(0, 32),
};
