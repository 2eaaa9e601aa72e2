/** Dead letters: rows that hold the original, the failure and everything a replay needs. */
import { type DeadLetterState, deadLetterMoves, move } from '../../domain/delivery/states.ts';
import type { Failure } from '../../domain/failure.ts';
import type { DeadLetterFilter } from '../../domain/journal.ts';
import type { OutboxRow } from './outbox.ts';
import type { BuryWire, LetterWire } from './protocol.ts';
import type { Queues } from './queues.ts';
import type { Session } from './session.ts';
import { hash16, query } from './sql.ts';

const states = ['open', 'replayed', 'discarded'] as const;

export interface LetterRow {
  readonly id: number;
  readonly state: number;
  readonly stage: string;
  readonly flow: string | null;
  readonly failure: string;
  readonly message: number;
  readonly body: string;
  readonly original: string | null;
  readonly buried_at: number;
  readonly attempts: number;
  readonly note: string | null;
  readonly outlet: string | null;
  readonly key: string | null;
  readonly event: string | null;
  readonly queue: number | null;
  readonly slot: number | null;
  readonly lane: string | null;
  readonly in_doubt: number;
  readonly holds: number;
  readonly priority: number;
  readonly enqueued_at: number;
  readonly fact_order: number | null;
  readonly fact_key: Uint8Array | null;
}

export interface QueuedLetter {
  readonly row: OutboxRow;
  readonly lane: string;
  readonly failure: Failure;
  readonly inDoubt: boolean;
  readonly holds: 0 | 1;
  readonly stage: string;
  readonly flow?: string;
}

export type DeadLetters = ReturnType<typeof deadLetterTable>;

const columns = 'd.*, m.body AS body FROM dead_letters d JOIN messages m ON m.id = d.message';

export function deadLetterTable(session: Session, queues: Queues) {
  const { db, tallies } = session;
  const byId = query<LetterRow>(db, `SELECT ${columns} WHERE d.id = ?`);
  const insert = query<{ id: number }>(
    db,
    `INSERT INTO dead_letters (state, stage, flow, code, failure, message, original, buried_at, attempts, outlet, key,
       key_hash, event, queue, slot, lane, in_doubt, holds, priority, enqueued_at, fact_order, fact_key)
     VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  );
  const bySlot = query<{ id: number }>(
    db,
    'SELECT id FROM dead_letters WHERE slot = ? AND queue = ? AND attempts >= ? ORDER BY id LIMIT 1',
  );
  const byKey = query<{ id: number }>(
    db,
    'SELECT id FROM dead_letters WHERE key_hash = ? AND state = 0 ORDER BY id DESC LIMIT 1',
  );
  const byEvent = query<{ id: number }>(
    db,
    'SELECT id FROM dead_letters WHERE event = ? AND code = ? AND state = 0 ORDER BY id DESC LIMIT 1',
  );
  const locate = query(
    db,
    `UPDATE dead_letters SET stage = ?, flow = coalesce(?, flow), outlet = coalesce(?, outlet)
     WHERE id = ? AND stage = 'delivery'`,
  );
  const setState = query(db, 'UPDATE dead_letters SET state = ?, note = ?, message = ?, original = ? WHERE id = ?');
  const oldest = query<{ buried_at: number }>(
    db,
    'SELECT buried_at FROM dead_letters WHERE state = 0 ORDER BY id LIMIT 1',
  );

  const list = (filter: DeadLetterFilter): LetterRow[] => {
    const where = ['d.id > ?'];
    const values: (string | number)[] = [filter.afterId ?? 0];
    const narrow = (column: string, value: string | number | undefined): void => {
      if (value === undefined) return;
      where.push(`d.${column} = ?`);
      values.push(value);
    };
    narrow('state', filter.state === undefined ? undefined : states.indexOf(filter.state));
    narrow('code', filter.code);
    narrow('stage', filter.stage);
    const text = `SELECT ${columns} WHERE ${where.join(' AND ')} ORDER BY d.id LIMIT ?`;
    return query<LetterRow>(db, text).all(...values, Math.min(filter.limit ?? 100, 1000));
  };

  const added = (row: { id: number } | undefined): number => {
    if (row === undefined) throw new Error('An insert with RETURNING returned nothing.');
    tallies.add('letters', 1);
    return row.id;
  };

  return {
    byId: (id: number): LetterRow | undefined => byId.get(id),
    list: (filter: DeadLetterFilter): LetterWire[] => list(filter).map((row) => toWire(row, queues)),
    toWire: (row: LetterRow): LetterWire => toWire(row, queues),
    oldestBuriedAt: (): number | undefined => oldest.get()?.buried_at,
    ofDelivery: (queue: number, slot: number, attempt: number): number | undefined =>
      bySlot.get(slot, queue, attempt)?.id,
    openOfKey: (key: string): number | undefined => byKey.get(hash16(key))?.id,
    openOfEvent: (event: string, code: string): number | undefined => byEvent.get(event, code)?.id,
    locate: (id: number, { stage, flow, outlet }: Pick<BuryWire, 'stage' | 'flow' | 'outlet'>) =>
      void locate.run(stage, flow ?? null, outlet ?? null, id),

    addFromQueue(letter: QueuedLetter): number {
      const { row, failure } = letter;
      return added(
        insert.get(
          letter.stage,
          letter.flow ?? null,
          failure.code,
          JSON.stringify(failure),
          row.id,
          null,
          session.now,
          row.attempt,
          null,
          row.key,
          row.key === null ? null : hash16(row.key),
          null,
          row.queue,
          row.id,
          letter.lane,
          letter.inDoubt ? 1 : 0,
          letter.holds,
          row.priority,
          row.enqueued_at,
          row.fact_order,
          row.fact_key,
        ),
      );
    },

    addDirect(request: BuryWire, message: number): number {
      const { stage, flow, outlet, failure, original, key, eventId, lane } = request;
      return added(
        insert.get(
          stage,
          flow ?? null,
          failure.code,
          JSON.stringify(failure),
          message,
          original,
          session.now,
          0,
          outlet ?? null,
          key ?? null,
          key === undefined ? null : hash16(key),
          eventId ?? null,
          null,
          null,
          lane ?? null,
          0,
          0,
          0,
          session.now,
          null,
          null,
        ),
      );
    },

    /** Leaves `open`; `kept` is where the message's text is kept for the record. False for one that is not open. */
    close(letter: LetterRow, event: 'replay' | 'discard', note: string | null, kept: number): boolean {
      const to = move(deadLetterMoves, stateOf(letter), event);
      if (to === undefined) return false;
      setState.run(states.indexOf(to), note, kept, letter.original, letter.id);
      tallies.add('letters', -1);
      return true;
    },
  };
}

export const stateOf = (row: LetterRow): DeadLetterState => states[row.state] ?? 'open';

function toWire(row: LetterRow, queues: Queues): LetterWire {
  const queue = row.queue === null ? undefined : queues.byId(row.queue)?.options.queue;
  return {
    id: row.id,
    stage: row.stage,
    ...(row.flow === null ? {} : { flow: row.flow }),
    ...(row.key === null ? {} : { key: row.key }),
    ...(row.lane === null ? {} : { lane: row.lane }),
    ...(queue === undefined ? {} : { queue }),
    ...(row.note === null ? {} : { note: row.note }),
    failure: JSON.parse(row.failure) as Failure,
    attempts: row.attempts,
    buriedAt: row.buried_at,
    state: stateOf(row),
    body: row.body,
    original: row.original,
  };
}
