/** Claim candidates: what was announced and what came, or what was ordered and what was answered, differ. The buyer has a task, once. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import { oneOrNone, rows } from '../../rows.ts';
import { isNoted, noteOnce, type On, todoOnce } from '../quality/notes.ts';
import type { Task } from '../spec.ts';
import { type Difference, sayDifference } from './expectation.ts';
import { PURCHASE, type Purchase } from './purchase.ts';

const row = z.object({ id: z.number(), user_id: oneOrNone });

/** Who bought; without a name the integration user. */
export async function buyerOf({ erp }: Task<unknown>, order: Purchase): Promise<Result<number | undefined>> {
  const found = await rows(erp, { model: PURCHASE, row, domain: [['id', '=', order.id]] });
  return found.ok ? ok(found.value[0]?.user_id) : found;
}

/** `name` is the key of the message that brought it to light. */
export async function raiseClaim(
  task: Task<{ readonly key: string; readonly at: string }>,
  order: Purchase,
  on: On,
  advice: string,
  found: readonly Difference[],
): Promise<Result<void>> {
  if (found.length === 0) return ok(undefined);
  const { erp, intent } = task;
  const isThere = await isNoted(erp, `${intent.key}.claim`);
  if (!isThere.ok) return isThere;
  if (isThere.value) return ok(undefined);
  const lines = [`Despatch advice ${advice} of ${order.name} and what came differ:`, ...found.map(sayDifference)];
  const buyer = await buyerOf(task, order);
  if (!buyer.ok) return buyer;
  const todo = {
    summary: `Claim? ${advice} of ${order.name}: ${found.length === 1 ? 'one difference' : `${found.length} differences`}`,
    lines: [...lines, 'Count again, then claim the difference from the supplier or mark this as done.'],
    user: buyer.value,
    due: intent.at.slice(0, 10),
  };
  const asked = await todoOnce(erp, `${intent.key}.claim`, on, todo);
  if (!asked.ok) return asked;
  const noted = await noteOnce(erp, `${intent.key}.claim`, on, lines);
  return noted.ok ? ok(undefined) : noted;
}

/** Name of the task behind the answer with this key. */
export const answerTask = (key: string): string => `${key}.answer`;

/** What a supplier answers and the order does not show is the buyer's decision: a task on the order, once for each answer. */
export async function askBuyer(
  task: Task<{ readonly key: string; readonly at: string; readonly response: string }>,
  order: Purchase,
  open: readonly string[],
): Promise<Result<void>> {
  if (open.length === 0) return ok(undefined);
  const { erp, intent } = task;
  const buyer = await buyerOf(task, order);
  if (!buyer.ok) return buyer;
  const todo = {
    summary: `Claim? Answer ${intent.response} to ${order.name}: ${open.length === 1 ? 'one difference' : `${open.length} differences`}`,
    lines: [...open, 'Agree and change the order, or insist on it with the supplier; then mark this as done.'],
    user: buyer.value,
    due: intent.at.slice(0, 10),
  };
  const asked = await todoOnce(erp, answerTask(intent.key), { model: PURCHASE, id: order.id }, todo);
  return asked.ok ? ok(undefined) : asked;
}

/** Data of the event `purchase.claim.raised`, for whoever deals with claims outside of Odoo. */
export function claimOf(
  { supplier, advice, receipt }: { readonly supplier: string; readonly advice: string; readonly receipt: string },
  order: Purchase,
  found: readonly Difference[],
): Readonly<Record<string, unknown>> {
  if (found.length === 0) return {};
  const lines = found.map(({ material, lot, announced, received, uom }) => ({
    material: { materialDefinitionId: material },
    ...(lot === undefined ? {} : { lot: { lotId: lot } }),
    announced: { value: announced, uom },
    received: { value: received, uom },
  }));
  const of = { supplierId: supplier, poId: order.name, despatchAdviceId: advice, receiptId: receipt };
  return { claim: { claimId: `${advice}.${receipt}`, ...of, lines } };
}
