/** Orders: their quantity facts, closed counter segments, untaken events, and notes of the dialect. */
import type { Fact, FactRow, OrderLedger } from '../../domain/journal.ts';
import type { FactPlace, FactStore } from './fact-store.ts';
import type { Session } from './session.ts';
import { hash16, query } from './sql.ts';

const factStates = ['queued', 'posted', 'buried'] as const;
export type FactState = (typeof factStates)[number];

const KEPT_IDS = 10_000;

export type Orders = ReturnType<typeof orderTables>;

export function orderTables({ db, tallies }: Session, facts: FactStore) {
  const find = query<{ id: number; binding: string | null }>(db, 'SELECT id, binding FROM orders WHERE partition = ?');
  const add = query<{ id: number }>(db, 'INSERT INTO orders (partition) VALUES (?) RETURNING id');
  const bind = query(db, 'UPDATE orders SET binding = ? WHERE id = ?');
  const close = query(db, 'INSERT OR IGNORE INTO segments (order_id, tag, closed_at) VALUES (?, ?, ?)');
  const closed = query<{ tag: string }>(db, 'SELECT tag FROM segments WHERE order_id = ? ORDER BY tag');
  const untaken = query<{ count: number }>(db, 'SELECT count(*) AS count FROM events WHERE order_id = ?');

  const dropSegments = query(db, 'DELETE FROM segments WHERE order_id = ?');
  const dropOrder = query(db, 'DELETE FROM orders WHERE id = ?');
  const aside = query<{ count: number }>(
    db,
    `SELECT count(*) AS count FROM dead_letters INDEXED BY dead_letters_aside
     WHERE state = 0 AND slot IS NULL AND lane = ?`,
  );

  const ids = new Map<string, number>();
  tallies.onRollback(() => ids.clear());
  const idOf = (partition: string): number => {
    const known = ids.get(partition);
    if (known !== undefined) return known;
    const id = (find.get(partition) ?? add.get(partition))?.id;
    if (id === undefined) throw new Error('An insert with RETURNING returned nothing.');
    if (ids.size >= KEPT_IDS) ids.clear();
    ids.set(partition, id);
    return id;
  };

  return {
    idOf,

    /** `undefined` when the order has a fact with this key already. */
    addFact(fact: Fact, message: number, key = hash16(fact.key)): FactPlace | undefined {
      const place = { order: idOf(fact.partition), key };
      return facts.add(place, JSON.stringify(fact), message) ? place : undefined;
    },

    setFactState: (place: FactPlace, state: FactState): void => facts.setState(place, factStates.indexOf(state)),

    correctFact: (place: FactPlace, fact: Fact): void => facts.setBody(place, JSON.stringify(fact)),

    /** The order goes with the last that is known of it. */
    forgetFact(place: FactPlace): void {
      facts.remove(place);
      if (facts.hasAny(place.order) || (untaken.get(place.order)?.count ?? 0) > 0) return;
      dropSegments.run(place.order);
      dropOrder.run(place.order);
      ids.clear();
    },

    closeSegment: (partition: string, tag: string, closedAt: string) => void close.run(idOf(partition), tag, closedAt),

    bind: (partition: string, binding: Readonly<Record<string, unknown>>) =>
      void bind.run(JSON.stringify(binding), idOf(partition)),

    ledger(partition: string): OrderLedger {
      const order = find.get(partition);
      const letters = aside.get(partition)?.count ?? 0;
      const buried = letters > 0 ? { aside: letters } : {};
      if (order === undefined) return { facts: [], closedTags: [], untaken: 0, ...buried };
      return {
        facts: facts.of(order.id).map(({ seq, state, body }) => factRow(seq, state, body)),
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
