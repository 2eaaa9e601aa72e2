/** Scopes in the journal: one row for what is known of a scope, one for each message that waits. */
import type { Held, Scope } from '../../domain/delivery/sequencer.ts';
import { emptyScope } from '../../domain/delivery/sequencer.ts';
import type { CounterState } from '../../domain/journal.ts';

type Known = Omit<Scope, 'held'>;

const scopeTag = (name: string): string => `s:${name}`;
const heldTag = (name: string, { epoch, count }: Held): string => `h:${epoch}:${count}:${name}`;

export interface Stored {
  readonly put: readonly CounterState[];
  readonly forget: readonly string[];
}

/** Only what differs is written. */
export function difference(name: string, before: Scope | undefined, after: Scope, nowMs: number): Stored {
  const at = new Date(nowMs).toISOString();
  const put = (tag: string, memory: unknown): CounterState => ({
    ...{ tag, epoch: 0, total: '0', openFrom: '0', at, memory },
  });
  const { held, ...known } = after;
  const old = new Map((before?.held ?? []).map((one) => [heldTag(name, one), one]));
  const now = new Map(held.map((one) => [heldTag(name, one), one]));
  return {
    put: [
      put(scopeTag(name), { name, ...known }),
      ...[...now].filter(([tag]) => !old.has(tag)).map(([tag, one]) => put(tag, { name, ...one })),
    ],
    forget: [...old.keys()].filter((tag) => !now.has(tag)),
  };
}

export const forgotten = (name: string): string => scopeTag(name);

/** As they were stored, those that moved last at the end. */
export function restore(rows: readonly CounterState[]): Map<string, Scope> {
  const scopes = new Map<string, Scope>();
  const inTime = [...rows].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  for (const { tag, memory } of inTime) {
    if (!tag.startsWith('s:')) continue;
    const { name, ...known } = memory as Known & { readonly name: string };
    scopes.set(name, { ...emptyScope, ...known });
  }
  for (const { tag, memory } of rows) {
    if (!tag.startsWith('h:')) continue;
    const { name, ...held } = memory as Held & { readonly name: string };
    const scope = scopes.get(name) ?? emptyScope;
    scopes.set(name, { ...scope, held: [...scope.held, held].sort((one, other) => one.count - other.count) });
  }
  return scopes;
}
