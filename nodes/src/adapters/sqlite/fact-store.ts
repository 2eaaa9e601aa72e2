/**
 * Quantity facts of orders. Kept by order, since an order is what is asked for; but a page per active order and batch would
 * be written if each fact went there at once. New facts are appended in order of arrival, found through memory, and moved to
 * their orders many at a time.
 */
import type { Session } from './session.ts';
import { query } from './sql.ts';

/** Where a message's fact is. */
export interface FactPlace {
  readonly order: number;
  readonly key: Uint8Array;
}

export interface FactLine {
  readonly seq: number;
  readonly state: number;
  readonly body: string;
}

/** Numbers of an order's new facts by key. */
type Orders = Map<number, Map<string, number>>;

interface Moving {
  readonly orders: Orders;
  readonly lastSeq: number;
  readonly left: number[];
}

const MOVED_TOGETHER = 16_384;
const MOVED_AT_ONCE = 1_000;
const DELETED_AT_ONCE = 4_096;

/** A message's text is dropped when it is delivered: that it is gone says that the fact is posted. */
const line = (table: string): string =>
  `SELECT seq, body, CASE WHEN state = 0 AND message IS NOT NULL
     AND NOT EXISTS (SELECT 1 FROM messages WHERE id = message) THEN 1 ELSE state END AS state FROM ${table}`;
const textOf = (key: Uint8Array): string => Buffer.from(key.buffer, key.byteOffset, key.length).toString('latin1');

export type FactStore = ReturnType<typeof createFactStore>;

