/**
 * A dead letter: a message that cannot go on, with everything a person needs to understand and repair it, and the record
 * of what people did with it. Stored through the journal port.
 */
import type { Failure, FailureClass } from '../failure.ts';
import type { Message } from '../message.ts';

export interface DeadLetterRequest {
  /** Where it happened: node type or stage name. */
  readonly stage: string;
  readonly flow?: string;
  readonly message: Message;
  /** What first arrived, before anything was made of it. */
  readonly original: unknown;
  readonly failure: Failure;
  /** Owner under which a replay without a queue is published (`untaken`, `onWork`); absent: it cannot be re-emitted. */
  readonly outlet?: string;
  /** What was in force: version of the flow, of its map and of this product. */
  readonly versions?: Versions;
  /** Who is asked to decide. */
  readonly owner?: string;
  /** How long that may take. */
  readonly answerWithinMs?: number;
}

/** Name of a part and its version, for example `map` and `3f9c21aa`. */
export type Versions = Readonly<Record<string, string>>;

export type LetterState = 'open' | 'replayed' | 'discarded';

/** A letter without its payload: what a list shows, and what a reader may see. */
export interface DeadLetterSummary {
  readonly id: number;
  readonly stage: string;
  readonly flow?: string;
  readonly key?: string;
  readonly lane?: string;
  readonly queue?: string;
  readonly outlet?: string;
  readonly failure: Failure;
  readonly attempts: number;
  /** Epoch ms. */
  readonly buriedAt: number;
  readonly state: LetterState;
  readonly note?: string;
  readonly eventType?: string;
  readonly versions?: Versions;
  readonly owner?: string;
  /** Epoch ms by which its owner should have decided. */
  readonly dueAt?: number;
  /** What follows in its lane waits for the decision. */
  readonly holdsLane?: boolean;
  /** The target may hold the effect all the same; a replay looks first. */
  readonly inDoubt?: boolean;
}

export interface DeadLetter extends DeadLetterSummary {
  readonly message: Message;
  readonly original: unknown;
}

export interface DeadLetterFilter {
  readonly state?: LetterState;
  readonly code?: string;
  readonly failureClass?: FailureClass;
  readonly stage?: string;
  readonly flow?: string;
  /** Part of the ordering scope, for example an order's name; upper and lower case are the same. */
  readonly order?: string;
  /** Epoch ms; earlier than this. */
  readonly buriedBefore?: number;
  readonly limit?: number;
  readonly afterId?: number;
}

export interface DeadLetterPage {
  readonly letters: readonly DeadLetterSummary[];
  /** How many match, up to a bound. */
  readonly total: number;
  /** There are more than `total`. */
  readonly isBounded: boolean;
  /** Flows that have letters of this state. */
  readonly flows: readonly string[];
}

/** Letters of one cause. */
export interface DeadLetterCause {
  readonly code: string;
  readonly failureClass: FailureClass;
  readonly count: number;
  readonly oldestBuriedAt: number;
}

/** Who decides about a letter, and why. */
export interface Decision {
  readonly actor: string;
  readonly reason: string;
  /** What the person was told or changed, as plain JSON: findings of the check, changed fields. */
  readonly detail?: unknown;
}

/** `crosswalk`: rows were changed. `decide`: what it is about stands in its detail. Both are about no letter: `letter` is 0. */
export type AuditAction = 'check' | 'replay' | 'correct' | 'discard' | 'crosswalk' | 'decide';

/** One step of a person, as stored. Entries are only ever added. */
export interface AuditEntry extends Decision {
  readonly seq: number;
  /** Epoch ms. */
  readonly at: number;
  readonly action: AuditAction;
  /** 0 for a decision that is about no letter. */
  readonly letter: number;
  /** Entry and predecessor are what they were when they were written. */
  readonly isIntact: boolean;
}

export interface AuditFilter {
  readonly letter?: number;
  /** Only entries before this one: pages go from the newest to the oldest. */
  readonly beforeSeq?: number;
  readonly limit?: number;
}

/** Decisions of a program, and of people where nobody logs in. */
export const UNNAMED = 'not logged in';
