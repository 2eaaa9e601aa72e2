/** Opens the journal for its users and says how it is. */
import type { z } from 'zod';
import { explain } from '../../domain/failure.ts';
import type { Journal, JournalStats } from '../../domain/journal.ts';
import { type Clock, type Ids, ok, type Result } from '../../domain/ports.ts';
import type { NodeContext, Resource, ResourceHealth } from '../../host/node.ts';
import type { definition } from './definition.ts';

type Config = z.output<typeof definition.config>;
const MEGABYTE = 1_048_576;

/** What the entry gets from disk. */
export interface Storage {
  open(settings: {
    readonly file: string;
    readonly userDir: string;
    readonly clock: Clock;
    readonly ids: Ids;
    readonly reserveBytes: number;
    readonly minFreeBytes: number;
  }): Promise<Result<Journal>>;
}

export async function openResource(context: NodeContext<Config>, storage: Storage): Promise<Result<Resource<Journal>>> {
  const { config, userDir, clock, ids } = context;
  const opened = await storage.open({
    file: config.file,
    userDir,
    clock,
    ids,
    reserveBytes: config.reserveMb * MEGABYTE,
    minFreeBytes: config.minFreeMb * MEGABYTE,
  });
  if (!opened.ok) return opened;
  const journal = opened.value;
  return ok({ value: journal, health: async () => healthOf(await journal.stats()), close: () => journal.close() });
}

export function healthOf(stats: JournalStats): ResourceHealth {
  if (stats.failure) return { health: 'failed', text: stats.failure.reason, failure: stats.failure };
  const { ready, leased, waiting, verifying } = stats.outbox;
  const queued = ready + leased + waiting + verifying;
  return {
    health: 'ok',
    text: `${queued} queued, ${stats.deadLetters.open} dead letters, ${megabytes(stats.bytes)} MB`,
  };
}

/** The button of the form: asks the deployed journal, because a second one may not open its file. */
export async function checkJournal(context: NodeContext<Config>): Promise<{ ok: boolean; text: string }> {
  const journal = await context.resource<Journal>(context.id);
  if (!journal.ok) return { ok: false, text: explain(journal.failure) };
  const stats = await journal.value.stats();
  if (stats.failure) return { ok: false, text: explain(stats.failure) };
  return { ok: true, text: `${stats.file}: ${healthOf(stats).text}, ${stats.reservations} keys remembered.` };
}

const megabytes = (bytes: number): string => (bytes / MEGABYTE).toFixed(1);
