/** Status line of the dead letters: how many wait for a person. */
import type { Journal } from '../../domain/journal.ts';
import type { NodeContext } from '../../host/node.ts';
import { type Refresh, refreshing } from '../../host/refresh.ts';

export function watchLetters(
  context: Pick<NodeContext<unknown>, 'clock' | 'report'>,
  journal: Pick<Journal, 'stats'>,
): Refresh {
  return refreshing(context.clock, async () => {
    const { deadLetters, failure } = await journal.stats();
    if (failure) context.report({ health: 'failed', text: failure.reason });
    else if (deadLetters.open === 0) context.report({ health: 'idle', text: 'none open' });
    else context.report({ health: 'degraded', text: `${deadLetters.open} open` });
  });
}
