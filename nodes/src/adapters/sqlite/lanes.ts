/**
 * Lanes: one row per ordering scope that has messages, indexed by when it can go on. Leasing looks at lanes alone, so its
 * cost does not grow with the backlog. Columns are kept by `refresh` after every change of a lane's messages.
 */
import { type Candidate, type LaneView, laneDue, nextOfLane } from '../../domain/delivery/lanes.ts';
import { type LaneRow, laneCopies } from './lane-copies.ts';
import type { Session } from './session.ts';
import { query } from './sql.ts';

const OPEN = 0;
const BUSY = 1;
const HELD = 2;
const LOWEST = -2_147_483_648;

export type { LaneRow } from './lane-copies.ts';

/** A message about to be stored in a lane. */
export interface Newcomer {
  readonly id?: number;
  readonly priority: number;
  readonly due: number;
}

export type Lanes = ReturnType<typeof laneTable>;

export function laneTable({ db, stirred, tallies }: Session) {
  const copies = laneCopies();
  tallies.onRollback(copies.clear);
  const byName = query<LaneRow>(db, 'SELECT * FROM lanes WHERE queue = ? AND name = ?');
  const byId = query<LaneRow>(db, 'SELECT * FROM lanes WHERE id = ?');
  const named = query<LaneRow>(db, 'SELECT * FROM lanes WHERE name = ?1 AND queue IN (SELECT id FROM queues)');
  const add = query<LaneRow>(
    db,
    `INSERT INTO lanes (queue, name, state, priority, due, asides, stir, holds)
     VALUES (?, ?, 0, ?, ?, 0, 0, 0) ON CONFLICT (queue, name) DO NOTHING RETURNING *`,
  );
  const remove = query(db, 'DELETE FROM lanes WHERE id = ?');
  const set = query(
    db,
    'UPDATE lanes SET state = ?, priority = ?, due = ?, asides = ?, stir = ?, holds = ?, leased = ? WHERE id = ?',
  );
  const lend = query(db, 'UPDATE lanes SET state = 1, due = ?, leased = ? WHERE id = ?');
  const extend = query(db, 'UPDATE lanes SET due = ? WHERE id = ?');
  const stir = query(db, 'UPDATE lanes SET stir = stir + 1 WHERE id = ?');
  const head = query<Candidate>(
    db,
    'SELECT id, priority, due FROM outbox WHERE lane = ? AND aside = 0 ORDER BY id LIMIT 1',
  );
  const timed = query<Candidate>(
    db,
    'SELECT id, priority, due FROM outbox WHERE lane = ? AND aside = 1 ORDER BY due, id LIMIT 1',
  );
  const eldest = query<Candidate>(
    db,
    'SELECT id, priority, due FROM outbox WHERE lane = ? AND aside = 1 AND stir < ? ORDER BY stir, id LIMIT 1',
  );
  const nextPriority = query<{ priority: number }>(
    db,
    'SELECT priority FROM lanes WHERE queue = ? AND state = ? AND priority > ? ORDER BY priority LIMIT 1',
  );
  const due = query<LaneRow>(
    db,
    'SELECT * FROM lanes WHERE queue = ? AND state = ? AND priority = ? AND due <= ? ORDER BY due, id LIMIT ?',
  );
  const soonest = query<{ due: number }>(
    db,
    'SELECT due FROM lanes WHERE queue = ? AND state = ? AND priority = ? ORDER BY due LIMIT 1',
  );

  const view = (lane: LaneRow): LaneView => {
    const first = head.get(lane.id);
    const base = first ? { head: first } : {};
    if (lane.asides === 0) return base;
    const soon = timed.get(lane.id);
    const woken = eldest.get(lane.id, lane.stir);
    return { ...base, ...(soon ? { timed: soon } : {}), ...(woken ? { stirred: woken } : {}) };
  };

  /** Writes what follows from the lane's messages; an empty lane that nothing holds disappears. */
  const refresh = (lane: LaneRow): void => {
    const seen = view(lane);
    const next = laneDue(seen);
    if (next === undefined && lane.holds === 0) {
      remove.run(lane.id);
      copies.drop(lane);
      return;
    }
    const state = lane.holds > 0 ? HELD : OPEN;
    set.run(state, next?.priority ?? 0, next?.due ?? 0, lane.asides, lane.stir, lane.holds, null, lane.id);
    copies.keep({ ...lane, state, leased: null, first: lane.asides === 0 ? seen.head : undefined });
  };

  const priorities = function* (queue: number, state: number): Generator<number> {
    let row = nextPriority.get(queue, state, LOWEST);
    while (row) {
      yield row.priority;
      row = nextPriority.get(queue, state, row.priority);
    }
  };

  const dueLanes = (queue: number, state: number, now: number, max: number): LaneRow[] => {
    const found: LaneRow[] = [];
    for (const priority of priorities(queue, state)) {
      if (found.length >= max) break;
      found.push(...due.all(queue, state, priority, now, max - found.length));
    }
    return found;
  };

  const soonestDue = (queue: number, state: number): number | undefined => {
    let first: number | undefined;
    for (const priority of priorities(queue, state)) {
      const row = soonest.get(queue, state, priority);
      if (row && (first === undefined || row.due < first)) first = row.due;
    }
    return first;
  };

  const free = (lane: LaneRow, change: Partial<Pick<LaneRow, 'asides' | 'stir' | 'holds'>>): void =>
    refresh({ ...lane, leased: null, ...change });

  return {
    byId(id: number): LaneRow {
      const lane = copies.byId(id) ?? byId.get(id);
      if (lane === undefined) throw new Error(`Lane ${id} has messages and no row.`);
      return lane;
    },

    /** The lane for a new message, created when the scope has none. */
    join(queue: number, name: string, message: Newcomer): LaneRow {
      const copy = copies.byName(queue, name);
      if (copy) return copy;
      // Most lanes are empty when a message comes, and have no row.
      const made = add.get(queue, name, message.priority, message.due);
      const lane = made ?? byName.get(queue, name);
      if (lane === undefined) throw new Error(`Lane ${name} can neither be made nor found.`);
      const { id, priority, due } = message;
      copies.keep(made && id !== undefined ? { ...made, first: { id, priority, due } } : lane);
      return lane;
    },

    /** After a message was added at the end: only a lane whose turn may change is written. */
    joined(lane: LaneRow): void {
      if (lane.state === OPEN && lane.asides > 0) refresh(lane);
    },

    /** After a message was put back in its old place. */
    rejoined(lane: LaneRow): void {
      if (lane.state !== BUSY) refresh(lane);
    },

    refresh,
    free,
    next(lane: LaneRow, now: number): Candidate | undefined {
      const head = lane.asides === 0 ? copies.byId(lane.id)?.first : undefined;
      return nextOfLane(head ? { head } : view(lane), now);
    },
    dueLanes: (queue: number, now: number, max: number): LaneRow[] => dueLanes(queue, OPEN, now, max),
    expiredLanes: (queue: number, now: number, max: number): LaneRow[] => dueLanes(queue, BUSY, now, max),
    lend(lane: LaneRow, message: number, until: number): void {
      lend.run(until, message, lane.id);
      copies.keep({ ...lane, state: BUSY, leased: message, first: undefined });
    },

    extend: (lane: LaneRow, until: number) => void extend.run(until, lane.id),

    /** One hold more or less: a message of the lane was buried, replayed or discarded. */
    hold(queue: number, name: string, change: 1 | -1): void {
      const lane = byName.get(queue, name);
      if (lane === undefined || lane.state === BUSY) return; // a held lane always has a row and is never busy
      refresh({ ...lane, holds: Math.max(0, lane.holds + change) });
    },

    /** Something happened to the order of this name outside its lane: who stands aside may try again. */
    stirNamed(name: string): void {
      for (const lane of named.all(name)) {
        if (lane.asides === 0) continue;
        stirred.queues.add(lane.queue);
        if (lane.state === BUSY) {
          stir.run(lane.id);
          copies.drop(lane);
        } else refresh({ ...lane, stir: lane.stir + 1 });
      }
    },

    /** When the queue can go on: a lane is due or a lease runs out. Epoch ms. */
    soonest(queue: number, withOpen: boolean): number | undefined {
      const expiry = soonestDue(queue, BUSY);
      const open = withOpen ? soonestDue(queue, OPEN) : undefined;
      if (expiry === undefined || open === undefined) return expiry ?? open;
      return Math.min(expiry, open);
    },
  };
}