export function createFactStore({ db, tallies }: Pick<Session, 'db' | 'tallies'>, together = MOVED_TOGETHER) {
  const append = query(
    db,
    'INSERT INTO recent_facts (seq, order_id, key, state, body, message) VALUES (?, ?, ?, 0, ?, ?)',
  );
  const exists = query(db, 'SELECT 1 FROM facts WHERE order_id = ? AND key = ?');
  const recentLine = query<FactLine>(db, `${line('recent_facts')} WHERE seq = ?`);
  const lines = query<FactLine>(db, `${line('facts')} WHERE order_id = ?`);
  const setRecent = query(db, 'UPDATE recent_facts SET state = ? WHERE seq = ?');
  const setMoved = query(db, 'UPDATE facts SET state = ? WHERE order_id = ? AND key = ?');
  const writeRecent = query(db, 'UPDATE recent_facts SET body = ? WHERE seq = ?');
  const writeMoved = query(db, 'UPDATE facts SET body = ? WHERE order_id = ? AND key = ?');
  const move = query(
    db,
    `INSERT OR REPLACE INTO facts (order_id, key, seq, state, body, message)
     SELECT order_id, key, seq, state, body, message FROM recent_facts WHERE seq = ?`,
  );
  const anyOf = query(db, 'SELECT 1 FROM facts WHERE order_id = ? LIMIT 1');
  const dropFact = query(db, 'DELETE FROM facts WHERE order_id = ? AND key = ?');
  const dropRecent = query(db, 'DELETE FROM recent_facts WHERE seq = ?');
  const note = query(db, `INSERT OR REPLACE INTO file_state (name, value) VALUES ('facts_moved', ?)`);
  const dropMoved = query(
    db,
    'DELETE FROM recent_facts WHERE seq IN (SELECT seq FROM recent_facts WHERE seq <= ? ORDER BY seq LIMIT ?)',
  );

  const noted = query<{ value: string }>(db, `SELECT value FROM file_state WHERE name = 'facts_moved'`).get();
  let movedSeq = Number(noted?.value ?? 0);
  let recent: Orders = new Map();
  let count = 0;
  let moving: Moving | undefined;

  const remember = (order: number, key: string, seq: number): void => {
    const keys = recent.get(order) ?? new Map<string, number>();
    recent.set(order, keys.set(key, seq));
    count += 1;
  };
  const saved = query<{ seq: number; order_id: number; key: Uint8Array }>(
    db,
    'SELECT seq, order_id, key FROM recent_facts WHERE seq > ?',
  );
  for (const { seq, order_id, key } of saved.all(movedSeq)) remember(order_id, textOf(key), seq);

  const seqOf = ({ order, key }: FactPlace): number | undefined => {
    const text = textOf(key);
    return recent.get(order)?.get(text) ?? moving?.orders.get(order)?.get(text);
  };
  const begin = (): Moving => {
    // Of what is there: a number that a rolled-back request had is given again.
    let lastSeq = 0;
    for (const keys of recent.values()) for (const seq of keys.values()) lastSeq = Math.max(lastSeq, seq);
    const started = { orders: recent, lastSeq, left: [...recent.keys()] };
    recent = new Map();
    count = 0;
    return started;
  };
  const step = (now: Moving): boolean => {
    let moved = 0;
    for (let order = now.left.pop(); order !== undefined; order = now.left.pop()) {
      for (const seq of now.orders.get(order)?.values() ?? []) moved += move.run(seq);
      if (moved >= MOVED_AT_ONCE) return true;
    }
    note.run(String(now.lastSeq));
    return false;
  };

  return {
    /** False when the order has a fact with this key already. */
    add(place: FactPlace, body: string, message: number): boolean {
      if (seqOf(place) !== undefined || exists.get(place.order, place.key) !== undefined) return false;
      const seq = tallies.next('fact');
      append.run(seq, place.order, place.key, body, message);
      const text = textOf(place.key);
      remember(place.order, text, seq);
      tallies.undo(() => {
        if (recent.get(place.order)?.delete(text)) count -= 1;
      });
      return true;
    },

    setState(place: FactPlace, state: number): void {
      const seq = seqOf(place);
      if (seq !== undefined) setRecent.run(state, seq);
      setMoved.run(state, place.order, place.key);
    },

    setBody(place: FactPlace, body: string): void {
      const seq = seqOf(place);
      if (seq !== undefined) writeRecent.run(body, seq);
      writeMoved.run(body, place.order, place.key);
    },

    hasAny: (order: number): boolean =>
      (recent.get(order)?.size ?? 0) + (moving?.orders.get(order)?.size ?? 0) > 0 || anyOf.get(order) !== undefined,

    remove(place: FactPlace): void {
      const seq = seqOf(place);
      dropFact.run(place.order, place.key);
      if (seq === undefined) return;
      dropRecent.run(seq);
      const text = textOf(place.key);
      for (const keys of [recent.get(place.order), moving?.orders.get(place.order)]) {
        if (!keys?.delete(text)) continue;
        const isCounted = keys === recent.get(place.order);
        if (isCounted) count -= 1;
        tallies.undo(() => {
          keys.set(text, seq);
          if (isCounted) count += 1;
        });
      }
    },

    /** In the order they came. */
    of(order: number): FactLine[] {
      const found = new Map(lines.all(order).map((fact) => [fact.seq, fact]));
      for (const seqs of [moving?.orders.get(order), recent.get(order)]) {
        for (const seq of seqs?.values() ?? []) {
          const fact = recentLine.get(seq);
          if (fact) found.set(seq, fact);
        }
      }
      return [...found.values()].sort((a, b) => a.seq - b.seq);
    },

    /** One step of moving, between two batches; true when there is more to do. Runs in a transaction of the caller. */
    upkeep(): { readonly isMore: boolean; committed(): void } | undefined {
      if (moving === undefined && count >= together) moving = begin();
      const now = moving;
      if (now) {
        const left = [...now.left];
        const isMore = step(now);
        tallies.undo(() => void now.left.splice(0, now.left.length, ...left));
        return {
          isMore: true,
          committed() {
            if (isMore) return;
            movedSeq = now.lastSeq;
            moving = undefined;
          },
        };
      }
      if (movedSeq === 0) return undefined;
      const dropped = dropMoved.run(movedSeq, DELETED_AT_ONCE);
      return {
        isMore: dropped > 0,
        committed() {
          if (dropped === 0) movedSeq = 0;
        },
      };
    },
  };
}
