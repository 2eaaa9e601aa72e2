/**
 * What was asked about one thing (an order, a delivery) and what was answered. Each revision is a question of its own; the
 * latest is the one that waits. Answers may come late, twice and in any order: what they leave behind is the same.
 */
import { z } from 'zod';

export const DECISIONS = ['accepted', 'partial', 'rejected'] as const;
export type Decision = (typeof DECISIONS)[number];

const questionSchema = z.object({
  revision: z.number(),
  /** Takes back what was asked before. */
  isRecall: z.boolean(),
  /** Of its content: the same revision with another content contradicts it. */
  digest: z.string(),
  event: z.string(),
  type: z.string(),
  askedMs: z.number(),
  /** What was said about the missing answer so far. */
  wait: z.enum(['waiting', 'late', 'escalated']),
  answer: z.object({ decision: z.enum(DECISIONS), atMs: z.number() }).optional(),
});

export const exchangeSchema = z.object({
  subject: z.string(),
  /** By revision, lowest first. */
  questions: z.array(questionSchema).readonly(),
  /** Revisions up to here are forgotten, unless they are among the questions. */
  forgotten: z.number(),
  touchedMs: z.number(),
});

export type Question = z.output<typeof questionSchema>;
export type Exchange = z.output<typeof exchangeSchema>;
export type Asking = Pick<Question, 'revision' | 'isRecall' | 'digest' | 'event' | 'type'>;
export type Level = 'late' | 'escalated';

export interface Moved<V extends string> {
  readonly exchange: Exchange;
  readonly verdict: V;
}

const MOST = 20;

export const nothingAsked = (subject: string): Exchange => ({ subject, questions: [], forgotten: 0, touchedMs: 0 });

export const latest = ({ questions }: Exchange): Question | undefined => questions.at(-1);

/** The revision the other side works with: the highest it took, unless it let go of it. */
export function inForce({ questions }: Exchange): number | undefined {
  const taken = questions.filter(({ answer }) => answer !== undefined && answer.decision !== 'rejected').at(-1);
  return taken?.isRecall && taken.answer?.decision === 'accepted' ? undefined : taken?.revision;
}

/** `again`: the same question on purpose, such as for a system that was restored from a backup. */
export function ask(
  exchange: Exchange,
  asking: Asking,
  nowMs: number,
  again = false,
): Moved<'new' | 'older' | 'same' | 'again' | 'conflict'> {
  const { questions, forgotten } = exchange;
  const known = questions.find(({ revision }) => revision === asking.revision);
  if (known && known.digest !== asking.digest) return { exchange, verdict: 'conflict' };
  if (known && again) {
    const renewed: Question = known.answer ? known : { ...known, askedMs: nowMs, wait: 'waiting' };
    return { exchange: withQuestion(exchange, renewed, nowMs), verdict: 'again' };
  }
  if (known || asking.revision <= forgotten) return { exchange, verdict: 'same' };
  const isNew = asking.revision > (latest(exchange)?.revision ?? 0);
  const question: Question = { ...asking, askedMs: nowMs, wait: 'waiting' };
  return { exchange: withQuestion(exchange, question, nowMs), verdict: isNew ? 'new' : 'older' };
}

/** The later word counts; of two at one time the one that refuses more. */
export function answer(
  exchange: Exchange,
  revision: number,
  given: { readonly decision: Decision; readonly atMs: number },
  nowMs: number,
): Moved<'taken' | 'repeated' | 'outdated' | 'unasked'> {
  const question = exchange.questions.find((one) => one.revision === revision);
  if (!question) return { exchange, verdict: revision <= exchange.forgotten ? 'outdated' : 'unasked' };
  const before = question.answer;
  if (before?.decision === given.decision && before.atMs === given.atMs) return { exchange, verdict: 'repeated' };
  if (before && !isLaterThan(given, before)) return { exchange, verdict: 'outdated' };
  const { decision, atMs } = given;
  return { exchange: withQuestion(exchange, { ...question, answer: { decision, atMs } }, nowMs), verdict: 'taken' };
}

type Given = NonNullable<Question['answer']>;

function isLaterThan(one: Given, other: Given): boolean {
  if (one.atMs !== other.atMs) return one.atMs > other.atMs;
  return DECISIONS.indexOf(one.decision) > DECISIONS.indexOf(other.decision);
}

export interface Patience {
  readonly answerMs: number;
  readonly escalateMs: number;
}

/** What is to be said about the missing answer now; each level once, the second only after the first. */
export function overdue(
  exchange: Exchange,
  { answerMs, escalateMs }: Patience,
  nowMs: number,
): { readonly exchange: Exchange; readonly level: Level; readonly dueMs: number } | undefined {
  const question = latest(exchange);
  if (!question || question.answer) return undefined;
  const level = question.wait === 'waiting' ? 'late' : 'escalated';
  const dueMs = question.askedMs + (level === 'late' ? answerMs : escalateMs);
  if (question.wait === 'escalated' || nowMs < dueMs) return undefined;
  return { exchange: withQuestion(exchange, { ...question, wait: level }, nowMs), level, dueMs };
}

function withQuestion(exchange: Exchange, question: Question, nowMs: number): Exchange {
  const others = exchange.questions.filter(({ revision }) => revision !== question.revision);
  const questions = [...others, question].sort((one, other) => one.revision - other.revision);
  const whole = { ...exchange, questions, touchedMs: Math.max(exchange.touchedMs, nowMs) };
  if (questions.length <= MOST) return whole;
  const kept = inForce(whole);
  const dropped = questions.find(({ revision }) => revision !== kept);
  return {
    ...whole,
    questions: questions.filter((one) => one !== dropped),
    forgotten: Math.max(whole.forgotten, dropped?.revision ?? 0),
  };
}
