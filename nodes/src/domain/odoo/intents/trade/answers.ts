/**
 * What a supplier has answered to one purchase order so far: the newest answer to each line, and which tasks of the buyer
 * are left. Kept in the journal beside the order: what a later answer says about a line
 * replaces what an earlier one asked for.
 */
import { z } from 'zod';
import type { Memory } from '../spec.ts';

/** What an answer speaks about: the order as a whole, or one of these of a line, by its id in Odoo. */
export type Topic = 'whole' | `${number}.${About}`;
export type About = (typeof OF_LINE)[number];
/** `coming`: whether it comes at all. A rest that comes later belongs to the quantity. */
const OF_LINE = ['coming', 'quantity', 'price'] as const;

export const topicsOf = (line: number): readonly Topic[] => OF_LINE.map((about): Topic => `${line}.${about}`);

const topicSchema = z.custom<Topic>((text) => typeof text === 'string');
export const openSchema = z.object({ topic: topicSchema, said: z.string() });
/** A difference that the order does not show. */
export type Open = z.output<typeof openSchema>;

/** What is answered, and by which lines of the order; nothing of what a newer answer has said before. */
export const spokenSchema = z.object({ lines: z.array(z.number()), topics: z.array(topicSchema) });
export type Spoken = z.output<typeof spokenSchema>;

const answerSchema = z.object({
  /** Key of the message. */
  key: z.string(),
  /** The supplier's number of it. */
  response: z.string(),
  /** Day of the document, as far as it names one. */
  issued: z.string().exactOptional(),
  revision: z.string().exactOptional(),
});
export type AnswerRef = z.output<typeof answerSchema>;

export const taskSchema = answerSchema.extend({ open: z.array(openSchema) });
/** A task of the buyer. */
export type BuyerTask = z.output<typeof taskSchema>;

const bookSchema = z.object({ lines: z.record(z.string(), answerSchema), tasks: z.array(taskSchema) });
export type AnswerBook = z.output<typeof bookSchema>;

const REMEMBERED = 50;

export const answersIn = (memory: Memory): AnswerBook =>
  bookSchema.safeParse(memory['answers']).data ?? { lines: {}, tasks: [] };

/**
 * The answer that has spoken about the line and is newer by its own account. Where the documents do not say, the one that
 * comes later is the newer one. Without a line: about any of them.
 */
export function newerThan(answer: AnswerRef, { lines }: AnswerBook, line?: number): AnswerRef | undefined {
  const known = line === undefined ? Object.values(lines) : [lines[String(line)]];
  return known.find((one) => one !== undefined && one.key !== answer.key && isOlder(answer, one));
}

function isOlder(one: AnswerRef, other: AnswerRef): boolean {
  if (one.issued !== undefined && other.issued !== undefined && one.issued !== other.issued)
    return one.issued < other.issued;
  if (one.response !== other.response || one.revision === undefined || other.revision === undefined) return false;
  const areNumbers = [one.revision, other.revision].every((revision) => /^\d{1,15}$/.test(revision));
  return areNumbers && Number(one.revision) < Number(other.revision);
}

/** Tasks of earlier answers that ask about one of these. */
export const replacedBy = (key: string, { tasks }: AnswerBook, topics: readonly Topic[]): readonly BuyerTask[] =>
  tasks.filter((task) => task.key !== key && task.open.some(({ topic }) => topics.includes(topic)));

/** What an earlier task asks about other things; it goes on under the newer one, with its origin. */
export const leftOver = ({ response, open }: BuyerTask, topics: readonly Topic[]): readonly Open[] =>
  open
    .filter(({ topic }) => !topics.includes(topic))
    .map(({ topic, said }) => ({ topic, said: said.includes(ORIGIN) ? said : `${said}${ORIGIN}${response})` }));
const ORIGIN = ' (from answer ';

/** After an answer was taken over that leaves `open` to the buyer. */
export function answered(book: AnswerBook, answer: AnswerRef, spoken: Spoken, open: readonly Open[]): AnswerBook {
  const gone = [answer.key, ...replacedBy(answer.key, book, spoken.topics).map(({ key }) => key)];
  const tasks = book.tasks.filter(({ key }) => !gone.includes(key));
  const lines = Object.fromEntries(spoken.lines.map((line) => [String(line), answer]));
  return {
    lines: { ...book.lines, ...lines },
    tasks: [...tasks, ...(open.length > 0 ? [{ ...answer, open: [...open] }] : [])].slice(-REMEMBERED),
  };
}
