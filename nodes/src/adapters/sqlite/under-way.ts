/** Everything that has not come to its end: queued, not taken by anybody yet, or put aside. */
import { ok, type Result } from '../../domain/ports.ts';
import type { UnderWayWire } from './protocol.ts';
import type { Session } from './session.ts';
import { query } from './sql.ts';

interface Row {
  readonly body: string;
  readonly queue: string | null;
}

export function underWayReader({ db }: Session) {
  const queues = query<{ readonly id: number; readonly name: string }>(db, 'SELECT id, name FROM queues');
  const queuedIn = query<{ readonly body: string }>(
    db,
    'SELECT m.body FROM outbox o JOIN messages m ON m.id = o.id WHERE o.queue = ? ORDER BY o.id LIMIT ?',
  );
  const untaken = query<Row>(db, 'SELECT body, NULL AS queue FROM events WHERE seq > 0 ORDER BY seq LIMIT ?');
  const aside = query<Row>(
    db,
    `SELECT m.body, q.name AS queue FROM dead_letters d JOIN messages m ON m.id = d.message
     LEFT JOIN queues q ON q.id = d.queue WHERE d.state = 0 ORDER BY d.id LIMIT ?`,
  );
  // Queue by queue: over all of them together there is no index.
  const queued = {
    all: (limit: number): readonly Row[] =>
      queues.all().flatMap(({ id, name }) => queuedIn.all(id, limit).map(({ body }) => ({ body, queue: name }))),
  };
  const kinds = [
    ['queue', queued],
    ['source', untaken],
    ['aside', aside],
  ] as const;

  return (limit: number): Result<UnderWayWire> => {
    const found = kinds.map(([at, rows]) => ({ at, rows: rows.all(limit + 1) }));
    const messages = found.flatMap(({ at, rows }) =>
      rows.slice(0, limit).map(({ body, queue }) => ({ at, body, ...(queue === null ? {} : { queue }) })),
    );
    return ok({ messages, isWhole: found.every(({ rows }) => rows.length <= limit) });
  };
}
