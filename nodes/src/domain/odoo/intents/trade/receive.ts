/** Goods of a purchase order come into stock: what really came, with its lots, once. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { type Amount, text } from '../../amount.ts';
import { refusal } from '../../refusals.ts';
import { act, one, rows } from '../../rows.ts';
import { questionIn } from '../../wizard.ts';
import { defineIntent, type Task } from '../spec.ts';
import { namingCandidates } from './candidates.ts';
import { compared } from './compare.ts';
import { findPurchase, PURCHASE, type Purchase, purchaseLines } from './purchase.ts';
import { type PlannedLine, place, planLine } from './receive-lines.ts';
import { type Receive, receiveSchema } from './receive-schema.ts';

export const receive = defineIntent({
  kind: 'receive',
  title: 'Receive goods of a purchase order',
  schema: receiveSchema,
  promised: {
    does: 'Puts what came on the open receipts of the purchase order, with its lots, and validates them. The rest stays open. What differs from the despatch advice that it names becomes a task for the buyer.',
    postCondition:
      'Every line of the message is done with its quantity; received quantities of the order are read back.',
    once: 'Each line is created once under an external id made of the key; a receipt that is done is not validated again.',
    wizards: 'A partial receipt leaves a backorder without asking. Any other question parks the message.',
    undo: 'The intent "return" for the transfer.',
  },
  needs: [
    [PURCHASE, 'read', 'Purchase'],
    ['purchase.order.line', 'read', 'Purchase'],
    ['stock.picking', 'write', 'Inventory'],
    ['stock.move', 'read', 'Inventory'],
    ['stock.move.line', 'create', 'Inventory'],
    ['mail.message', 'create', 'Discuss'],
    ['mail.activity', 'create', 'Discuss'],
  ],
  where: ({ lines, receipt, order }) => ({
    attempted: `receive ${lines.length === 1 ? 'one line' : `${lines.length} lines`} (${receipt})`,
    on: order,
  }),
  carryOut,
});

async function carryOut(task: Task<Receive>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const order = await findPurchase(erp, intent.order, where);
  if (!order.ok) return fail(await namingCandidates(erp, where, order.failure, intent.lines[0]?.material));
  const used = new Map<number, Amount>();
  const plans: PlannedLine[] = [];
  for (const index of intent.lines.keys()) {
    const plan = await planLine(task, order.value, index, used);
    if (!plan.ok) return plan;
    plans.push(plan.value);
  }
  const lines = plans.flatMap(({ placed }) => placed.map(({ id }) => id));
  const open = new Set(
    plans.flatMap(({ placed }) => placed.filter(({ isDone }) => !isDone)).map(({ picking }) => picking),
  );
  // Nothing is written before every line has its place: a line alone would be received with the next truck.
  for (const part of plans.flatMap(({ parts }) => parts)) {
    const id = await place(task, part);
    if (!id.ok) return id;
    lines.push(id.value);
    open.add(part.picking);
  }
  for (const picking of open) {
    const validated = await validate(task, picking);
    if (!validated.ok) return validated;
  }
  const posted = await readBack(task, order.value, lines, open.size === 0);
  return posted.ok ? compared(task, order.value, posted.value) : posted;
}

const pickingRow = z.object({ id: z.number(), name: z.string(), state: z.string() });

/** Only what is not done: 14 refuses a second time, and an answer may have been lost. */
async function validate({ erp, where }: Task<Receive>, id: number): Promise<Result<void>> {
  const context = { skip_backorder: true, skip_sms: true };
  const answer = await act(erp, 'stock.picking', 'button_validate', [id], {}, { context, repeatable: true });
  const now = await rows(erp, { model: 'stock.picking', row: pickingRow, domain: [['id', '=', id]] });
  if (!now.ok) return answer.ok ? now : answer;
  const [picking] = now.value;
  if (picking?.state === 'done') return ok(undefined);
  if (!answer.ok) return answer;
  return fail(
    questionIn(answer.value, where) ??
      refusal('not-posted', where, `${picking?.name ?? 'the receipt'} is ${picking?.state ?? 'gone'}`),
  );
}

const lineRow = z.object({ id: z.number(), picking_id: one, state: z.string() });

async function readBack(
  { erp, where }: Task<Receive>,
  order: Purchase,
  ids: readonly number[],
  wasDone: boolean,
): Promise<Result<Receipt>> {
  const lines = await rows(erp, { model: 'stock.move.line', row: lineRow, domain: [['id', 'in', ids]] });
  if (!lines.ok) return lines;
  const open = ids.filter((id) => lines.value.find((line) => line.id === id)?.state !== 'done');
  if (open.length > 0) return fail(refusal('not-posted', where, `${open.length} of ${ids.length} lines are not done`));
  const pickings = [...new Set(lines.value.map(({ picking_id }) => picking_id))];
  const names = await rows(erp, { model: 'stock.picking', row: pickingRow, domain: [['id', 'in', pickings]] });
  if (!names.ok) return names;
  const received = await purchaseLines(erp, order.id);
  if (!received.ok) return received;
  return ok({
    verdict: wasDone ? 'already' : 'posted',
    summary: `${where.attempted} on ${where.on}: ${names.value.map(({ name }) => name).join(', ')} done`,
    records: [
      ...names.value.map(({ id, name, state }) => ({ model: 'stock.picking', id, name, state })),
      { model: PURCHASE, id: order.id, name: order.name },
    ],
    readBack: { received: received.value.map((line) => `${text(line.qty_received)} of ${text(line.product_qty)}`) },
  });
}
