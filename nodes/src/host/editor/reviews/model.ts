/** What the endpoints of decisions answer, as far as the sidebar shows it. Types only. */

export interface Vote {
  readonly actor: string;
  readonly choice: string;
  readonly reason: string;
}

export interface Review {
  readonly desk: string;
  readonly id: string;
  /** Of the node that asks. */
  readonly name: string;
  readonly flow: string;
  readonly title: string;
  readonly about: string;
  readonly facts: readonly { readonly name: string; readonly value: string }[];
  readonly choices: readonly string[];
  readonly twoPersons: boolean;
  readonly votes: readonly Vote[];
  readonly askedMs: number;
  readonly ageMs: number;
  readonly dueMs?: number;
  readonly isLate: boolean;
  /** What happens when the time runs out. */
  readonly afterDeadline: 'wait' | 'decline' | 'approve';
}
