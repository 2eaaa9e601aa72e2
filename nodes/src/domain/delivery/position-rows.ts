/** Positions of numbered rows as notes of the journal: what is known of a source or scope, under its name. */
import type { CounterState } from '../journal.ts';

const PREFIX = 's:';

export const positionTag = (name: string): string => `${PREFIX}${name}`;

/** `memory`: plain JSON. `nowMs`: epoch ms. */
export const noteOf = (tag: string, memory: unknown, nowMs: number): CounterState => ({
  ...{ tag, epoch: 0, total: '0', openFrom: '0', memory },
  at: new Date(nowMs).toISOString(),
});

export const positionNote = <P extends object>(name: string, position: P, nowMs: number): CounterState =>
  noteOf(positionTag(name), { name, ...position }, nowMs);

/** As they were kept, by name; those that moved last at the end. */
export function positionsIn<P extends object>(notes: readonly CounterState[]): Map<string, P> {
  const inTime = [...notes].sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return new Map(
    inTime.flatMap(({ tag, memory }) => {
      if (!tag.startsWith(PREFIX)) return [];
      const { name, ...position } = memory as P & { readonly name: string };
      return [[name, position as unknown as P] as const];
    }),
  );
}
