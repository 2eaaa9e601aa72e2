/** The outbox's status line: what waits and how long the oldest message has been waiting, as the journal counts it. */
import type { Journal, QueueStats } from '../../domain/journal.ts';
import type { NodeContext, StatusReport } from '../../host/node.ts';
import { type Refresh, refreshing } from '../../host/refresh.ts';

/** A message that waits longer than this deserves a look; Odoo being away for a moment does not. */
const OLD_MS = 15 * 60_000;

export function watchQueue(
  context: Pick<NodeContext<unknown>, 'clock' | 'report'>,
  journal: Pick<Journal, 'stats'>,
  queue: string,
  paused: () => string | undefined = () => undefined,
): Refresh {
  return refreshing(context.clock, async () => {
    const stats = await journal.stats();
    const own = stats.queues?.[queue] ?? stats.outbox;
    context.report(stats.failure ? { health: 'failed', text: stats.failure.reason } : queueStatus(own, paused()));
  });
}

/** `paused`: why nothing goes out although nothing is wrong with the queue; it comes first, numbers after it. */
export function queueStatus(stats: QueueStats, paused?: string): StatusReport {
  const { ready, leased, waiting, verifying, oldestAgeMs } = stats;
  const queued = ready + leased + waiting + verifying;
  if (paused !== undefined) {
    const health = oldestAgeMs >= OLD_MS ? 'degraded' : 'waiting';
    return { health, text: `${queued} kept, ${paused}` };
  }
  if (queued === 0) return { health: 'idle', text: 'empty' };
  const parts = [
    [ready, 'ready'],
    [leased, 'in flight'],
    [waiting, 'waiting'],
    [verifying, 'in doubt'],
  ] as const;
  const counted = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const text = [...counted, ...(oldestAgeMs >= 60_000 ? [`oldest ${age(oldestAgeMs)}`] : [])].join(', ');
  if (oldestAgeMs >= OLD_MS) return { health: 'degraded', text };
  return { health: waiting + verifying > 0 ? 'waiting' : 'ok', text };
}

function age(ms: number): string {
  if (ms < 2 * 3_600_000) return `${Math.floor(ms / 60_000)} min`;
  if (ms < 2 * 86_400_000) return `${Math.floor(ms / 3_600_000)} h`;
  return `${Math.floor(ms / 86_400_000)} d`;
}
