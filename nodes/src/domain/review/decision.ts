/**
 * One question to people, from being asked to its end. An end is final: whatever is said afterwards changes nothing. Two
 * pairs of eyes are two persons who say the same; one person alone may always decline.
 */
import { z } from 'zod';
import { UNNAMED } from '../delivery/dead-letter.ts';

export const APPROVE = 'approve';
export const DECLINE = 'decline';

const voteSchema = z.object({ actor: z.string(), choice: z.string(), reason: z.string(), atMs: z.number() });

export const questionSchema = z.object({
  /** Idempotency key of what is asked about. */
  id: z.string(),
  /** Of its content: the same key with another content contradicts it. */
  digest: z.string(),
  event: z.record(z.string(), z.unknown()),
  askedMs: z.number(),
  dueMs: z.number().optional(),
  /** `second`: one person has chosen, another one must. */
  state: z.enum(['open', 'second', 'approved', 'declined', 'chosen', 'withdrawn']),
  /** Of the choice that stands; earlier ones are in the audit. */
  votes: z.array(voteSchema).readonly(),
  isLate: z.boolean(),
  /** The deadline decided, nobody else. */
  isLapsed: z.boolean(),
  endedMs: z.number().optional(),
});

export type Question = z.output<typeof questionSchema>;
export type Vote = z.output<typeof voteSchema>;

export interface Rules {
  /** Words beside approve and decline. */
  readonly further: readonly string[];
  readonly twoPersons: boolean;
  readonly afterDeadline: 'wait' | 'decline' | 'approve';
}

export const isOpen = ({ state }: Question): boolean => state === 'open' || state === 'second';

export const choicesOf = ({ further }: Rules): readonly string[] => [APPROVE, DECLINE, ...further];

export type Refusal = 'ended' | 'no-such-choice' | 'reason-missing' | 'same-person' | 'nobody-logged-in';

export type Answer =
  | { readonly kind: 'taken'; readonly question: Question }
  | { readonly kind: 'refused'; readonly why: Refusal };

export function decide(question: Question, vote: Vote, rules: Rules): Answer {
  const refused = (why: Refusal): Answer => ({ kind: 'refused', why });
  if (!isOpen(question)) return refused('ended');
  if (!choicesOf(rules).includes(vote.choice)) return refused('no-such-choice');
  if (vote.reason.trim() === '') return refused('reason-missing');
  if (vote.choice === DECLINE)
    return { kind: 'taken', question: ended(question, [...question.votes, vote], 'declined') };
  if (!rules.twoPersons) return { kind: 'taken', question: ended(question, [vote], endOf(vote.choice)) };
  if (vote.actor === UNNAMED) return refused('nobody-logged-in');
  const agreeing = question.votes.filter(({ choice }) => choice === vote.choice);
  if (agreeing.some(({ actor }) => actor === vote.actor)) return refused('same-person');
  // Who chooses otherwise begins anew: the first then has to agree, or a third.
  const votes = [...agreeing, vote];
  if (votes.length < 2) return { kind: 'taken', question: { ...question, state: 'second', votes } };
  return { kind: 'taken', question: ended(question, votes, endOf(vote.choice)) };
}

/** Undefined while there is time, and when everything was done about it before. */
export function expire(question: Question, nowMs: number, { afterDeadline }: Rules): Question | undefined {
  if (!isOpen(question) || question.dueMs === undefined || nowMs < question.dueMs) return undefined;
  if (afterDeadline === 'wait') return question.isLate ? undefined : { ...question, isLate: true };
  const state = afterDeadline === 'approve' ? 'approved' : 'declined';
  return { ...question, isLate: true, isLapsed: true, state, endedMs: nowMs };
}

/** Undefined when it has come to an end already. */
export function withdraw(question: Question, nowMs: number): Question | undefined {
  return isOpen(question) ? { ...question, state: 'withdrawn', endedMs: nowMs } : undefined;
}

const endOf = (choice: string): 'approved' | 'chosen' => (choice === APPROVE ? 'approved' : 'chosen');

function ended(question: Question, votes: readonly Vote[], state: Question['state']): Question {
  return { ...question, votes, state, endedMs: votes.at(-1)?.atMs ?? question.askedMs };
}
