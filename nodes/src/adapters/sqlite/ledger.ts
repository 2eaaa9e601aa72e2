/** Counter positions and the events made of closed ranges, which stay until somebody has taken them. */
import type { CounterState } from '../../domain/journal.ts';
import type { Audit } from './audit.ts';
import type { Batches } from './batches.ts';
import type { Orders } from './orders.ts';
import type { StepWire } from './protocol.ts';
import type { Session } from './session.ts';
import { query } from './sql.ts';

interface CounterRow {
  readonly tag: string;
  readonly epoch: number;
  readonly total: string;
  readonly open_from: string;
  readonly at: string;
  readonly memory: string;
}

export type Ledger = ReturnType<typeof ledgerTables>;

export function ledgerTables(session: Session, orders: Orders, batches: Batches, audit: Audit) {
  const { db, tallies, stirred } = session;
  const counters = query<CounterRow>(db, 'SELECT * FROM counters WHERE owner = ? ORDER BY tag');
  const setCounter = query(
    db,
    'INSERT OR REPLACE INTO counters (owner, tag, epoch, total, open_from, at, memory) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const dropCounter = query(db, 'DELETE FROM counters WHERE owner = ? AND tag = ?');
  const addEvent = query(
    db,
    'INSERT INTO events (seq, owner, event, order_id, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const oldest = query<{ eventId: string; body: string }>(
    db,
    'SELECT event AS eventId, body FROM events WHERE owner = ? ORDER BY seq LIMIT ?',
  );
  const take = query<{ partition: string | null }>(
    db,
    `DELETE FROM events WHERE event = ?
     RETURNING (SELECT partition FROM orders WHERE id = events.order_id) AS partition`,
  );

  return {
    counters: (owner: string): CounterState[] =>
      counters.all(owner).map(({ tag, epoch, total, open_from, at, memory }) => ({
        tag,
        epoch,
        total,
        openFrom: open_from,
        at,
        memory: JSON.parse(memory) as unknown,
      })),

    recordStep(step: StepWire): void {
      for (const counter of step.counters) {
        const { tag, epoch, total, openFrom, at } = counter;
        setCounter.run(step.owner, tag, epoch, total, openFrom, at, JSON.stringify(counter.memory ?? null));
      }
      for (const event of step.events) this.addEvent(step.owner, event);
      for (const { partition, tag, closedAt } of step.segments) orders.closeSegment(partition, tag, closedAt);
      for (const tag of step.forget ?? []) dropCounter.run(step.owner, tag);
      for (const decision of step.decisions ?? []) audit.add('decide', 0, decision);
      if (step.batch) batches.add(step.owner, step.batch.name, step.batch.rows);
    },

    /** An event that is there already stays as it is. */
    addEvent(owner: string, event: StepWire['events'][number]): void {
      const order = event.partition === undefined ? null : orders.idOf(event.partition);
      const added = addEvent.run(tallies.next('event'), owner, event.eventId, order, event.body);
      tallies.add('untaken', added);
      if (added > 0) stirred.owners.add(owner);
    },

    untaken: (owner: string, limit: number) => oldest.all(owner, limit),

    /** The partition of the event's order, when the event was still there and belongs to one. */
    take(eventId: string): string | undefined {
      if (tallies.get('untaken') === 0) return undefined;
      const taken = take.get(eventId);
      if (taken) tallies.add('untaken', -1);
      return taken?.partition ?? undefined;
    },
  };
}
