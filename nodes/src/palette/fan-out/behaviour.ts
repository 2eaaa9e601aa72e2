/**
 * Copies an event to its subscribers. All copies and the note that the event was copied are one transaction of the
 * journal; from then on each copy goes its own way, and is sent again until the outbox behind its port has it.
 */
import type { z } from 'zod';
import { CopiedEvents } from '../../domain/delivery/copied-events.ts';
import { eventText, takenAs } from '../../domain/delivery/routing.ts';
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import { type Outcome, reject } from '../../domain/outcome.ts';
import { ok, type Result } from '../../domain/ports.ts';
import { type Arrived, Intake } from '../../host/intake.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;

const UNDER_WAY = 10_000;
const DAY_MS = 86_400_000;
/** Under this name a copy keeps whose it is; a dead letter shows it. */
const WHOSE = 'subscriber';

export async function startFanOut(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const { id, config, hash } = context;
  const journal = await context.resource<Journal>(config.journal);
  if (!journal.ok) return journal;
  const rows = await journal.value.counters(id);
  if (!rows.ok) return rows;
  const copied = new CopiedEvents(rows.value, hash, config.rememberDays * DAY_MS);
  const fanOut = new FanOut(context, journal.value, copied);
  return ok({ handle: (message) => fanOut.handle(message), close: () => fanOut.close() });
}

class FanOut {
  readonly #context: NodeContext<Config>;
  readonly #journal: Journal;
  readonly #copied: CopiedEvents;
  readonly #intake: Intake;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(context: NodeContext<Config>, journal: Journal, copied: CopiedEvents) {
    const { id, clock, hash, log } = context;
    this.#context = context;
    this.#journal = journal;
    this.#copied = copied;
    this.#intake = new Intake({
      ...{ journal, owner: id, clock, hash, limit: UNDER_WAY },
      send: (message) => context.emit(message, `copy${message.versions?.[WHOSE] ?? '1'}`),
      trouble: (failure) => (failure ? log.failure(failure) : undefined),
    });
  }

  /** One after the other: each step begins with what the last one stored. */
  handle(message: Message): Promise<Outcome> {
    const mine = this.#turn.then(() => this.#copy(message));
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#intake.close();
  }

  async #copy(message: Message): Promise<Outcome> {
    const name = nameOf(message);
    if (name === undefined) return reject(noEvent());
    if (message.delivery) return reject(underLease());
    const nowMs = this.#context.clock.now();
    if (this.#copied.knows(name)) return this.#done(message, { kind: 'drop', reason: 'duplicate' });
    const { reservation: _reservation, intake: _intake, ...rest } = message;
    const copies = Array.from({ length: this.#context.config.subscribers }, (_, index): Arrived => {
      const whose = String(index + 1);
      return { identity: [name, whose], message: { ...rest, versions: { ...rest.versions, [WHOSE]: whose } } };
    });
    await this.#intake.room();
    const stored = await this.#intake.take(copies, [this.#copied.rowOf(name, nowMs)]);
    if (!stored.ok) return { kind: 'retry', failure: stored.failure };
    this.#copied.add(name, nowMs);
    return this.#done(message, { kind: 'pass-all', messages: [], port: 'copy1' });
  }

  async #done(message: Message, outcome: Outcome): Promise<Outcome> {
    const name = takenAs(message);
    const taken = name === undefined ? ok(undefined) : await this.#journal.take(name);
    return taken.ok ? outcome : { kind: 'retry', failure: taken.failure };
  }
}

/** What is sent again on purpose is another sending. */
function nameOf(message: Message): string | undefined {
  const id = eventText(message, 'id');
  if (id === undefined) return undefined;
  const isReplay = eventText(message, 'deliverymode') === 'replay';
  const name = `${eventText(message, 'source') ?? ''} ${id}`;
  return isReplay ? `${name} ${eventText(message, 'recordedtime') ?? ''}` : name;
}

const noEvent = (): Failure => ({
  code: 'not-an-event',
  class: 'data',
  attempted: 'copy an event',
  on: 'msg.payload',
  reason: 'it has no id, so a repetition could not be told from another event',
  nextStep: 'Put a schema validator before this node.',
});

const underLease = (): Failure => ({
  code: 'already-queued',
  class: 'data',
  attempted: 'copy an event',
  on: 'msg.payload',
  reason: 'it comes from an outbox and is still under its lease',
  nextStep: 'Wire this node before the outboxes.',
});
