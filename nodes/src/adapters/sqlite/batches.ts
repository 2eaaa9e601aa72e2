/** Rows of batches and how each ended, in the transaction in which it ended. Costs nothing while there are none. */
import type { BatchRow, NewBatchRow, RowEvent, RowState } from '../../domain/delivery/batch.ts';
import { rowAfter } from '../../domain/delivery/batch.ts';
import type { Session } from './session.ts';
import { hash16, query } from './sql.ts';

/** Their place in this list is what the file holds; the first two have no end. */
const states: readonly RowState[] = ['open', 'queued', 'posted', 'duplicate', 'filtered', 'buried', 'discarded'];
const stateNamed = (code: number): RowState => states[code] ?? 'open';
const MAX_WORDS = 300;

interface Row {
  readonly batch: number;
  readonly row: number;
  readonly line: number;
  readonly state: number;
  readonly fact: string | null;
  readonly code: string | null;
  readonly words: string | null;
}

/** What a row's end says beside its state. */
export interface Said {
  readonly code?: string;
  readonly words?: string;
  /** Number under which the queue has it. */
  readonly message?: number;
}

export type Batches = ReturnType<typeof batchTables>;

export function batchTables({ db, tallies }: Session) {
  const named = query<{ id: number }>(db, 'SELECT id FROM batches WHERE owner = ? AND name = ?');
  const create = query<{ id: number }>(db, 'INSERT INTO batches (owner, name) VALUES (?, ?) RETURNING id');
  const insert = query(
    db,
    'INSERT INTO batch_rows (batch, row, line, state, event, fact) VALUES (?, ?, ?, 0, ?, ?) ON CONFLICT DO NOTHING',
  );
  const byEvent = query<Row>(db, 'SELECT * FROM batch_rows WHERE event = ?');
  const byMessage = query<Row>(db, 'SELECT * FROM batch_rows WHERE message = ?');
  const change = query(
    db,
    'UPDATE batch_rows SET state = ?, code = ?, words = ?, message = coalesce(?, message) WHERE batch = ? AND row = ?',
  );
  const anyOpen = query(db, 'SELECT 1 FROM batch_rows WHERE batch = ? AND state < 2 LIMIT 1');
  const page = query<Row>(db, 'SELECT * FROM batch_rows WHERE batch = ? AND row > ? ORDER BY row LIMIT ?');
  const dropRows = query(
    db,
    'DELETE FROM batch_rows WHERE batch = ? AND row IN (SELECT row FROM batch_rows WHERE batch = ? LIMIT ?)',
  );
  const drop = query(db, 'DELETE FROM batches WHERE id = ?');

  const idOf = (owner: string, name: string): number | undefined => named.get(owner, name)?.id;
  const step = (row: Row | undefined, event: RowEvent, { code, words, message }: Said): void => {
    const to = row && rowAfter(stateNamed(row.state), event);
    if (row === undefined || to === undefined) return;
    change.run(
      states.indexOf(to),
      code ?? null,
      words?.slice(0, MAX_WORDS) ?? null,
      message ?? null,
      row.batch,
      row.row,
    );
  };
  const none = (): boolean => tallies.get('batchRows') === 0;

  return {
    add(owner: string, name: string, rows: readonly NewBatchRow[]): void {
      const id = idOf(owner, name) ?? create.get(owner, name)?.id ?? 0;
      for (const { row, line, eventId, fact } of rows)
        tallies.add('batchRows', insert.run(id, row, line, hash16(eventId), fact ?? null));
    },

    /** For a message that a source or a dead-letter node still waits for. */
    ofEvent(eventId: string | undefined, event: RowEvent, said: Said = {}): void {
      if (eventId !== undefined && !none()) step(byEvent.get(hash16(eventId)), event, said);
    },

    /** For a message that was in a queue. */
    ofMessage(message: number, event: RowEvent, said: Said = {}): void {
      if (!none()) step(byMessage.get(message), event, said);
    },

    isOpen(owner: string, name: string): boolean {
      const id = idOf(owner, name);
      return id !== undefined && anyOpen.get(id) !== undefined;
    },

    rows: (owner: string, name: string, after: number, limit: number): BatchRow[] =>
      page.all(idOf(owner, name) ?? 0, after, limit).map(({ row, line, state, fact, code, words }) => ({
        row,
        line,
        state: stateNamed(state),
        ...(fact === null ? {} : { fact }),
        ...(code === null ? {} : { code }),
        ...(words === null ? {} : { words }),
      })),

    /** True when there is more to forget. */
    forget(owner: string, name: string, limit: number): boolean {
      const id = idOf(owner, name);
      if (id === undefined) return false;
      const gone = dropRows.run(id, id, limit);
      tallies.add('batchRows', -gone);
      if (gone === limit) return true;
      drop.run(id);
      return false;
    },
  };
}
