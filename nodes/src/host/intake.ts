/**
 * The gate behind a source. What arrives is stored in the journal, then sent into the flow; the caller may acknowledge
 * its peer as soon as `take` says so. The journal takes the message again when a queue, a dead letter or a filter has
 * it; what nobody took is sent again, also after a restart.
 */
import type { NewBatchRow } from '../domain/delivery/batch.ts';
import type { Decision } from '../domain/delivery/dead-letter.ts';
import type { Failure } from '../domain/failure.ts';
import type { CounterState, Journal } from '../domain/journal.ts';
import type { Message } from '../domain/message.ts';
import { type Clock, fail, type Hash, ok, type Result } from '../domain/ports.ts';

/** What is on its way through the flow longer than this is sent again; the guard knows it. */
const AGAIN_AFTER_MS = 30_000;
const LOOK_EVERY_MS = 5_000;
const LOOK_SOON_MS = 100;

export interface IntakeParts {
  readonly journal: Journal;
  /** Node id: what it stored is found under it again. */
  readonly owner: string;
  readonly clock: Clock;
  readonly hash: Hash;
  /** Messages that may be on their way through the flow before the source has to wait. */
  readonly limit: number;
  send(message: Message): void;
  /** The journal cannot store, or can again (undefined). */
  trouble(failure: Failure | undefined): void;
}

export interface Arrived {
  /** What makes this sending the same one when it is repeated: topic and bytes, file and row. */
  readonly identity: readonly (string | number)[];
  readonly message: Message;
  /** Its place in the batch that is named when it is taken. */
  readonly row?: Omit<NewBatchRow, 'eventId'>;
}

export class Intake {
  readonly #parts: IntakeParts;
  /** Stored and not known to be taken: since when, and when it was sent last. */
  readonly #underWay = new Map<string, { readonly sinceMs: number; readonly sentMs: number }>();
  readonly #storing = new Set<string>();
  readonly #wakers = new Set<() => void>();
  #looking: Promise<void> | undefined;
  #cancel: () => void = () => undefined;
  #closed = false;

  constructor(parts: IntakeParts) {
    this.#parts = parts;
    void this.#look();
  }

  /** Messages the flow has not taken yet, and the age of the one that waits longest. */
  waiting(): { readonly count: number; readonly oldestMs: number } {
    const [first] = this.#underWay.values();
    return { count: this.#underWay.size, oldestMs: first === undefined ? 0 : this.#parts.clock.now() - first.sinceMs };
  }

  /** What an earlier run stored was sent again: nothing new overtakes it. */
  async begun(): Promise<void> {
    await this.#looking;
  }

  hasRoom(): boolean {
    return this.#underWay.size < this.#parts.limit;
  }

  /** Stored and sent when it resolves with `ok`; nothing of it is when it fails. Notes share the transaction. */
  async take(
    arrived: readonly Arrived[],
    notes: readonly CounterState[] = [],
    forget: readonly string[] = [],
    batch?: string,
    decisions: readonly Decision[] = [],
  ): Promise<Result<void>> {
    const { journal, owner } = this.#parts;
    if (this.#closed) return fail(closing(owner));
    const events = arrived.map(({ identity, message }) => this.#named(identity, message));
    const rows = arrived.flatMap(({ row }, index) => (row ? [{ ...row, eventId: events[index]?.eventId ?? '' }] : []));
    for (const { eventId } of events) this.#storing.add(eventId);
    const stored = await journal.recordStep({
      owner,
      counters: notes,
      events,
      segments: [],
      forget,
      ...(batch ? { batch: { name: batch, rows } } : {}),
      ...(decisions.length > 0 ? { decisions } : {}),
    });
    for (const { eventId } of events) this.#storing.delete(eventId);
    this.#parts.trouble(stored.ok ? undefined : stored.failure);
    if (!stored.ok) return stored;
    for (const { eventId, message } of events) if (!this.#underWay.has(eventId)) this.#send(eventId, message);
    if (!this.hasRoom()) this.#lookSoon();
    return ok(undefined);
  }

  /** Somebody else stores a message for the owner and sends it himself; when nobody takes it, it is sent again from here. */
  async storedBy<T>(eventId: string, store: () => Promise<T>, isStored: (answer: T) => boolean): Promise<T> {
    this.#storing.add(eventId);
    const answer = await store().finally(() => this.#storing.delete(eventId));
    const sentMs = this.#parts.clock.now();
    if (isStored(answer)) this.#underWay.set(eventId, { sinceMs: sentMs, sentMs });
    return answer;
  }

  /** Resolves when the flow has taken enough, or when the source closes. */
  async room(): Promise<void> {
    while (!this.hasRoom() && !this.#closed) {
      this.#lookSoon();
      await new Promise<void>((resolve) => this.#wakers.add(resolve));
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel();
    this.#wake();
    await this.#looking;
  }

  #named(identity: Arrived['identity'], message: Message) {
    const { owner, hash } = this.#parts;
    const eventId = `i-${hash(JSON.stringify([owner, ...identity]))}`;
    return { eventId, message: { ...message, intake: eventId } };
  }

  #look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => {
      this.#looking = undefined;
      this.#cancel();
      if (this.#closed) return;
      this.#cancel = this.#parts.clock.after(
        this.#wakers.size > 0 ? LOOK_SOON_MS : LOOK_EVERY_MS,
        () => void this.#look(),
      );
    });
    return this.#looking;
  }

  #lookSoon(): void {
    if (this.#closed || this.#looking) return;
    this.#cancel();
    this.#cancel = this.#parts.clock.after(LOOK_SOON_MS, () => void this.#look());
  }

  async #lookOnce(): Promise<void> {
    const { journal, owner, clock, limit } = this.#parts;
    const asked = new Set(this.#underWay.keys());
    const untaken = await journal.untaken(owner, 2 * limit);
    if (!untaken.ok) return this.#parts.trouble(untaken.failure);
    const waiting = new Set(untaken.value.map(({ eventId }) => eventId));
    // Only what was stored before the question can be missing from the answer because it was taken.
    for (const name of asked) if (!waiting.has(name)) this.#underWay.delete(name);
    const before = clock.now() - AGAIN_AFTER_MS;
    for (const { eventId, message } of untaken.value) {
      const isRecent = (this.#underWay.get(eventId)?.sentMs ?? before) > before;
      if (!this.#closed && !isRecent && !this.#storing.has(eventId)) this.#send(eventId, message);
    }
    if (this.hasRoom()) this.#wake();
  }

  #send(name: string, message: Message): void {
    const sentMs = this.#parts.clock.now();
    this.#underWay.set(name, { sinceMs: this.#underWay.get(name)?.sinceMs ?? sentMs, sentMs });
    this.#parts.send(message);
  }

  #wake(): void {
    for (const wake of this.#wakers) wake();
    this.#wakers.clear();
  }
}

const closing = (owner: string): Failure => ({
  code: 'source-closing',
  class: 'transient',
  attempted: 'take in a message',
  on: owner,
  reason: 'the node is closing',
  nextStep: 'Send it again in a moment.',
});
