/** Emits replayed letters once each, and again after a restart as long as nobody has taken them. */
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';

const PAGE = 1000;
/** Raw messages have no event id by which a queue could take them; they count as taken when they were sent. */
const NAMELESS = /^dead-letter-\d+$/;

export interface Outlet {
  send(message: Message): void;
  trouble(failure: Failure): void;
}

export interface Republisher {
  /** The event ended as a dead letter again, so a second replay is sent again. */
  forget(eventId: string | undefined): void;
  close(): Promise<void>;
}

export function republisher(journal: Journal, owner: string, outlet: Outlet): Republisher {
  const sent = new Set<string>();
  let isClosed = false;
  let isAskedAgain = false;
  let running: Promise<void> | undefined;

  const once = async (): Promise<void> => {
    const untaken = await journal.untaken(owner, PAGE);
    if (!untaken.ok) return outlet.trouble(untaken.failure);
    const waiting = new Set(untaken.value.map(({ eventId }) => eventId));
    for (const eventId of sent) if (!waiting.has(eventId)) sent.delete(eventId);
    for (const { eventId, message } of untaken.value) {
      if (sent.has(eventId) || isClosed) continue;
      sent.add(eventId);
      outlet.send(message);
      if (NAMELESS.test(eventId)) await journal.take(eventId);
    }
  };
  const run = async (): Promise<void> => {
    do {
      isAskedAgain = false;
      await once();
    } while (isAskedAgain && !isClosed);
  };
  const ask = (): void => {
    isAskedAgain = true;
    running ??= run().finally(() => {
      running = undefined;
    });
  };

  const stop = journal.onWork(owner, ask);
  ask();
  return {
    forget: (eventId) => void (eventId !== undefined && sent.delete(eventId)),
    async close() {
      isClosed = true;
      stop();
      await running;
    },
  };
}
