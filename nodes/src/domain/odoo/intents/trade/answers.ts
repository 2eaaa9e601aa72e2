/**
 * What a supplier has answered to one purchase order so far: the newest answer to each line, and which tasks of the buyer
 * are left. Kept in the journal beside the order: a later answer to a line replaces what an earlier one asked for.
 */
import { z } from 'zod';
import type { Memory } from '../spec.ts';

/** Id of the line in Odoo, or this for the order as a whole. */
export const WHOLE = 0;

export const openSchema = z.object({ line: z.number(), said: z.string() });
/** A difference that the order does not show. */
export type Open = z.output<typeof openSchema>;

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
 * comes later is the newer one. `line`: `WHOLE` for any of them.
 */
export function newerThan(answer: AnswerRef, { lines }: AnswerBook, line: number): AnswerRef | undefined {
  const known = line === WHOLE ? Object.values(lines) : [lines[String(line)]];
  return known.find((one) => one !== undefined && one.key !== answer.key && isOlder(answer, one));
}

function isOlder(one: AnswerRef, other: AnswerRef): boolean {
  if (one.issued !== undefined && other.issued !== undefined && one.issued !== other.issued)
    return one.issued < other.issued;
  if (one.response !== other.response || one.revision === undefined || other.revision === undefined) return false;
  const areNumbers = [one.revision, other.revision].every((revision) => /^\d{1,15}$/.test(revision));
  return areNumbers && Number(one.revision) < Number(other.revision);
}

/** Tasks of earlier answers that ask about one of these lines. */
export const replacedBy = (key: string, { tasks }: AnswerBook, lines: readonly number[]): readonly BuyerTask[] =>
  tasks.filter((task) => task.key !== key && task.open.some(({ line }) => lines.includes(line)));

/** What an earlier task asks about other lines; it goes on under the newer one, with its origin. */
export const leftOver = ({ response, open }: BuyerTask, lines: readonly number[]): readonly Open[] =>
  open
    .filter(({ line }) => !lines.includes(line))
    .map(({ line, said }) => ({ line, said: said.includes(ORIGIN) ? said : `${said}${ORIGIN}${response})` }));
const ORIGIN = ' (from answer ';

/** After an answer was taken over that speaks about `lines`, and left `open` to the buyer. */
export function answered(
  book: AnswerBook,
  answer: AnswerRef,
  lines: readonly number[],
  open: readonly Open[],
): AnswerBook {
  const gone = [answer.key, ...replacedBy(answer.key, book, lines).map(({ key }) => key)];
  const tasks = book.tasks.filter(({ key }) => !gone.includes(key));
  const spoken = Object.fromEntries(lines.map((line) => [String(line), answer]));
  return {
    lines: { ...book.lines, ...spoken },
    tasks: [...tasks, ...(open.length > 0 ? [{ ...answer, open: [...open] }] : [])].slice(-REMEMBERED),
  };
}
