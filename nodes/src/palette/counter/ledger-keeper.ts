/**
 * Stores every step in the journal before anything of it is sent. While the journal cannot store, steps add up in
 * memory and nothing leaves; the totals in the machines are the safety net.
 */
import type { Failure } from '../../domain/failure.ts';
import type { CounterState, Journal, LedgerStep } from '../../domain/journal.ts';
import type { Message } from '../../domain/message.ts';
import type { Clock } from '../../domain/ports.ts';

export interface Stored {
  readonly counters: readonly CounterState[];
  readonly messages: LedgerStep['events'];
  readonly segments: LedgerStep['segments'];
}

export interface KeeperOutlets {
  send(message: Message): void;
  /** The journal cannot store, or can again (undefined). */
  trouble(failure: Failure | undefined): void;
}

const RETRY_MS = 2_000;
/** What is on its way longer than this is sent again; the guard knows it. */
const AGAIN_AFTER_MS = 30_000;
const PAGE = 500;

export class LedgerKeeper {
  readonly #journal: Journal;
  readonly #owner: string;
  readonly #clock: Clock;
  readonly #outlets: KeeperOutlets;
  readonly #sentAt = new Map<string, number>();
  #rows = new Map<string, CounterState>();
  #messages: Stored['messages'][number][] = [];
  #segments: Stored['segments'][number][] = [];
  #saving: Promise<void> | undefined;
  readonly #cancels = new Set<() => void>();
  #closed = false;

  constructor(journal: Journal, owner: string, clock: Clock, outlets: KeeperOutlets) {
    this.#journal = journal;
    this.#owner = owner;
    this.#clock = clock;
    this.#outlets = outlets;
  }

  /** Sends what an earlier run stored and nobody took, and goes on doing so. */
  async start(): Promise<void> {
    await this.#sendUntaken();
    this.#later(AGAIN_AFTER_MS, () => void this.start());
  }

  /** Resolves when the step is stored and sent, or when the journal could not; then it is tried again. */
  keep(step: Stored): Promise<void> {
    for (const row of step.counters) this.#rows.set(row.tag, row);
    this.#messages.push(...step.messages);
    this.#segments.push(...step.segments);
    return this.#save();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const cancel of this.#cancels) cancel();
    await this.#save();
  }

  /** Steps that come while one is being stored share the next transaction. */
  #save(): Promise<void> {
    if (this.#rows.size === 0) return this.#saving ?? Promise.resolve();
    this.#saving ??= this.#saveAll();
    return this.#saving;
  }

  /** Ends in the same turn in which it finds nothing more to store, so that no step falls between two runs. */
  async #saveAll() {
    while (this.#rows.size > 0) {
      const stored = await this.#saveOnce();
      if (!stored) break;
    }
    this.#saving = undefined;
  }

  async #saveOnce(): Promise<boolean> {
    const [rows, events, segments] = [this.#rows, this.#messages, this.#segments];
    this.#rows = new Map();
    this.#messages = [];
    this.#segments = [];
    const stored = await this.#journal.recordStep({
      owner: this.#owner,
      counters: [...rows.values()],
      events,
      segments,
    });
    this.#outlets.trouble(stored.ok ? undefined : stored.failure);
    if (stored.ok) {
      for (const { eventId, message } of events) this.#send(eventId, message);
      return true;
    }
    this.#rows = new Map([...rows, ...this.#rows]);
    this.#messages = [...events, ...this.#messages];
    this.#segments = [...segments, ...this.#segments];
    this.#later(RETRY_MS, () => void this.#save());
    return false;
  }

  async #sendUntaken() {
    const untaken = await this.#journal.untaken(this.#owner, PAGE);
    if (!untaken.ok) return this.#outlets.trouble(untaken.failure);
    const waiting = new Set(untaken.value.map(({ eventId }) => eventId));
    for (const eventId of this.#sentAt.keys()) if (!waiting.has(eventId)) this.#sentAt.delete(eventId);
    const before = this.#clock.now() - AGAIN_AFTER_MS;
    for (const { eventId, message } of untaken.value) {
      if (!this.#closed && (this.#sentAt.get(eventId) ?? 0) <= before) this.#send(eventId, message);
    }
  }

  #send(eventId: string, message: Message): void {
    this.#sentAt.set(eventId, this.#clock.now());
    this.#outlets.send(message);
  }

  #later(delayMs: number, task: () => void) {
    if (this.#closed) return;
    const cancel = this.#clock.after(delayMs, () => {
      this.#cancels.delete(cancel);
      task();
    });
    this.#cancels.add(cancel);
  }
}
