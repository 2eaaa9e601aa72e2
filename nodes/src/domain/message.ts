/**
 * What travels between Plantwire nodes, as plain data. In Node-RED `event` is `msg.payload`; the rest lives in
 * `msg.intent`, `msg.receipt`, `msg.failure` and `msg.plantwire` (see `host/message.ts`).
 */
import type { Failure } from './failure.ts';
import type { Intent } from './odoo/intent.ts';
import type { Receipt } from './receipt.ts';

export type { Receipt } from './receipt.ts';

/** Proof of a lease on an outbox row; a stale one is refused by the journal. */
export interface DeliveryToken {
  readonly queue: string;
  readonly id: number;
  readonly attempt: number;
  readonly lease: string;
  /** An earlier attempt ended unknown: look for the marker and the post-condition before acting. */
  readonly verify: boolean;
}

/** Proof of a reserved idempotency key, committed by the outbox in the transaction that stores the message. */
export interface ReservationToken {
  readonly key: string;
  readonly lease: string;
}

/** One step of a message's story, as shown beside a dead letter. */
export interface TrailEntry {
  readonly stage: string;
  /** RFC 3339 UTC. */
  readonly at: string;
  readonly verdict: string;
}

export interface Message {
  /** The CloudEvents envelope once validated; anything at all before that. */
  readonly event: unknown;
  readonly intent?: Intent;
  readonly reservation?: ReservationToken;
  readonly delivery?: DeliveryToken;
  /**
   * Name under which a source stored the message before it acknowledged its peer. The journal takes it when a queue or a
   * dead letter holds the message; until then the source sends it again.
   */
  readonly intake?: string;
  readonly receipt?: Receipt;
  readonly failure?: Failure;
  readonly trail: readonly TrailEntry[];
  /** What was in force when the message was made what it is: map, site pack. Kept for dead letters. */
  readonly versions?: Readonly<Record<string, string>>;
}
