/** Where people decide: each running node that asks them opens a desk under its id, and the guarded endpoints find it there. */
import type { Decision } from '../domain/delivery/dead-letter.ts';
import type { Result } from '../domain/ports.ts';

/** One question as a person sees it. */
export interface Waiting {
  readonly id: string;
  readonly state: string;
  readonly title: string;
  /** What the event says, in a line. */
  readonly about: string;
  /** The same by name, for a page that has the room. */
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly event: unknown;
  readonly choices: readonly string[];
  /** Nothing is approved before a second person says so. */
  readonly twoPersons: boolean;
  readonly askedMs: number;
  readonly dueMs?: number;
  readonly isLate: boolean;
  /** What happens when the time runs out. */
  readonly afterDeadline: 'wait' | 'decline' | 'approve';
  /** Who has chosen already, where a second person has to. */
  readonly votes: readonly { readonly actor: string; readonly choice: string; readonly reason: string }[];
}

export interface Desk {
  readonly name: string;
  readonly flow: string;
  waiting(): readonly Waiting[];
  /** Resolves when the journal has it. */
  decide(id: string, choice: string, decision: Decision): Promise<Result<{ readonly state: string }>>;
}

const open = new Map<string, Desk>();

export function openDesk(id: string, desk: Desk): () => void {
  open.set(id, desk);
  return () => {
    if (open.get(id) === desk) open.delete(id);
  };
}

export const desks = (): ReadonlyMap<string, Desk> => open;
