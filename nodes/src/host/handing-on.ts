/**
 * Behind a node that delivers, a message may enter another queue: an answer to the sender, a claim. Between the end of
 * its delivery and that queue a power cut would lose it; what is handed on is therefore stored with the settlement, and
 * sent again until a queue, a dead letter or a filter has taken it.
 */
import type { Failure } from '../domain/failure.ts';
import type { HandOn, Journal, SettleAnswer } from '../domain/journal.ts';
import type { Message } from '../domain/message.ts';
import type { Result } from '../domain/ports.ts';
import { Intake, type IntakeParts } from './intake.ts';
import type { NodeContext } from './node.ts';

export interface HandingOnParts extends Omit<IntakeParts, 'limit'> {
  /** Whether this one, with its receipt, leads to a queue. What nobody would take must not be handed on. */
  wants(message: Message): boolean;
}

/** Sent again at most so many at a time. */
const UNDER_WAY = 200;

export class HandingOn {
  readonly #parts: HandingOnParts;
  readonly #intake: Intake;

  constructor(parts: HandingOnParts) {
    this.#parts = parts;
    this.#intake = new Intake({ ...parts, limit: UNDER_WAY });
  }

  /** What the journal has to store with the settlement; nothing for a message without a delivery of its own. */
  of(message: Message): HandOn | undefined {
    const { delivery, ...rest } = message;
    const { owner, hash, wants } = this.#parts;
    if (!delivery || !wants(message)) return undefined;
    const eventId = `h-${hash(JSON.stringify([owner, delivery.queue, delivery.id]))}`;
    return { owner, eventId, message: { ...rest, intake: eventId } };
  }

  /** Settles with it; whoever calls sends the message when it is settled. */
  settle(handOn: HandOn, settle: () => Promise<Result<SettleAnswer>>): Promise<Result<SettleAnswer>> {
    return this.#intake.storedBy(handOn.eventId, settle, (answer) => answer.ok && answer.value.kind === 'settled');
  }

  close(): Promise<void> {
    return this.#intake.close();
  }
}

/** For a node that delivers: what is not taken leaves by `port` again. */
export function handingOn(
  { id, clock, hash, emit, log }: Pick<NodeContext<unknown>, 'id' | 'clock' | 'hash' | 'emit' | 'log'>,
  port: string,
  journal: Journal,
  wants: HandingOnParts['wants'],
): HandingOn {
  let before: string | undefined;
  const trouble = (failure: Failure | undefined): void => {
    if (failure && failure.reason !== before) log.failure(failure);
    before = failure?.reason;
  };
  return new HandingOn({ journal, owner: id, clock, hash, wants, trouble, send: (message) => emit(message, port) });
}
