/** The rows of the queue: storing, leasing, taking back. What an attempt's end means is in `settlements.ts`. */

import type { Progress } from '../../domain/delivery/decide.ts';
import { isInFlight, move, type OutboxEvent, type OutboxState, outboxMoves } from '../../domain/delivery/states.ts';
import { recentBodies } from './bodies.ts';
import type { FactPlace } from './fact-store.ts';
import type { LaneRow, Lanes } from './lanes.ts';
import type { LeasedWire } from './protocol.ts';
import type { Queue, Queues } from './queues.ts';
import { leaseText, type Session } from './session.ts';
import { query } from './sql.ts';

const states = ['ready', 'leased', 'verifying', 'looking'] as const;
/** About 10 MB of rows. */
const KEPT_ROWS = 20_000;

export interface OutboxRow {
  readonly queue: number;
  readonly id: number;
  readonly lane: number;
  readonly state: number;
  readonly put_off: number;
  readonly aside: number;
  readonly due: number;
  readonly stir: number;
  readonly priority: number;
  readonly lease: number | null;
  readonly attempt: number;
  readonly tries: number;
  readonly budget_from: number;
  readonly waiting_since: number | null;
  readonly waited: number;
  readonly enqueued_at: number;
  readonly key: string | null;
  readonly fact_order: number | null;
  readonly fact_key: Uint8Array | null;
  /** Of the key, ms; absent in rows of earlier releases. */
  readonly retention: number | null;
  /** Of the key, while the row is remembered. */
  readonly keyHash?: Uint8Array;
}

export interface NewRow {
  readonly queue: number;
  readonly id: number;
  readonly lane: number;
  readonly state: 'ready' | 'verifying';
  readonly priority: number;
  readonly enqueuedAt: number;
  readonly attempt: number;
  readonly key?: string;
  readonly fact?: FactPlace;
  readonly retention?: number;
  readonly keyHash?: Uint8Array;
}

export const stateOf = (row: OutboxRow): OutboxState => states[row.state] ?? 'ready';

export function stateAfter(row: OutboxRow, event: OutboxEvent): OutboxState {
  const to = move(outboxMoves, stateOf(row), event);
  if (to === undefined) throw new Error(`A message that is ${stateOf(row)} cannot ${event}.`);
  return to;
}

export const factOf = (row: Pick<OutboxRow, 'fact_order' | 'fact_key'>): FactPlace | undefined =>
  row.fact_order === null || row.fact_key === null ? undefined : { order: row.fact_order, key: row.fact_key };

const code = (state: OutboxState): number => states.indexOf(state as (typeof states)[number]);

export type Outbox = ReturnType<typeof outboxTable>;

