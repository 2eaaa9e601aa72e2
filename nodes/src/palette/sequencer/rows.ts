/** Scopes in the journal: one row for what is known of a scope, one for each message that waits. */
import { noteOf, positionNote, positionsIn, positionTag } from '../../domain/delivery/position-rows.ts';
import type { Held, Scope } from '../../domain/delivery/sequencer.ts';
import { emptyScope } from '../../domain/delivery/sequencer.ts';
import type { CounterState } from '../../domain/journal.ts';

type Known = Omit<Scope, 'held'>;

const heldTag = (name: string, { epoch, count }: Held): string => `h:${epoch}:${count}:${name}`;

export interface Stored {
  readonly put: readonly CounterState[];
  readonly forget: readonly string[];
}

/** Only what differs is written. */
export function difference(name: string, before: Scope | undefined, after: Scope, nowMs: number): Stored {
  const { held, ...known } = after;
  const old = new Map((before?.held ?? []).map((one) => [heldTag(name, one), one]));
  const now = new Map(held.map((one) => [heldTag(name, one), one]));
  return {
    put: [
      positionNote(name, known, nowMs),
      ...[...now].filter(([tag]) => !old.has(tag)).map(([tag, one]) => noteOf(tag, { name, ...one }, nowMs)),
    ],
    forget: [...old.keys()].filter((tag) => !now.has(tag)),
  };
}

export const forgotten = positionTag;

/** As they were stored, those that moved last at the end. */
export function restore(rows: readonly CounterState[]): Map<string, Scope> {
  const known = positionsIn<Known>(rows);
  const scopes = new Map<string, Scope>([...known].map(([name, position]) => [name, { ...emptyScope, ...position }]));
  for (const { tag, memory } of rows) {
    if (!tag.startsWith('h:')) continue;
    const { name, ...held } = memory as Held & { readonly name: string };
    const scope = scopes.get(name) ?? emptyScope;
    scopes.set(name, { ...scope, held: [...scope.held, held].sort((one, other) => one.count - other.count) });
  }
  return scopes;
}
