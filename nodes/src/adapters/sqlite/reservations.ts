/**
 * Idempotency keys: reserved on a lease, committed with the message, remembered with the outcome. A reservation lives in
 * memory alone: with the process its holder is gone too, and the next one shall not wait. What makes it a memory is the
 * commit. Its token carries what the commit writes, so a holder that outlives a reopened journal keeps its right.
 */
import { move } from '../../domain/delivery/states.ts';
import {
  judgeReservation,
  type ReservationEvent,
  type ReservationState,
  reservationMoves,
} from '../../domain/idempotency/reservation.ts';
import type { RecallAnswer, ReserveAnswer, ReserveRequest } from '../../domain/journal.ts';
import type { Receipt, ReservationToken } from '../../domain/message.ts';
import { type Endings, stateCode, stateNamed } from './endings.ts';
import type { FactPlace } from './fact-store.ts';
import { type Claim, claimText, createHolders, readClaim } from './holders.ts';
import type { KeyRow, KeyStore } from './key-store.ts';
import type { Session } from './session.ts';
import { hash16, sameBytes } from './sql.ts';

/** A key as it stands, its message's end included. */
interface Known {
  readonly state: Exclude<ReservationState, 'free'>;
  readonly fingerprint: Uint8Array;
  readonly until: number;
  readonly firstSeen: number;
  readonly receipt: string | null;
}

/** A message that took longer than its lease may still come; after this only its token speaks for it. */
const LAPSED_MS = 600_000;

export type Reservations = ReturnType<typeof reservationTable>;

export function reservationTable(session: Session, { keys, endings }: { keys: KeyStore; endings: Endings }) {
  const { tallies } = session;
  const holders = createHolders(session);
  const known = (row: KeyRow): Known => {
    const end = endings.of(row.message);
    return {
      state: stateNamed(end?.state ?? row.state) as Known['state'],
      fingerprint: row.fingerprint,
      until: end?.until ?? 0,
      firstSeen: row.first_seen,
      receipt: end?.receipt ?? null,
    };
  };
  const verdictOn = (seen: Known | undefined, print: string) => {
    const fingerprint = seen && isPrintOf(seen.fingerprint, print) ? 'same' : 'other';
    return judgeReservation(seen && { ...seen, fingerprint }, 'same', session.now);
  };
  const seenAs = (
    keyText: string,
    key = hash16(keyText),
  ): { readonly held?: Claim; readonly row?: KeyRow; readonly known?: Known } => {
    const held = holders.of(keyText);
    if (held) return { held, known: asHeld(held) };
    const row = keys.find(key);
    return row ? { row, known: known(row) } : {};
  };
  const free = (key: Uint8Array, message: number | null): void => {
    if (message !== null) endings.remove(message);
    keys.remove(key);
    tallies.add('reservations', -1);
  };
  /** Writes a key that had no row, or a row whose retention is over. */
  const store = (claim: Claim, key: Uint8Array, state: ReservationState, message: number): void => {
    if (claim.replaces) {
      const old = keys.find(key);
      if (old) free(key, old.message);
    }
    const { fingerprint, lease, retentionMs, firstSeen } = claim;
    const row = { state: stateCode(state), fingerprint, lease, retention: retentionMs, first_seen: firstSeen, message };
    keys.add(key, row);
    tallies.add('reservations', 1);
  };
  /** The claim behind a token, when nobody else has the key. */
  const claimOf = (token: ReservationToken): Claim | undefined => {
    const claim = readClaim(session, token.lease);
    const held = holders.of(token.key);
    if (held || claim === undefined) return held?.lease === claim?.lease ? held : undefined;
    // Given before the journal was opened anew, or long ago: good as long as nobody took the key since.
    const row = keys.find(hash16(token.key));
    return row === undefined || verdictOn(known(row), '') === 'grant' ? claim : undefined;
  };

  return {
    reserve(request: ReserveRequest): ReserveAnswer {
      const key = hash16(request.key);
      const seen = seenAs(request.key, key);
      const verdict = verdictOn(seen.known, request.fingerprint);
      if (verdict !== 'grant') return answerFor(seen.known as Known, verdict, session.now);
      const claim = holders.take(
        request,
        { key, fingerprint: printOf(request.fingerprint) },
        seen.row !== undefined || seen.held?.replaces === true,
      );
      return { kind: 'reserved', token: { key: request.key, lease: claimText(session, claim) } };
    },

    recall(keyText: string, fingerprint: string): RecallAnswer {
      const seen = seenAs(keyText).known;
      const verdict = verdictOn(seen, fingerprint);
      return seen === undefined || verdict === 'grant' ? { kind: 'free' } : answerFor(seen, verdict, session.now);
    },

    release(token: ReservationToken): void {
      const held = holders.of(token.key);
      if (held && held.lease === readClaim(session, token.lease)?.lease) holders.drop(token.key);
    },

    /** `committed` for now, the message's id when an earlier call stored it, `lost` when another message has the key. */
    commit(token: ReservationToken, message: number): Commitment {
      const claim = claimOf(token);
      const key = claim?.key ?? hash16(token.key);
      if (claim) {
        store(claim, key, stateAfter('reserved', 'commit'), message);
        holders.drop(token.key);
        return { kind: 'committed', retention: claim.retentionMs, key };
      }
      const lease = readClaim(session, token.lease)?.lease;
      const row = lease === undefined ? undefined : keys.find(key);
      return row && row.message !== null && row.lease === lease
        ? { kind: 'stored', id: row.message }
        : { kind: 'lost' };
    },

    /** Rejected before it reached a queue. False when the key is not ours to refuse. */
    refuseHeld(token: ReservationToken): boolean {
      const claim = claimOf(token);
      if (claim === undefined) return false;
      const key = claim.key ?? hash16(token.key);
      const state = stateAfter('reserved', 'refuse');
      const number = tallies.next('message');
      store(claim, key, state, number);
      endings.put(number, { key, state, until: session.now + claim.retentionMs });
      holders.drop(token.key);
      return true;
    },

    /** The end of delivery for the key of message `message`; its row in the queue is the proof that the key is its own. */
    finish(keyText: string, end: Finish, event: 'apply' | 'refuse' | 'doubt', proof?: Receipt): void {
      const key = end.keyHash ?? hash16(keyText);
      const retention = end.retention ?? keys.find(key)?.retention;
      if (retention === undefined) return;
      const state = stateAfter('committed', event);
      endings.put(end.id, { key, state, until: session.now + retention, receipt: proof, order: end.fact_order });
    },

    /** False when somebody else owns the key by now: replaying would do it twice. */
    replay(keyText: string, message: number): boolean {
      if (holders.of(keyText)) return false;
      const row = keys.find(hash16(keyText));
      if (row === undefined) return true;
      if (row.message !== message || move(reservationMoves, known(row).state, 'replay') === undefined) return false;
      endings.remove(message);
      return true;
    },

    /** Frees the key of a letter that goes through the whole flow again; false when it is somebody else's by now. */
    resubmit(keyText: string): boolean {
      const { row, known: seen } = seenAs(keyText);
      if (row === undefined || seen === undefined) return true; // its holder, if any, will be waited for by the guard
      if (move(reservationMoves, seen.state, 'resubmit') === undefined || isOfQueue(row)) return false;
      free(hash16(keyText), row.message);
      return true;
    },

    /** Forgets at most `limit` keys whose retention is over, with the facts under them; returns how many. */
    forget(limit: number, forgetFact: (place: FactPlace) => void): number {
      holders.forget(session.now - LAPSED_MS);
      const ended = endings.expired(session.now, limit);
      for (const { key, message, order } of ended) {
        if (order !== null) forgetFact({ order, key });
        endings.remove(message);
        if (keys.find(key)?.message === message) free(key, null);
      }
      return ended.length;
    },

    /** Keys under a lease, which no table knows. */
    held: (): number => holders.count(),
  };
}

