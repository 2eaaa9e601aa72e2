/** Tasks of the buyer after an answer: what it leaves open is asked, what it replaces is asked no more. */
import { ok, type Result } from '../../../ports.ts';
import { closeTodo, openTodo } from '../quality/notes.ts';
import type { Task } from '../spec.ts';
import { answered, answersIn, type BuyerTask, type Open, replacedBy, type Spoken } from './answers.ts';
import { answerTask, askBuyer } from './claim.ts';
import { refOf } from './confirm-changes.ts';
import type { Confirm } from './confirm-schema.ts';
import type { Purchase } from './purchase.ts';

/** What it replaces, as far as nobody has dealt with it: what a buyer has decided is not asked again. */
export async function stillAsking(
  { erp, intent, memory }: Task<Confirm>,
  { topics }: Spoken,
): Promise<Result<readonly BuyerTask[]>> {
  const asking: BuyerTask[] = [];
  for (const one of replacedBy(intent.key, answersIn(memory()), topics)) {
    const found = await openTodo(erp, answerTask(one.key));
    if (!found.ok) return found;
    if (found.value !== undefined) asking.push(one);
  }
  return ok(asking);
}

interface Asked {
  readonly open: readonly Open[];
  readonly spoken: Spoken;
  readonly replaced: readonly BuyerTask[];
}

/** The new task first: between the two nothing is without one. */
export async function askAnew(
  task: Task<Confirm>,
  order: Purchase,
  { open, spoken, replaced }: Asked,
): Promise<Result<void>> {
  const { erp, intent } = task;
  const said = open.map((one) => one.said);
  const asked = await askBuyer(task, order, said);
  if (!asked.ok) return asked;
  for (const { key } of replaced) {
    const closed = await closeTodo(erp, answerTask(key), `Replaced by the supplier's answer ${intent.response}.`);
    if (!closed.ok) return closed;
  }
  return task.remember({ answers: answered(answersIn(task.memory()), refOf(intent), spoken, open) });
}
