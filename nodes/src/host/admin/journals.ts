/** What the journals of the flows say of themselves, for `/health` and `/metrics`; what nobody knows is no figure. */
import type { Failure } from '../../domain/failure.ts';
import type { Journal, JournalStats } from '../../domain/journal.ts';
import type { Clock } from '../../domain/ports.ts';
import { bounded } from '../bounded.ts';
import { allHoldings, type Holding } from '../resources.ts';

/** A monitor gives up after a few seconds; a part that does not answer is reported, not waited for. */
export const PART_BOUND_MS = 2_000;

/** `null` while a journal does not answer: nobody knows it then, and 0 would read as "nothing waits". */
export type Figure = number | null;

/** What a journal says of itself, or why nothing is known about it. */
export type Told = JournalStats | Silent;
interface Silent {
  readonly file: string;
  readonly writable: false;
  readonly failure: Failure;
  readonly outbox?: never;
}

/** Every journal of the flows; one that is opening, or does not answer in time, is silent. */
export async function journalStats(clock: Clock): Promise<readonly Told[]> {
  const journals = allHoldings().filter((holding) => holding.type === 'journal');
  return Promise.all(journals.map((holding) => statsOf(holding, clock)));
}

async function statsOf(holding: Holding, clock: Clock): Promise<Told> {
  const journal = holding.value() as Journal | undefined;
  let stats: JournalStats | undefined;
  if (journal)
    await bounded(
      clock,
      PART_BOUND_MS,
      journal.stats().then((found) => (stats = found)),
    ).catch(() => 'late');
  if (stats) return stats;
  const { failure, text } = await holding.health();
  return { file: holding.name, writable: false, failure: failure ?? silent(holding.name, text) };
}

/** One figure over all journals; unknown as soon as one of them is. */
export function figure(
  journals: readonly Told[],
  pick: (one: JournalStats) => number,
  over: (figures: readonly number[]) => number = sum,
): Figure {
  const told = journals.filter((one) => one.outbox !== undefined);
  return told.length === journals.length ? over(told.map(pick)) : null;
}

/** Of the oldest of all, in seconds. */
export const oldest = (figures: readonly number[]): number => Math.max(0, ...figures) / 1000;

const silent = (name: string, text: string): Failure => ({
  code: 'journal-silent',
  class: 'transient',
  attempted: 'read the state of the journal',
  on: name,
  reason: text || 'it did not answer in time',
  nextStep: 'Look at the log of the journal node and at the disk.',
});

/** Messages that are queued or on their way. */
export const depth = ({ outbox }: JournalStats): number =>
  outbox.ready + outbox.leased + outbox.waiting + outbox.verifying;

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
