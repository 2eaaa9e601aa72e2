/**
 * The journal port: reservations, outbox, dead letters, counter ledgers and order facts in one store and one
 * transaction. Every method resolves only after the commit that holds its effect; a rejected promise means a bug.
 * Expected trouble (disk full, read-only, closed) is a failed `Result`, and then nothing of the call was stored.
 * Conformance: `test/contract/journal.ts`.
 */
import type { BatchRow, NewBatchRow } from './delivery/batch.ts';
import type {
  AuditEntry,
  AuditFilter,
  DeadLetter,
  DeadLetterCause,
  DeadLetterFilter,
  DeadLetterPage,
  DeadLetterRequest,
  Decision,
} from './delivery/dead-letter.ts';
import type { Failure } from './failure.ts';
import type { DeliveryToken, Message, Receipt, ReservationToken } from './message.ts';
import type { DropReason } from './outcome.ts';
import type { Result } from './ports.ts';
import type { CrosswalkChange, KeptRow, Miss } from './site/crosswalk/row.ts';

export type { DeadLetter, DeadLetterFilter, DeadLetterRequest } from './delivery/dead-letter.ts';

/** Answer to a reservation; see `idempotency/reservation.ts` for the state machine. */
export type ReserveAnswer =
  | { readonly kind: 'reserved'; readonly token: ReservationToken }
  /** Another message holds the key; ask again after `retryAfterMs`. */
  | { readonly kind: 'in-flight'; readonly retryAfterMs: number }
  /** Same key, same data: queued, posted, refused or in doubt already. */
  | {
      readonly kind: 'duplicate';
      readonly state: 'committed' | 'applied' | 'refused' | 'unknown';
      readonly receipt?: Receipt;
      readonly firstSeen: string;
    }
  /** Same key, other data. */
  | { readonly kind: 'conflict'; readonly firstSeen: string };

/** What is known of a key, asked without reserving it. */
export type RecallAnswer = Exclude<ReserveAnswer, { kind: 'reserved' }> | { readonly kind: 'free' };

export interface ReserveRequest {
  readonly key: string;
  /** Hash of the data without volatile fields. */
  readonly fingerprint: string;
  readonly leaseMs: number;
  readonly retentionMs: number;
}

export interface RetryPolicy {
  readonly baseMs: number;
  readonly maxMs: number;
  /** Time budget from enqueue; when it is spent the message is buried. */
  readonly budgetMs: number;
  /** How long a `waiting` message may wait before it is buried. */
  readonly waitBudgetMs: number;
}

export interface QueueOptions {
  readonly queue: string;
  readonly retry: RetryPolicy;
  readonly leaseMs: number;
  /** A buried head holds its lane (true, right for stock) or frees it. */
  readonly holdLaneOnBury: boolean;
  /** Most messages of this queue under a lease at once, over all its users; no bound when absent. */
  readonly concurrency?: number;
}

/** A quantity fact about an order, stored with the message that reports it. Quantities are decimal strings. */
export interface Fact {
  readonly partition: string;
  readonly use: 'good' | 'scrap' | 'byproduct' | 'consumed';
  readonly material: string;
  readonly lot?: string;
  readonly reason?: string;
  readonly quantity: string;
  readonly uom: string;
  readonly shiftId?: string;
  readonly at: string;
  /** Idempotency key of the event; one fact per key. */
  readonly key: string;
}

export interface EnqueueRequest {
  readonly queue: string;
  /** Ordering scope; first in, first out. */
  readonly lane: string;
  /** Smaller goes first between lanes: 0 holds, 1 bookings, 2 orders, 3 master data, 4 summaries. */
  readonly priority: number;
  readonly message: Message;
  readonly fact?: Fact;
}

export interface Leased {
  readonly token: DeliveryToken;
  readonly message: Message;
  readonly enqueuedAt: number;
}

/** What the deliverer says about a leased message. The journal applies the queue's retry policy (`delivery/decide.ts`). */
export type Settlement =
  | { readonly kind: 'delivered'; readonly receipt: Receipt; readonly handOn?: HandOn }
  /** `absent`: the deliverer looked and the target surely does not have it, which ends an earlier doubt. */
  | { readonly kind: 'failed'; readonly failure: Failure; readonly afterMs?: number; readonly absent?: true }
  | { readonly kind: 'unknown'; readonly failure: Failure }
  | { readonly kind: 'refused'; readonly failure: Failure }
  | { readonly kind: 'still-working' };

