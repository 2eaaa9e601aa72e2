/** What travels between the port on the main thread and the worker that owns the file. Messages travel as JSON text. */
import type { BatchRow } from '../../domain/delivery/batch.ts';
import type {
  AuditEntry,
  AuditFilter,
  DeadLetterCause,
  DeadLetterFilter,
  DeadLetterPage,
  DeadLetterRequest,
  DeadLetterSummary,
  Decision,
} from '../../domain/delivery/dead-letter.ts';
import type { Failure } from '../../domain/failure.ts';
import type {
  CounterState,
  Fact,
  JournalStats,
  LedgerStep,
  OrderLedger,
  QueueOptions,
  RecallAnswer,
  ReserveAnswer,
  ReserveRequest,
  SettleAnswer,
  Settlement,
  UnderWay,
} from '../../domain/journal.ts';
import type { DeliveryToken, Receipt, ReservationToken } from '../../domain/message.ts';
import type { DropReason } from '../../domain/outcome.ts';
import type { Result } from '../../domain/ports.ts';
import type { CrosswalkChange, KeptRow, Miss } from '../../domain/site/crosswalk/row.ts';

export interface EventWire {
  readonly eventId: string;
  readonly partition?: string;
  readonly body: string;
}

export interface StepWire extends Omit<LedgerStep, 'events'> {
  readonly events: readonly EventWire[];
}

export interface UnderWayWire {
  readonly messages: readonly (Omit<UnderWay, 'message'> & { readonly body: string })[];
  readonly isWhole: boolean;
}

export interface EnqueueWire {
  readonly queue: string;
  readonly lane: string;
  readonly priority: number;
  readonly body: string;
  readonly eventId?: string;
  readonly reservation?: ReservationToken;
  readonly fact?: Fact;
}

export interface LeasedWire {
  readonly token: DeliveryToken;
  readonly body: string;
  readonly enqueuedAt: number;
}

export interface BuryWire extends Omit<DeadLetterRequest, 'message' | 'original'> {
  readonly body: string;
  readonly original: string;
  readonly eventId?: string;
  readonly lane?: string;
  readonly delivery?: DeliveryToken;
  readonly reservation?: ReservationToken;
  /** Idempotency key as far as the message knows it. */
  readonly key?: string;
  readonly eventType?: string;
  /** The message's story as JSON; longer than what the queue knows when it was buried behind the queue. */
  readonly trail: string;
}

export interface CorrectionWire {
  readonly body: string;
  readonly note: string;
  readonly fact?: Fact;
  readonly eventId?: string;
  readonly partition?: string;
}

/** A dead letter with message and original still as text. */
export interface LetterWire extends DeadLetterSummary {
  readonly body: string;
  readonly original: string | null;
  readonly trail: string | null;
}

/** What is handed on as text. */
export type SettlementWire =
  | Exclude<Settlement, { kind: 'delivered' }>
  | {
      readonly kind: 'delivered';
      readonly receipt: Receipt;
      readonly handOn?: { readonly owner: string; readonly eventId: string; readonly body: string };
    };

/** One method per request; each runs inside the transaction of its batch. */
export interface Operations {
  reserve(request: ReserveRequest): Result<ReserveAnswer>;
  recall(key: string, fingerprint: string): Result<RecallAnswer>;
  release(token: ReservationToken): Result<void>;
  openQueue(options: QueueOptions): Result<void>;
  enqueue(request: EnqueueWire): Result<{ readonly id: number }>;
  lease(queue: string, max: number): Result<readonly LeasedWire[]>;
  settle(token: DeliveryToken, settlement: SettlementWire): Result<SettleAnswer>;
  bury(request: BuryWire): Result<{ readonly id: number }>;
  deadLetters(filter: DeadLetterFilter): Result<readonly LetterWire[]>;
  deadLetterPage(filter: DeadLetterFilter): Result<DeadLetterPage>;
  deadLetterCauses(filter: DeadLetterFilter): Result<readonly DeadLetterCause[]>;
  replay(id: number, correction?: CorrectionWire, decision?: Decision): Result<LetterWire>;
  discard(id: number, reason: string, decision?: Decision): Result<void>;
  recordCheck(ids: readonly number[], decision: Decision): Result<void>;
  audit(filter: AuditFilter): Result<readonly AuditEntry[]>;
  crosswalk(site: string): Result<readonly KeptRow[]>;
  changeCrosswalk(change: CrosswalkChange, decision: Decision): Result<{ readonly changed: number }>;
  crosswalkMisses(site: string, limit: number): Result<readonly Miss[]>;
  counters(owner: string): Result<readonly CounterState[]>;
  recordStep(step: StepWire): Result<void>;
  untaken(owner: string, limit: number): Result<readonly { readonly eventId: string; readonly body: string }[]>;
  underWay(limit: number): Result<UnderWayWire>;
  take(eventId: string, why?: DropReason): Result<void>;
  isBatchOpen(owner: string, name: string): Result<boolean>;
  batchRows(owner: string, name: string, after: number, limit: number): Result<readonly BatchRow[]>;
  forgetBatch(owner: string, name: string): Result<boolean>;
  orderLedger(partition: string): Result<OrderLedger>;
  bindOrder(partition: string, binding: Readonly<Record<string, unknown>>): Result<void>;
  stats(): Result<JournalStats>;
  /** Forgets what is past its retention, a slice at a time; true when there is more. */
  sweep(): Result<boolean>;
}

export type OperationName = keyof Operations;

export interface Request {
  readonly id: number;
  readonly name: OperationName;
  readonly args: readonly unknown[];
  readonly now: number;
  readonly random: number;
}

export interface Answer {
  readonly id: number;
  readonly result: Result<unknown>;
  /** A bug: the promise is rejected with this text. */
  readonly bug?: string;
}

/** When a queue can go on, epoch ms; absent `due` when nothing is to be done. */
export interface WorkHint {
  readonly queue: string;
  /** False when the queue was only asked for work. */
  readonly moved: boolean;
  readonly due?: number;
}

export type FromWorker =
  | { readonly kind: 'opened'; readonly work: readonly WorkHint[]; readonly owners: readonly string[] }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | {
      readonly kind: 'answers';
      /** As `packing.ts` packs them. */
      readonly answers: readonly unknown[];
      readonly work: readonly WorkHint[];
      readonly owners: readonly string[];
    }
  | { readonly kind: 'closed' };

export type ToWorker =
  | { readonly kind: 'requests'; readonly requests: readonly unknown[] }
  | { readonly kind: 'close' };

export interface WorkerOptions {
  /** Epoch ms at the port's user. */
  readonly now: number;
  readonly file: string;
  /** Identity given to a file that is created now. */
  readonly fileId: string;
  /** Space given back to the disk when it is full, so that the queue can be worked off. 0 for none. */
  readonly reserveBytes: number;
  /** Below this much free space nothing new is taken in. */
  readonly minFreeBytes: number;
}