export type Commitment =
  | { readonly kind: 'committed'; readonly retention: number; readonly key: Uint8Array }
  | { readonly kind: 'stored'; readonly id: number }
  | { readonly kind: 'lost' };

interface Finish {
  readonly id: number;
  /** Absent in rows of releases that kept it beside the key alone. */
  readonly retention: number | null;
  readonly fact_order: number | null;
  readonly keyHash?: Uint8Array;
}

/** A fingerprint of ours is a hash already: its first 16 bytes are as good as a hash of it. */
const printOf = (text: string): Uint8Array =>
  /^[\w-]{32}$/.test(text) ? Buffer.from(text, 'base64url').subarray(0, 16) : hash16(text);

/** The key of a message that a queue took; others were refused before one did. */
const isOfQueue = (row: KeyRow): boolean => stateNamed(row.state) === 'committed';

/** Earlier releases stored a hash of the fingerprint. */
const isPrintOf = (stored: Uint8Array, text: string): boolean =>
  sameBytes(stored, printOf(text)) || sameBytes(stored, hash16(text));

const asHeld = ({ fingerprint, until, firstSeen }: Claim): Known => ({
  state: 'reserved',
  fingerprint,
  until,
  firstSeen,
  receipt: null,
});

function answerFor(
  seen: Known,
  verdict: 'in-flight' | 'conflict' | 'duplicate',
  now: number,
): Exclude<RecallAnswer, { kind: 'free' }> {
  if (verdict === 'in-flight') return { kind: 'in-flight', retryAfterMs: Math.max(1, seen.until - now) };
  const firstSeen = new Date(seen.firstSeen).toISOString();
  if (verdict === 'conflict') return { kind: 'conflict', firstSeen };
  return {
    kind: 'duplicate',
    state: seen.state as 'committed' | 'applied' | 'refused' | 'unknown',
    firstSeen,
    ...(seen.receipt === null ? {} : { receipt: JSON.parse(seen.receipt) as Receipt }),
  };
}

function stateAfter(state: ReservationState, event: ReservationEvent): ReservationState {
  const to = move(reservationMoves, state, event);
  if (to === undefined) throw new Error(`A key that is ${state} cannot ${event}.`);
  return to;
}