/** What goes on after a delivery and must not be lost: an untaken event of `owner`, stored with the settlement. */
export interface HandOn {
  readonly owner: string;
  readonly eventId: string;
  /** With its receipt. */
  readonly message: Message;
}

export type SettleAnswer =
  | {
      readonly kind: 'settled';
      readonly state: 'delivered' | 'ready' | 'verifying' | 'buried' | 'leased';
      readonly deadLetterId?: number;
    }
  /** The lease is not ours any more: somebody else has the message. Nothing was changed. */
  | { readonly kind: 'stale' };

/** A counter's durable position; `epoch` rises with every reset, so a range (tag, epoch, from, to] never repeats. */
export interface CounterState {
  readonly tag: string;
  readonly epoch: number;
  /** Last total seen, decimal string. */
  readonly total: string;
  /** Start of the range that is still open (not published), decimal string. */
  readonly openFrom: string;
  /** RFC 3339 of the last sample used. */
  readonly at: string;
  /** Opaque state of the compiler (`domain/plant/counter.ts`), plain JSON. */
  readonly memory: unknown;
}

/** What one step of a counter compiler stores at once: new positions, ranges to publish, order segments that ended. */
export interface LedgerStep {
  readonly owner: string;
  readonly counters: readonly CounterState[];
  /**
   * Events made of closed ranges, or messages a source took in, then under the name in `message.intake`. Kept until they
   * are taken (queued, buried or found a duplicate).
   */
  readonly events: readonly { readonly eventId: string; readonly message: Message }[];
  /** Counter `tag` has nothing more to say about the order of `partition`. */
  readonly segments: readonly { readonly partition: string; readonly tag: string; readonly closedAt: string }[];
  /** Tags of the owner whose position nobody needs any more. */
  readonly forget?: readonly string[];
  /** Rows of a batch, such as a file, whose source events are in this step: how each ends is kept with the batch. */
  readonly batch?: { readonly name: string; readonly rows: readonly NewBatchRow[] };
  /** What people decided, for the audit: each entry is there when the step is. */
  readonly decisions?: readonly Decision[];
}

/** A message that is nowhere to its end yet. */
export interface UnderWay {
  readonly message: Message;
  /** `source`: stored by a source or a step, and taken by nobody yet. `aside`: an open dead letter. */
  readonly at: 'queue' | 'source' | 'aside';
  /** Name of the queue, where it is or was in one. */
  readonly queue?: string;
}

export interface FactRow extends Fact {
  readonly seq: number;
  /** Posted and read back in Odoo, buried, or still under way. */
  readonly state: 'queued' | 'posted' | 'buried';
}

/** Everything the journal knows about one order; what a completion is computed from. */
export interface OrderLedger {
  readonly facts: readonly FactRow[];
  readonly closedTags: readonly string[];
  /** Events of closed ranges of this order that no queue has taken yet. */
  readonly untaken: number;
  /** Open dead letters of this order that never had a queue; absent when there are none. */
  readonly aside?: number;
  /** Free notes of the dialect about the order (for example which Odoo group it is bound to). */
  readonly binding?: Readonly<Record<string, unknown>>;
}

/** `waiting` messages were tried and put off; `leased` ones are with a deliverer, in doubt or not. */
export interface QueueStats {
  readonly ready: number;
  readonly leased: number;
  readonly waiting: number;
  readonly verifying: number;
  /** Age of the oldest message not yet delivered or buried. */
  readonly oldestAgeMs: number;
  readonly delivered: number;
}

export interface JournalStats {
  readonly writable: boolean;
  /** Why not, when not. */
  readonly failure?: Failure;
  readonly file: string;
  readonly bytes: number;
  readonly reservations: number;
  /** All queues together. */
  readonly outbox: QueueStats;
  readonly queues?: Readonly<Record<string, QueueStats>>;
  readonly deadLetters: { readonly open: number; readonly oldestAgeMs: number };
  readonly untakenEvents: number;
}

export interface Journal {
  reserve(request: ReserveRequest): Promise<Result<ReserveAnswer>>;
  /** What became of a key; changes nothing. A source answers a repeated sending with it. */
  recall(key: string, fingerprint: string): Promise<Result<RecallAnswer>>;
  release(token: ReservationToken): Promise<Result<void>>;