export function outboxTable(session: Session, lanes: Lanes, queues: Queues) {
  const { db, tallies, stirred } = session;
  const stored = query<OutboxRow>(db, 'SELECT * FROM outbox WHERE queue = ? AND id = ?');
  // What is delivered soon after it came need not be read again.
  const recent = new Map<number, OutboxRow>();
  tallies.onRollback(() => recent.clear());
  const bodies = recentBodies();
  tallies.onRollback(bodies.clear);
  const keep = (row: OutboxRow): void => {
    if (recent.size >= KEPT_ROWS) recent.clear();
    recent.set(row.id, row);
  };
  const find = (queue: number, id: number): OutboxRow | undefined => {
    const row = recent.get(id);
    return row?.queue === queue ? row : stored.get(queue, id);
  };
  const insert = query(
    db,
    `INSERT INTO outbox (queue, id, lane, state, put_off, aside, due, stir, priority, lease, attempt, tries,
       budget_from, waiting_since, waited, enqueued_at, key, fact_order, fact_key, retention)
     VALUES (?, ?, ?, ?, 0, 0, ?, 0, ?, NULL, ?, 0, ?, NULL, 0, ?, ?, ?, ?, ?)`,
  );
  const lend = query(db, 'UPDATE outbox SET state = ?, lease = ?, attempt = attempt + 1 WHERE queue = ? AND id = ?');
  const back = query(
    db,
    `UPDATE outbox SET state = ?, lease = NULL, put_off = ?, aside = ?, due = ?, stir = ?, tries = ?, budget_from = ?,
       waiting_since = ?, waited = ? WHERE queue = ? AND id = ?`,
  );
  const remove = query(db, 'DELETE FROM outbox WHERE queue = ? AND id = ?');
  const oldest = query<{ enqueued_at: number }>(
    db,
    'SELECT enqueued_at FROM outbox WHERE queue = ? ORDER BY id LIMIT 1',
  );
  const addBody = query(db, 'INSERT INTO messages (id, body) VALUES (?, ?)');
  const body = query<{ body: string }>(db, 'SELECT body FROM messages WHERE id = ?');
  const setBody = query(db, 'UPDATE messages SET body = ? WHERE id = ?');
  const dropBody = query(db, 'DELETE FROM messages WHERE id = ?');

  const count = (row: Pick<OutboxRow, 'queue' | 'put_off'>, state: OutboxState, change: 1 | -1): void =>
    tallies.add(`${row.queue}:${bucket(state, row.put_off)}`, change);

  const putBack = (row: OutboxRow, lane: LaneRow, state: OutboxState, pause: Pause): void => {
    const { progress, aside, due, putOff } = pause;
    recent.delete(row.id);
    back.run(
      code(state),
      putOff,
      aside ? 1 : 0,
      due,
      lane.stir,
      progress.tries,
      progress.budgetFrom,
      progress.waitingSince,
      progress.waitedMs,
      row.queue,
      row.id,
    );
    count(row, stateOf(row), -1);
    count({ queue: row.queue, put_off: putOff }, state, 1);
    lanes.free(lane, { asides: lane.asides - row.aside + (aside ? 1 : 0) });
  };

  const lendNext = (queue: Queue, lane: LaneRow): LeasedWire | undefined => {
    const next = lanes.next(lane, session.now);
    const row = next && find(queue.id, next.id);
    if (row === undefined) {
      lanes.refresh(lane);
      return undefined;
    }
    const state = stateAfter(row, 'lease');
    const lease = tallies.next('lease');
    lend.run(code(state), lease, queue.id, row.id);
    keep({ ...row, state: code(state), lease, attempt: row.attempt + 1 });
    lanes.lend(lane, row.id, session.now + queue.options.leaseMs);
    count(row, stateOf(row), -1);
    count(row, state, 1);
    return {
      token: {
        queue: queue.options.queue,
        id: row.id,
        attempt: row.attempt + 1,
        lease: leaseText(session, lease),
        verify: state === 'looking',
      },
      body: bodies.take(row.id) ?? body.get(row.id)?.body ?? 'null',
      enqueuedAt: row.enqueued_at,
    };
  };

  /** Leases that ran out: nobody knows what their holders did. */
  const takeBack = (queue: Queue, until: number): void => {
    for (let lost = lanes.expiredLanes(queue.id, until, 1)[0]; lost; lost = lanes.expiredLanes(queue.id, until, 1)[0]) {
      const row = lost.leased === null ? undefined : find(queue.id, lost.leased);
      if (row === undefined) throw new Error(`Lane ${lost.name} is busy with a message that does not exist.`);
      putBack(row, lost, stateAfter(row, 'expire'), {
        progress: progressOf(row),
        aside: row.aside === 1,
        due: session.now,
        putOff: 0,
      });
    }
  };

  return {
    find,
    addBody(id: number, text: string): void {
      addBody.run(id, text);
      bodies.keep(id, text);
    },
    body: (id: number): string => body.get(id)?.body ?? 'null',
    setBody(id: number, text: string): void {
      setBody.run(text, id);
      bodies.drop(id);
    },
    dropBody(id: number): void {
      dropBody.run(id);
      bodies.drop(id);
    },
    oldestEnqueuedAt: (queue: number): number | undefined => oldest.get(queue)?.enqueued_at,
    putBack,

    insert(row: NewRow): void {
      const { queue, id, lane, state, priority, attempt, enqueuedAt } = row;
      const { now } = session;
      const [key, order, factKey] = [row.key ?? null, row.fact?.order ?? null, row.fact?.key ?? null];
      const retention = row.retention ?? null;
      insert.run(queue, id, lane, code(state), now, priority, attempt, now, enqueuedAt, key, order, factKey, retention);
      keep({
        queue,
        id,
        lane,
        state: code(state),
        put_off: 0,
        aside: 0,
        due: now,
        stir: 0,
        priority,
        lease: null,
        attempt,
        tries: 0,
        budget_from: now,
        waiting_since: null,
        waited: 0,
        enqueued_at: enqueuedAt,
        key,
        fact_order: order,
        fact_key: factKey,
        retention,
        ...(row.keyHash ? { keyHash: row.keyHash } : {}),
      });
      count({ queue, put_off: 0 }, state, 1);
      stirred.queues.add(queue);
    },

    /** Out of the queue for good; the body stays for whoever needs it. */
    remove(row: OutboxRow): void {
      remove.run(row.queue, row.id);
      recent.delete(row.id);
      count(row, stateOf(row), -1);
    },

    lease(queue: Queue, max: number): LeasedWire[] {
      stirred.asked.add(queue.id);
      takeBack(queue, session.now);
      const leased: LeasedWire[] = [];
      const wanted = Math.min(max, queues.capacity(queue));
      while (leased.length < wanted) {
        const found = lanes.dueLanes(queue.id, session.now, wanted - leased.length);
        if (found.length === 0) break;
        for (const lane of found) {
          const message = lendNext(queue, lane);
          if (message) leased.push(message);
        }
      }
      return leased;
    },

    /** At start: whoever had a lease is gone with the process that had the file. */
    takeBackAll(queue: Queue): void {
      takeBack(queue, Number.MAX_SAFE_INTEGER);
    },
  };
}

interface Pause {
  readonly progress: Progress;
  readonly aside: boolean;
  readonly due: number;
  readonly putOff: 0 | 1;
}

export const progressOf = (row: OutboxRow): Progress => ({
  budgetFrom: row.budget_from,
  tries: row.tries,
  waitingSince: row.waiting_since,
  waitedMs: row.waited,
});

function bucket(state: OutboxState, putOff: number): 'leased' | 'verifying' | 'waiting' | 'ready' {
  if (isInFlight(state)) return 'leased';
  if (state === 'verifying') return 'verifying';
  return putOff === 1 ? 'waiting' : 'ready';
}
