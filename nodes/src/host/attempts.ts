/** Runs one message through a behaviour. Without a queue behind it, "again later" is kept in memory, up to a bound. */
import type { Message } from '../domain/message.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { Clock, Ids } from '../domain/ports.ts';
import type { Behaviour } from './node.ts';
import { type Patience, pauseMs } from './pause.ts';

export const IN_MEMORY_RETRY = { baseMs: 250, maxMs: 10_000, budgetMs: 120_000 };

export interface Attempts {
  readonly clock: Clock;
  readonly ids: Ids;
  readonly patience: Patience;
  /** Told before each pause. */
  retrying(outcome: Extract<Outcome, { kind: 'retry' }>, attempt: number): void;
}

/** A closing node makes one last attempt without waiting, so that nothing is only in memory when it stops. */
export async function outcomeOf(behaviour: Behaviour, message: Message, attempts: Attempts): Promise<Outcome> {
  if (!behaviour.handle) return { kind: 'drop', reason: 'filtered', note: 'takes no input' };
  const startedAt = attempts.clock.now();
  for (let attempt = 1; ; attempt += 1) {
    const last = attempts.patience.hurried || attempts.clock.now() - startedAt >= IN_MEMORY_RETRY.budgetMs;
    const outcome = await behaviour.handle(message);
    if (outcome.kind !== 'retry' || message.delivery || last) return outcome;
    attempts.retrying(outcome, attempt);
    await attempts.patience.wait(outcome.afterMs ?? pauseMs(IN_MEMORY_RETRY, attempt, attempts.ids));
  }
}
