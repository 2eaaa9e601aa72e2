/**
 * How messages with a key ended. A row is added at the end of the table, in the order of the messages: writing the end
 * into the key's own row would touch a page of the whole key store for every message.
 */
import type { ReservationState } from '../../domain/idempotency/reservation.ts';
import type { Receipt } from '../../domain/message.ts';
import type { Session } from './session.ts';
import { query } from './sql.ts';

const states = ['free', 'reserved', 'committed', 'applied', 'refused', 'unknown'] as const;
export const stateCode = (state: ReservationState): number => states.indexOf(state);
export const stateNamed = (code: number): ReservationState => states[code] ?? 'free';

export interface Ending {
  readonly state: number;
  /** Epoch ms: the key is forgotten then. */
  readonly until: number;
  readonly receipt: string | null;
}

export interface NewEnding {
  readonly state: ReservationState;
  readonly until: number;
  readonly key: Uint8Array;
  readonly receipt?: Receipt | undefined;
  /** Order with the fact of the message, which is forgotten together with the key. */
  readonly order?: number | null;
}

export type Endings = ReturnType<typeof endingTable>;

export function endingTable({ db }: Pick<Session, 'db'>) {
  const find = query<Ending>(db, 'SELECT state, until, receipt FROM endings WHERE message = ?');
  const put = query(
    db,
    'INSERT OR REPLACE INTO endings (message, state, until, key, receipt, fact_order) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const remove = query(db, 'DELETE FROM endings WHERE message = ?');
  const expired = query<{ message: number; key: Uint8Array; order: number | null }>(
    db,
    'SELECT message, key, fact_order AS "order" FROM endings WHERE until <= ? ORDER BY until LIMIT ?',
  );

  return {
    of: (message: number | null): Ending | undefined => (message === null ? undefined : find.get(message)),
    put(message: number, end: NewEnding): void {
      const receipt = end.receipt ? JSON.stringify(end.receipt) : null;
      put.run(message, stateCode(end.state), end.until, end.key, receipt, end.order ?? null);
    },
    remove: (message: number): void => void remove.run(message),
    expired: (now: number, limit: number) => expired.all(now, limit),
  };
}
