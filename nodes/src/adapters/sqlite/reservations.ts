/** Idempotency keys: reserved on a lease, committed with the message, remembered with the outcome. */

import { move } from '../../domain/delivery/states.ts';
import {
  judgeReservation,
  type ReservationEvent,
  type ReservationState,
  reservationMoves,
} from '../../domain/idempotency/reservation.ts';
import type { RecallAnswer, ReserveAnswer, ReserveRequest } from '../../domain/journal.ts';
import type { Receipt, ReservationToken } from '../../domain/message.ts';
import { leaseNumber, leaseText, type Session } from './session.ts';
import { hash16, query } from './sql.ts';

const states = ['free', 'reserved', 'committed', 'applied', 'refused', 'unknown'] as const;

interface Row {
  readonly state: number;
  readonly fingerprint: Uint8Array;
  readonly lease: number | null;
  readonly until: number;
  readonly retention: number;
  readonly first_seen: number;
  readonly message: number | null;
}

export type Reservations = ReturnType<typeof reservationTable>;

export function reservationTable(session: Session) {
  const { db, tallies } = session;
  const find = query<Row>(db, 'SELECT * FROM reservations WHERE key = ?');
  const grant = query(
    db,
    `INSERT INTO reservations (key, state, fingerprint, lease, until, retention, first_seen, message)
     VALUES (?, 1, ?, ?, ?, ?, ?, NULL)
     ON CONFLICT (key) DO UPDATE SET state = 1, fingerprint = excluded.fingerprint, lease = excluded.lease,
       until = excluded.until, retention = excluded.retention, first_seen = excluded.first_seen, message = NULL`,
  );
  const update = query(db, 'UPDATE reservations SET state = ?, until = ?, message = ? WHERE key = ?');
  const remove = query(db, 'DELETE FROM reservations WHERE key = ?');
  const receipt = query<{ body: string }>(db, 'SELECT body FROM receipts WHERE id = ?');
  const keepReceipt = query(db, 'INSERT OR REPLACE INTO receipts (id, body) VALUES (?, ?)');
  const dropReceipt = query(db, 'DELETE FROM receipts WHERE id = ?');
  const endLeases = query(db, 'UPDATE reservations SET until = 0 WHERE state = 1');
  const expired = query<{ key: Uint8Array; message: number | null }>(
    db,
    'SELECT key, message FROM reservations INDEXED BY reservations_to_forget WHERE state >= 3 AND until <= ? LIMIT ?',
  );

  const held = (token: ReservationToken, key: Uint8Array): Row | undefined => {
    const row = find.get(key);
    return row && row.lease !== null && row.lease === leaseNumber(session, token.lease) ? row : undefined;
  };
  const free = (key: Uint8Array, message: number | null): void => {
    remove.run(key);
    if (message !== null) dropReceipt.run(message);
    tallies.add('reservations', -1);
  };

  const known = (
    seen: Row,
    verdict: 'in-flight' | 'conflict' | 'duplicate',
  ): Exclude<RecallAnswer, { kind: 'free' }> => {
    if (verdict === 'in-flight') return { kind: 'in-flight', retryAfterMs: Math.max(1, seen.until - session.now) };
    const firstSeen = new Date(seen.first_seen).toISOString();
    if (verdict === 'conflict') return { kind: 'conflict', firstSeen };
    const kept = seen.message === null ? undefined : receipt.get(seen.message);
    return {
      kind: 'duplicate',
      state: stateOf(seen) as 'committed' | 'applied' | 'refused' | 'unknown',
      firstSeen,
      ...(kept ? { receipt: JSON.parse(kept.body) as Receipt } : {}),
    };
  };

  return {
    reserve(request: ReserveRequest): ReserveAnswer {
      const key = hash16(request.key);
      const print = hash16(request.fingerprint);
      const row = find.get(key);
      const verdict = judgeReservation(row && asRow(row), hex(print), session.now);
      if (verdict === 'grant') {
        if (row === undefined) tallies.add('reservations', 1);
        else if (row.message !== null) dropReceipt.run(row.message);
        const lease = tallies.next('lease');
        grant.run(key, print, lease, session.now + request.leaseMs, request.retentionMs, session.now);
        return { kind: 'reserved', token: { key: request.key, lease: leaseText(session, lease) } };
      }
      return known(row as Row, verdict);
    },

    recall(keyText: string, fingerprint: string): RecallAnswer {
      const row = find.get(hash16(keyText));
      const verdict = judgeReservation(row && asRow(row), hex(hash16(fingerprint)), session.now);
      return row === undefined || verdict === 'grant' ? { kind: 'free' } : known(row, verdict);
    },

    release(token: ReservationToken): void {
      const key = hash16(token.key);
      const row = held(token, key);
      if (row && stateOf(row) === 'reserved') free(key, null);
    },

    /** `committed` for now, the message's id when an earlier call stored it, `lost` when another message has the key. */
    commit(token: ReservationToken, message: number): { kind: 'committed' | 'lost' } | { kind: 'stored'; id: number } {
      const key = hash16(token.key);
      const row = held(token, key);
      if (row === undefined) return { kind: 'lost' };
      if (stateOf(row) !== 'reserved')
        return row.message === null ? { kind: 'lost' } : { kind: 'stored', id: row.message };
      update.run(stateAfter(row, 'commit'), 0, message, key);
      return { kind: 'committed' };
    },

    /** Rejected before it reached a queue. False when the key is not ours to refuse. */
    refuseHeld(token: ReservationToken): boolean {
      const key = hash16(token.key);
      const row = held(token, key);
      if (row === undefined || stateOf(row) !== 'reserved') return false;
      update.run(stateAfter(row, 'refuse'), session.now + row.retention, null, key);
      return true;
    },

    /** The end of delivery for the key of message `message`. */
    finish(keyText: string, message: number, event: 'apply' | 'refuse' | 'doubt', proof?: Receipt): void {
      const key = hash16(keyText);
      const row = find.get(key);
      if (row === undefined || row.message !== message) return;
      update.run(stateAfter(row, event), session.now + row.retention, message, key);
      if (proof) keepReceipt.run(message, JSON.stringify(proof));
    },

    /** False when somebody else owns the key by now: replaying would do it twice. */
    replay(keyText: string, message: number): boolean {
      const key = hash16(keyText);
      const row = find.get(key);
      if (row === undefined) return true;
      if (row.message !== message || move(reservationMoves, stateOf(row), 'replay') === undefined) return false;
      update.run(stateAfter(row, 'replay'), 0, message, key);
      return true;
    },

    /** Frees the key of a letter that goes through the whole flow again; false when it is somebody else's by now. */
    resubmit(keyText: string): boolean {
      const key = hash16(keyText);
      const row = find.get(key);
      if (row === undefined || stateOf(row) === 'reserved') return true; // the guard will wait for its holder
      if (move(reservationMoves, stateOf(row), 'resubmit') === undefined || row.message !== null) return false;
      free(key, null);
      return true;
    },

    /** At start: no holder is alive, so the next one need not wait. */
    endLeases: () => void endLeases.run(),

    /** Forgets at most `limit` keys whose retention is over; returns how many. */
    forget(limit: number): number {
      const rows = expired.all(session.now, limit);
      for (const row of rows) free(row.key, row.message);
      return rows.length;
    },
  };
}

const stateOf = (row: Row): ReservationState => states[row.state] ?? 'free';
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

function asRow(row: Row) {
  return {
    state: stateOf(row) as Exclude<ReservationState, 'free'>,
    fingerprint: hex(row.fingerprint),
    until: row.until,
  };
}

function stateAfter(row: Row, event: ReservationEvent): number {
  const to = move(reservationMoves, stateOf(row), event);
  if (to === undefined) throw new Error(`A key that is ${stateOf(row)} cannot ${event}.`);
  return states.indexOf(to);
}
