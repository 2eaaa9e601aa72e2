/** What an answer says about the order as a whole, beside its lines. */
import type { Task } from '../spec.ts';
import { answersIn, newerThan, type Open, topicsOf } from './answers.ts';
import { type Changes, overtaken, refOf } from './confirm-changes.ts';
import type { Confirm } from './confirm-schema.ts';
import type { Purchase } from './purchase.ts';

export function onTheWhole(
  task: Task<Confirm>,
  order: Purchase,
  { writes, told, open, spoken }: Changes,
): Omit<Changes, 'late'> {
  const { intent } = task;
  const isWhole = intent.verdict === 'rejected' || intent.lines.length === 0;
  const newer = isWhole ? newerThan(refOf(intent), answersIn(task.memory())) : undefined;
  if (newer) return { writes, told: [`The order as a whole: ${overtaken(newer)}`, ...told], open, spoken };
  const lines = isWhole ? order.lines.map(({ id }) => id) : spoken.lines;
  const topics = isWhole ? lines.flatMap(topicsOf) : spoken.topics;
  const refused: readonly Open[] =
    intent.verdict === 'rejected' ? [{ topic: 'whole', said: 'The order is refused as a whole' }] : [];
  return {
    ...{ writes, told, open: [...refused, ...open] },
    // Whoever speaks about a line no longer refuses all of them.
    spoken: { lines: [...lines], topics: lines.length === 0 ? [] : ['whole', ...topics] },
  };
}
