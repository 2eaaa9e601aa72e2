/** How a node that delivers ends a message's stay in the queue: kept alive while it works, settled when the peer has it. */
import { type Failure, isRetryable } from '../domain/failure.ts';
import type { Journal } from '../domain/journal.ts';
import type { DeliveryToken, Message, Receipt } from '../domain/message.ts';
import { type Outcome, reject } from '../domain/outcome.ts';
import type { Clock } from '../domain/ports.ts';
import { inWords } from '../domain/receipt.ts';
import type { HandingOn } from './handing-on.ts';

/** A lease lasts at least a minute; what is delivered in several steps may take longer. */
const HEARTBEAT_MS = 15_000;

/** Keeps the lease of a message, if it has one, until the returned function is called. */
export function keepLease(token: DeliveryToken | undefined, journal: Journal, clock: Clock): () => void {
  if (!token) return () => undefined;
  let cancel: () => void = () => undefined;
  const beat = (): void => {
    cancel = clock.after(HEARTBEAT_MS, () => {
      void journal.settle(token, { kind: 'still-working' });
      beat();
    });
  };
  beat();
  return () => cancel();
}

/**
 * Done at the peer and not settled here: the next attempt finds it done, or the peer knows it by its id. What has to be
 * handed on is stored with the settlement.
 */
export async function delivered(
  message: Message,
  receipt: Receipt,
  port: string,
  journal: Journal,
  handing?: HandingOn,
): Promise<Outcome> {
  // Its lease has ended: behind the node it may enter another queue.
  const { delivery, ...rest } = message;
  const handOn = handing?.of({ ...message, receipt });
  const passed: Outcome = {
    kind: 'pass',
    message: handOn?.message ?? { ...rest, receipt },
    port,
    note: [receipt.verdict, ...(receipt.residual ?? []).map(inWords)].join('; '),
  };
  if (!delivery) return passed;
  const settle = () => journal.settle(delivery, { kind: 'delivered', receipt, ...(handOn ? { handOn } : {}) });
  const settled = await (handing && handOn ? handing.settle(handOn, settle) : settle());
  if (!settled.ok) return outcomeOfFailure(settled.failure);
  return settled.value.kind === 'stale'
    ? { kind: 'drop', reason: 'duplicate', note: 'another attempt has it' }
    : passed;
}

export function outcomeOfFailure(failure: Failure): Outcome {
  if (failure.class === 'unknown') return { kind: 'unknown', failure };
  return isRetryable(failure) ? { kind: 'retry', failure } : reject(failure);
}
