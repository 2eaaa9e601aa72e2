/** What the journal keeps of a scope: the last snapshot that was compared with what stands since, and one that waits. */
import { z } from 'zod';
import type { CounterState } from '../journal.ts';
import { standingSchema } from './standing.ts';

const scopeSchema = z.object({
  scope: z.string(),
  /** Of the last snapshot that was compared. */
  asOf: z.string(),
  digest: z.string(),
  standings: z.array(standingSchema),
});
const waitingSchema = z.object({
  scope: z.string(),
  asOf: z.string(),
  digest: z.string(),
  arrivedMs: z.number(),
  event: z.record(z.string(), z.unknown()),
});

export type ScopeState = z.output<typeof scopeSchema>;
export type WaitingSnapshot = z.output<typeof waitingSchema>;

export interface Memory {
  readonly scopes: Map<string, ScopeState>;
  readonly waiting: Map<string, WaitingSnapshot>;
}

export function restore(rows: readonly CounterState[]): Memory {
  const memory: Memory = { scopes: new Map(), waiting: new Map() };
  for (const row of rows) {
    if (row.tag.startsWith('scope ')) {
      const state = scopeSchema.parse(row.memory);
      memory.scopes.set(state.scope, state);
    } else {
      const waiting = waitingSchema.parse(row.memory);
      memory.waiting.set(waiting.scope, waiting);
    }
  }
  return memory;
}

export const scopeRow = (state: ScopeState): CounterState => row(`scope ${state.scope}`, state.asOf, state);
export const waitingRow = (waiting: WaitingSnapshot): CounterState =>
  row(waitingTag(waiting.scope), waiting.asOf, waiting);
export const waitingTag = (scope: string): string => `waiting ${scope}`;

const row = (tag: string, at: string, memory: unknown): CounterState => ({
  ...{ tag, at, memory },
  ...{ epoch: 0, total: '0', openFrom: '0' },
});

/** What a snapshot is to those known already. */
export function place(
  memory: Memory,
  { scope, asOf, digest }: Pick<WaitingSnapshot, 'scope' | 'asOf' | 'digest'>,
): 'new' | 'same' | 'conflict' | 'older' {
  const known = [memory.waiting.get(scope), memory.scopes.get(scope)].flatMap((one) => one ?? []);
  const twin = known.find((one) => Date.parse(one.asOf) === Date.parse(asOf));
  if (twin) return twin.digest === digest ? 'same' : 'conflict';
  return known.some((one) => Date.parse(one.asOf) > Date.parse(asOf)) ? 'older' : 'new';
}
