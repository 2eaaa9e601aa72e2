/** Orders: their quantity facts, closed counter segments, untaken events, and notes of the dialect. */
import type { Fact, FactRow, OrderLedger } from '../../domain/journal.ts';
import type { Session } from './session.ts';
import { hash16, query } from './sql.ts';

const factStates = ['queued', 'posted', 'buried'] as const;
export type FactState = (typeof factStates)[number];

/** Where a message's fact is. */
export interface FactPlace {
  readonly order: number;
  readonly key: Uint8Array;
}

export type Orders = ReturnType<typeof orderTables>;

export function orderTables({ db, tallies }: Session) {
  const find = query<{ id: number; binding: string | null }>(db, 'SELECT id, binding FROM orders WHERE partition = ?');
  const add = query<{ id: number }>(db, 'INSERT INTO orders (partition) VALUES (?) RETURNING id');
  const bind = query(db, 'UPDATE orders SET binding = ? WHERE id = ?');
  const addFact = query(
    db,
    'INSERT INTO facts (order_id, key, seq, state, body) VALUES (?, ?, ?, 0, ?) ON CONFLICT DO NOTHING',
  );
  const setState = query(db, 'UPDATE facts SET state = ? WHERE order_id = ? AND key = ?');
  const setBody = query(db, 'UPDATE facts SET body = ? WHERE order_id = ? AND key = ?');
  const facts = query<{ seq: number; state: number; body: string }>(
    db,
    'SELECT seq, state, body FROM facts WHERE order_id = ? ORDER BY seq',
  );
  const close = query(db, 'INSERT OR IGNORE INTO segments (order_id, tag, closed_at) VALUES (?, ?, ?)');
  const closed = query<{ tag: string }>(db, 'SELECT tag FROM segments WHERE order_id = ? ORDER BY tag');
  const untaken = query<{ count: number }>(db, 'SELECT count(*) AS count FROM events WHERE order_id = ?');

  const aside = query<{ count: number }>(
    db,
    'SELECT count(*) AS count FROM dead_letters WHERE state = 0 AND slot IS NULL AND lane = ?',
  );

  const idOf = (partition: string): number => {
    const id = (find.get(partition) ?? add.get(partition))?.id;
    if (id === undefined) throw new Error('An insert with RETURNING returned nothing.');
    return id;
  };

  return {
    idOf,

    /** `undefined` when the order has a fact with this key already. */
    addFact(fact: Fact): FactPlace | undefined {
      const place = { order: idOf(fact.partition), key: hash16(fact.key) };
      const added = addFact.run(place.order, place.key, tallies.next('fact'), JSON.stringify(fact));
      return added === 1 ? place : undefined;
    },

    setFactState: (place: FactPlace, state: FactState) =>
      void setState.run(factStates.indexOf(state), place.order, place.key),

    correctFact: (place: FactPlace, fact: Fact) => void setBody.run(JSON.stringify(fact), place.order, place.key),

    closeSegment: (partition: string, tag: string, closedAt: string) => void close.run(idOf(partition), tag, closedAt),

    bind: (partition: string, binding: Readonly<Record<string, unknown>>) =>
      void bind.run(JSON.stringify(binding), idOf(partition)),

    ledger(partition: string): OrderLedger {
      const order = find.get(partition);
      const letters = aside.get(partition)?.count ?? 0;
      const buried = letters > 0 ? { aside: letters } : {};
      if (order === undefined) return { facts: [], closedTags: [], untaken: 0, ...buried };
      return {
        facts: facts.all(order.id).map(({ seq, state, body }) => factRow(seq, state, body)),
        closedTags: closed.all(order.id).map(({ tag }) => tag),
        untaken: untaken.get(order.id)?.count ?? 0,
        ...buried,
        ...(order.binding === null ? {} : { binding: JSON.parse(order.binding) as Record<string, unknown> }),
      };
    },
  };
}

function factRow(seq: number, state: number, body: string): FactRow {
  return { ...(JSON.parse(body) as Fact), seq, state: factStates[state] ?? 'queued' };
}
