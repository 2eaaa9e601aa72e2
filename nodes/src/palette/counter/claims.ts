/** A counter is reported by one node: two would report the same counts as different ranges, and post them twice. */
import type { Failure } from '../../domain/failure.ts';
import type { Journal } from '../../domain/journal.ts';
import { fail, ok, type Result } from '../../domain/ports.ts';

interface Claim {
  readonly node: string;
  readonly name: string;
}

const claims = new WeakMap<Journal, Map<string, Claim>>();

/** Claims `counters` (`<site pack> <counter>`) for a node; the value gives them free again. */
export function claim(journal: Journal, counters: readonly string[], by: Claim): Result<() => void> {
  const taken = claims.get(journal) ?? new Map<string, Claim>();
  claims.set(journal, taken);
  const other = counters.map((counter) => ({ counter, claim: taken.get(counter) })).find((one) => one.claim);
  if (other?.claim && other.claim.node !== by.node) return fail(claimed(other.counter, other.claim.name));
  for (const counter of counters) taken.set(counter, by);
  return ok(() => {
    for (const counter of counters) if (taken.get(counter)?.node === by.node) taken.delete(counter);
  });
}

export const isClaimed = (journal: Journal, counter: string): boolean => claims.get(journal)?.has(counter) ?? false;

function claimed(counter: string, name: string): Failure {
  return {
    code: 'counter-claimed',
    class: 'configuration',
    attempted: 'start counting',
    on: counter,
    reason: `the node "${name}" reports this counter already`,
    nextStep: 'Remove one of the two nodes, or give them different machines or counts.',
  };
}
