/**
 * The life of an idempotency key. Reserving is a promise with a lease; only the transaction that stores the message
 * makes it a memory. A crash between the two forgets the key, so the source's second attempt is not taken for a duplicate.
 */
import type { Move } from '../delivery/states.ts';

export type ReservationState = 'free' | 'reserved' | 'committed' | 'applied' | 'refused' | 'unknown';

export type ReservationEvent =
  | 'reserve'
  | 'takeover'
  | 'release'
  | 'commit'
  | 'apply'
  | 'refuse'
  | 'doubt'
  | 'replay'
  | 'resubmit'
  | 'forget';

export const reservationMoves: readonly Move<ReservationState, ReservationEvent>[] = [
  { from: 'free', on: 'reserve', to: 'reserved', because: 'First sight of the key: one message holds it for a while.' },
  { from: 'reserved', on: 'takeover', to: 'reserved', because: 'The lease ran out, another message holds it now.' },
  { from: 'reserved', on: 'release', to: 'free', because: 'Its holder gave it back without a trace.' },
  { from: 'reserved', on: 'commit', to: 'committed', because: 'The message is stored in a queue, same transaction.' },
  { from: 'reserved', on: 'refuse', to: 'refused', because: 'The message is a dead letter, same transaction.' },
  { from: 'committed', on: 'apply', to: 'applied', because: 'The target holds the effect; the receipt is kept.' },
  { from: 'committed', on: 'refuse', to: 'refused', because: 'Delivery ended in a dead letter.' },
  { from: 'committed', on: 'doubt', to: 'unknown', because: 'Delivery ended in doubt and waits for a person.' },
  { from: 'refused', on: 'replay', to: 'committed', because: 'The dead letter is back in its queue.' },
  { from: 'unknown', on: 'replay', to: 'committed', because: 'The dead letter is back in its queue, to look first.' },
  { from: 'refused', on: 'resubmit', to: 'free', because: 'The dead letter goes through the whole flow again.' },
  { from: 'applied', on: 'forget', to: 'free', because: 'The retention of its event type is over.' },
  { from: 'refused', on: 'forget', to: 'free', because: 'The retention of its event type is over.' },
  { from: 'unknown', on: 'forget', to: 'free', because: 'The retention of its event type is over.' },
];

/** What the journal remembers of a key. */
export interface ReservationRow {
  readonly state: Exclude<ReservationState, 'free'>;
  readonly fingerprint: string;
  /** Epoch ms: end of the lease while reserved, end of retention when applied, refused or unknown. */
  readonly until: number;
}

export type ReservationVerdict = 'grant' | 'in-flight' | 'duplicate' | 'conflict';

/**
 * Answer to a request for a key. A key in flight answers so whatever the data: its holder may still give it back, and
 * data that was never accepted cannot be in conflict with anything.
 */
export function judgeReservation(
  row: ReservationRow | undefined,
  fingerprint: string,
  nowMs: number,
): ReservationVerdict {
  if (row === undefined) return 'grant';
  if (row.state === 'reserved') return row.until <= nowMs ? 'grant' : 'in-flight';
  if (row.state !== 'committed' && row.until <= nowMs) return 'grant';
  return row.fingerprint === fingerprint ? 'duplicate' : 'conflict';
}
