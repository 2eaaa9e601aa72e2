/** What the dead-letter endpoints answer, as far as the sidebar shows it. Types only. */

export interface Failure {
  readonly code: string;
  readonly class: string;
  readonly attempted: string;
  readonly on: string;
  readonly reason: string;
  readonly nextStep: string;
  readonly cause?: string;
  readonly issues?: readonly { readonly path: string; readonly rule: string; readonly value?: string }[];
}

export type State = 'open' | 'replayed' | 'discarded';

export interface Summary {
  readonly id: number;
  readonly stage: string;
  readonly flow?: string;
  readonly key?: string;
  readonly lane?: string;
  readonly queue?: string;
  readonly failure: Failure;
  readonly attempts: number;
  readonly buriedAt: number;
  readonly ageMs: number;
  readonly state: State;
  readonly note?: string;
  readonly eventType?: string;
  readonly versions?: Readonly<Record<string, string>>;
  readonly owner?: string;
  readonly dueAt?: number;
  readonly isLate: boolean;
  readonly holdsLane?: boolean;
  readonly inDoubt?: boolean;
}

export interface Letter extends Summary {
  readonly message: {
    readonly event: unknown;
    readonly intent?: unknown;
    readonly trail: readonly { readonly stage: string; readonly at: string; readonly verdict: string }[];
  };
  readonly original: unknown;
  readonly audit: readonly Entry[];
}

export interface Entry {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly reason: string;
  readonly isIntact: boolean;
  readonly detail?: { readonly changes?: readonly Change[]; readonly findings?: readonly { readonly code: string }[] };
}

export interface Change {
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface Page {
  readonly deadLetters: readonly Summary[];
  readonly more: boolean;
  readonly total: number;
  readonly isBounded: boolean;
  readonly flows: readonly string[];
}

export interface Cause {
  readonly code: string;
  readonly failureClass: string;
  readonly count: number;
  readonly oldestAgeMs: number;
}

export interface Finding {
  readonly code: string;
  readonly weight: 'stop' | 'doubt' | 'note';
  readonly on: string;
  readonly reason: string;
  readonly nextStep: string;
}

export interface CheckAnswer {
  readonly asked: boolean;
  readonly text: string;
  readonly findings: readonly Finding[];
  readonly changes?: readonly Change[];
}

export interface BulkAnswer {
  readonly replayed: number;
  readonly left: readonly { readonly id: number; readonly lane?: string; readonly text: string }[];
  readonly after?: number;
}
