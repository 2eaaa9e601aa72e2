/** Starts the sequencer with what waited when it ended. */
import type { Journal } from '../../domain/journal.ts';
import { ok, type Result } from '../../domain/ports.ts';
import type { Behaviour, NodeContext } from '../../host/node.ts';
import type { Config } from './definition.ts';
import { restore } from './rows.ts';
import { Sequencing } from './sequencing.ts';

export async function startSequencer(context: NodeContext<Config>): Promise<Result<Behaviour>> {
  const journal = await context.resource<Journal>(context.config.journal);
  if (!journal.ok) return journal;
  const rows = await journal.value.counters(context.id);
  if (!rows.ok) return rows;
  const sequencing = new Sequencing(context, journal.value, restore(rows.value));
  return ok({ handle: (message) => sequencing.handle(message), close: () => sequencing.close() });
}