  openQueue(options: QueueOptions): Promise<Result<void>>;
  /** Stores the message, its fact, commits its reservation and takes its source event, all in one transaction. */
  enqueue(request: EnqueueRequest): Promise<Result<{ readonly id: number }>>;
  /** Leases heads of lanes that are due, best priority first, at most `max`. */
  lease(queue: string, max: number): Promise<Result<readonly Leased[]>>;
  settle(token: DeliveryToken, settlement: Settlement): Promise<Result<SettleAnswer>>;
  /**
   * Calls back when the queue may have work: something was enqueued, settled, or a delay ran out. Also for owners of
   * events that a replay made untaken, and by the names of `site/crosswalk/row.ts`. Returns unsubscribe.
   */
  onWork(queue: string, listener: () => void): () => void;

  bury(request: DeadLetterRequest): Promise<Result<{ readonly id: number }>>;
  deadLetters(filter?: DeadLetterFilter): Promise<Result<readonly DeadLetter[]>>;
  /** The same without payload, with how many there are: cheap at any number of letters. */
  deadLetterPage(filter: DeadLetterFilter): Promise<Result<DeadLetterPage>>;
  /** Letters by cause, most first. */
  deadLetterCauses(filter: DeadLetterFilter): Promise<Result<readonly DeadLetterCause[]>>;
  /**
   * Puts the message back into the queue it came from, same key and lane, in doubt when it was buried in doubt. A letter
   * that never had a queue frees its key and becomes an untaken event of its outlet, under the event's id or, without
   * one, `dead-letter-<id>`. A correction replaces the message and, with its intent, the order's fact. The decision goes
   * into the audit in the same transaction.
   */
  replay(
    id: number,
    correction?: { readonly message: Message; readonly note: string },
    decision?: Decision,
  ): Promise<Result<DeadLetter>>;
  discard(id: number, reason: string, decision?: Decision): Promise<Result<void>>;
  /** Rows of the crosswalk of a site that engineers maintain, oldest first, retired ones too. */
  crosswalk(site: string): Promise<Result<readonly KeptRow[]>>;
  /** All moves or none; refused as `crosswalk-conflict`. The decision goes into the audit in the same transaction. */
  changeCrosswalk(change: CrosswalkChange, decision: Decision): Promise<Result<{ readonly changed: number }>>;
  /** Codes for which messages were put aside (`unknownCodes` of a failure), latest first. */
  crosswalkMisses(site: string, limit: number): Promise<Result<readonly Miss[]>>;
  /** Writes into the audit that somebody asked whether these letters are still right. */
  recordCheck(ids: readonly number[], decision: Decision): Promise<Result<void>>;
  /** Newest first. */
  audit(filter: AuditFilter): Promise<Result<readonly AuditEntry[]>>;

  counters(owner: string): Promise<Result<readonly CounterState[]>>;
  recordStep(step: LedgerStep): Promise<Result<void>>;
  /** Events of `owner` that nobody has taken yet, oldest first; published again after a restart. */
  untaken(
    owner: string,
    limit: number,
  ): Promise<Result<readonly { readonly eventId: string; readonly message: Message }[]>>;
  /** Whatever has not come to its end, oldest first; at most `limit` of each kind, and `isWhole` when that is all. */
  underWay(limit: number): Promise<Result<{ readonly messages: readonly UnderWay[]; readonly isWhole: boolean }>>;
  /** A duplicate or filtered event needs no queue any more. */
  take(eventId: string, why?: DropReason): Promise<Result<void>>;

  /** Whether a row of the batch has no end yet. */
  isBatchOpen(owner: string, name: string): Promise<Result<boolean>>;
  /** Rows behind `after`, in order. */
  batchRows(owner: string, name: string, after: number, limit: number): Promise<Result<readonly BatchRow[]>>;
  /** Part of it at a time; true when there is more. */
  forgetBatch(owner: string, name: string): Promise<Result<boolean>>;

  orderLedger(partition: string): Promise<Result<OrderLedger>>;
  bindOrder(partition: string, binding: Readonly<Record<string, unknown>>): Promise<Result<void>>;

  stats(): Promise<JournalStats>;
  /** Waits for what is in flight, then closes the file. */
  close(): Promise<void>;
}
