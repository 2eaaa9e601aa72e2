/** Queues: their options, how much they may have in flight, and what they say about themselves. */
import type { QueueOptions, QueueStats } from '../../domain/journal.ts';
import type { Session } from './session.ts';
import { query } from './sql.ts';

export interface Queue {
  readonly id: number;
  readonly options: QueueOptions;
}

export type Queues = ReturnType<typeof queueTable>;

export function queueTable({ db, tallies, stirred }: Session) {
  const put = query<{ id: number }>(
    db,
    `INSERT INTO queues (name, options) VALUES (?, ?)
     ON CONFLICT (name) DO UPDATE SET options = excluded.options RETURNING id`,
  );
  const saved = query<{ id: number; options: string }>(db, 'SELECT id, options FROM queues').all();
  const known = saved.map(({ id, options }): Queue => ({ id, options: JSON.parse(options) as QueueOptions }));
  const byName = new Map(known.map((queue) => [queue.options.queue, queue]));
  const byId = new Map(known.map((queue) => [queue.id, queue]));

  return {
    open(options: QueueOptions): void {
      const id = put.get(options.queue, JSON.stringify(options))?.id;
      if (id === undefined) throw new Error('An insert with RETURNING returned nothing.');
      const queue = { id, options };
      byName.set(options.queue, queue);
      byId.set(id, queue);
      stirred.queues.add(id);
    },

    named: (name: string): Queue | undefined => byName.get(name),
    byId: (id: number): Queue | undefined => byId.get(id),
    all: (): readonly Queue[] => [...byId.values()],

    /** How many more messages may be leased now. */
    capacity(queue: Queue): number {
      const { concurrency } = queue.options;
      return concurrency === undefined
        ? Number.MAX_SAFE_INTEGER
        : Math.max(0, concurrency - tallies.get(`${queue.id}:leased`));
    },

    stats(queue: Queue, oldestAgeMs: number): QueueStats {
      const of = (name: string): number => tallies.get(`${queue.id}:${name}`);
      return {
        ready: of('ready'),
        leased: of('leased'),
        waiting: of('waiting'),
        verifying: of('verifying'),
        oldestAgeMs,
        delivered: of('delivered'),
      };
    },
  };
}
