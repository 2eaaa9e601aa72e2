/** Dead letters: rows that hold the original, the failure and everything a replay needs. */
import type { DeadLetterFilter, Versions } from '../../domain/delivery/dead-letter.ts';
import { redact } from '../../domain/delivery/dead-letter-redaction.ts';
import { deadLetterMoves, move } from '../../domain/delivery/states.ts';
import type { Failure } from '../../domain/failure.ts';
import { where } from './letter-lists.ts';
import { type LetterRow, letterStates, stateOf, toSummary } from './letter-row.ts';
import type { OutboxRow } from './outbox.ts';
import type { BuryWire, LetterWire } from './protocol.ts';
import type { Queues } from './queues.ts';
import type { Session } from './session.ts';
import { hash16, query } from './sql.ts';

/** A row with the text of its message. */
export interface FullRow extends LetterRow {
  readonly body: string;
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

function statements(db: Session['db']) {
  const byId = query<FullRow>(db, `SELECT ${columns} WHERE d.id = ?`);
  const insert = query<{ id: number }>(
    db,
    `INSERT INTO dead_letters (state, stage, flow, code, class, failure, message, original, buried_at, attempts, outlet,
       key, key_hash, event, event_type, versions, queue, slot, lane, in_doubt, holds, priority, enqueued_at,
       fact_order, fact_key)
     VALUES (0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  );
  const bySlot = query<{ id: number }>(
    db,
    'SELECT id FROM dead_letters WHERE slot = ? AND queue = ? AND attempts >= ? ORDER BY id LIMIT 1',
  );
  // A plus sign keeps the planner from the index over states, where every open letter would be looked at.
  const byKey = query<{ id: number }>(
    db,
    'SELECT id FROM dead_letters WHERE key_hash = ? AND +state = 0 ORDER BY id DESC LIMIT 1',
  );
  const byEvent = query<{ id: number }>(
    db,
    'SELECT id FROM dead_letters WHERE event = ? AND +code = ? AND +state = 0 ORDER BY id DESC LIMIT 1',
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

  const describe = query(
    db,
    `UPDATE dead_letters SET trail = ?, versions = coalesce(?, versions), owner = coalesce(?, owner),
       due_at = coalesce(due_at, ?) WHERE id = ?`,
  );
  const readBody = query<{ body: string }>(db, 'SELECT body FROM messages WHERE id = ?');
  const writeBody = query(db, 'UPDATE messages SET body = ? WHERE id = ?');
  return { byId, insert, bySlot, byKey, byEvent, locate, setState, oldest, describe, readBody, writeBody };
}

export function deadLetterTable(session: Session, queues: Queues) {
  const { db, tallies } = session;
  const { byId, insert, bySlot, byKey, byEvent, locate, setState, oldest, describe, readBody, writeBody } =
    statements(db);

  const list = (filter: DeadLetterFilter): FullRow[] => {
    const { text, values } = where(filter);
    const page = `SELECT ${columns} WHERE ${text} AND d.id > ? ORDER BY d.id LIMIT ?`;
    return query<FullRow>(db, page).all(...values, filter.afterId ?? 0, Math.min(filter.limit ?? 100, 1000));
  };

  /** The queue stored the message as it came; from now on people read it. */
  const openBody = (message: number): Queued => {
    const body = readBody.get(message)?.body ?? 'null';
    const clean = withoutSecrets(body);
    if (clean !== body) writeBody.run(clean, message);
    return JSON.parse(clean) as Queued;
  };

  const added = (row: { id: number } | undefined): number => {
    if (row === undefined) throw new Error('An insert with RETURNING returned nothing.');
    tallies.add('letters', 1);
    return row.id;
  };

  return {
    byId: (id: number): FullRow | undefined => byId.get(id),
    list: (filter: DeadLetterFilter): LetterWire[] => list(filter).map((row) => toWire(row, queues)),
    toWire: (row: FullRow): LetterWire => toWire(row, queues),
    oldestBuriedAt: (): number | undefined => oldest.get()?.buried_at,
    ofDelivery: (queue: number, slot: number, attempt: number): number | undefined =>
      bySlot.get(slot, queue, attempt)?.id,
    openOfKey: (key: string): number | undefined => byKey.get(hash16(key))?.id,
    openOfEvent: (event: string, code: string): number | undefined => byEvent.get(event, code)?.id,
    locate: (id: number, { stage, flow, outlet }: Pick<BuryWire, 'stage' | 'flow' | 'outlet'>) =>
      void locate.run(stage, flow ?? null, outlet ?? null, id),
    /** What only the flow knows about a message that the queue buried. */
    describe(id: number, { trail, versions, owner, answerWithinMs }: BuryWire): void {
      const dueAt = answerWithinMs === undefined ? null : session.now + answerWithinMs;
      describe.run(withoutSecrets(trail), versionsText(versions), owner ?? null, dueAt, id);
    },

    addFromQueue(letter: QueuedLetter): number {
      const { row } = letter;
      const failure = redact(letter.failure);
      const { event, versions } = openBody(row.id) ?? {};
      return added(
        insert.get(
          letter.stage,
          letter.flow ?? null,
          failure.code,
          failure.class,
          JSON.stringify(failure),
          row.id,
          null,
          session.now,
          row.attempt,
          null,
          row.key,
          row.key === null ? null : hash16(row.key),
          null,
          typeof event?.type === 'string' ? event.type : null,
          versionsText(versions),
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
      const { stage, flow, outlet, original, key, eventId, lane } = request;
      const failure = redact(request.failure);
      return added(
        insert.get(
          stage,
          flow ?? null,
          failure.code,
          failure.class,
          JSON.stringify(failure),
          message,
          withoutSecrets(original),
          session.now,
          0,
          outlet ?? null,
          key ?? null,
          key === undefined ? null : hash16(key),
          eventId ?? null,
          request.eventType ?? null,
          versionsText(request.versions),
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
      setState.run(letterStates.indexOf(to), note, kept, letter.original, letter.id);
      tallies.add('letters', -1);
      return true;
    },
  };
}

interface Queued {
  readonly event?: { readonly type?: unknown };
  readonly versions?: Versions;
}

const versionsText = (versions: Versions | undefined): string | null =>
  versions === undefined || Object.keys(versions).length === 0 ? null : JSON.stringify(versions);

/** The same text when it holds none. */
export function withoutSecrets(json: string): string {
  const value: unknown = JSON.parse(json);
  const clean = redact(value);
  return clean === value ? json : JSON.stringify(clean);
}

const toWire = (row: FullRow, queues: Queues): LetterWire => ({
  ...toSummary(row, queues),
  body: row.body,
  original: row.original,
  trail: row.trail,
});
