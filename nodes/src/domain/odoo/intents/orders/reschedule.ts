/** Another start of an order; one that was planned is planned again from there. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import type { OrderDocument } from '../../dialect.ts';
import type { OrderPlan } from '../../dialects/order-changes.ts';
import { refusal } from '../../refusals.ts';
import { act, rows } from '../../rows.ts';
import { odooTime } from '../../time.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { findOrder, type Order, openPart, orderReceipt } from './order.ts';

const schema = z.strictObject({
  kind: z.literal('reschedule'),
  ...standing,
  order: z.string().min(1),
  start: z.string(),
  /** `keep`: an order is planned again when it was planned. `plan`: it is planned in any case. */
  planning: z.enum(['keep', 'plan']).default('keep'),
});
type Reschedule = z.output<typeof schema>;

export const reschedule = defineIntent({
  kind: 'reschedule',
  title: 'Move an order to another time',
  schema,
  promised: {
    does: 'Sets the start of an order that has not begun, and lets Odoo place its work orders again when they were placed.',
    postCondition:
      'The order starts when asked; when it is planned, in the first free slot of its work centres after that.',
    once: 'The start is an absolute value; the journal remembers what it led to.',
    wizards: 'None.',
    undo: 'Move it back.',
  },
  needs: [
    ['mrp.production', 'write', 'Manufacturing'],
    ['mrp.workorder', 'write', 'Manufacturing'],
  ],
  where: ({ order, start }) => ({ attempted: `move the start to ${start}`, on: order }),
  carryOut,
});

const note = z.object({
  moving: z.object({ key: z.string(), replan: z.boolean(), done: z.boolean(), shown: z.string() }),
});

async function carryOut(task: Task<Reschedule>): Promise<Result<Receipt>> {
  const order = await findOrder(task, task.intent.order);
  if (!order.ok) return order;
  const part = openPart(task, order.value);
  if (!part.ok) return part;
  const before = await planOf(task, order.value, part.value);
  if (!before.ok) return before;
  const known = note.safeParse(task.memory()).data?.moving;
  const mine = known?.key === task.intent.key ? known : undefined;
  const start = odooTime(task.intent.start);
  // What an interrupted attempt took out of the calendars goes in again.
  const replan = mine?.replan ?? (task.intent.planning === 'plan' || before.value.isPlanned);
  const isThere = replan ? mine?.done === true && before.value.isPlanned : !before.value.isPlanned;
  if (isThere && before.value.start === (replan ? mine?.shown : start)) {
    return orderReceipt(task, part.value, 'already', { start: before.value.start, end: before.value.end });
  }
  const begun = await startedWork(task, part.value);
  if (!begun.ok) return begun;
  if (begun.value) return fail(refusal('order-started', task.where, begun.value));
  const announced = await remember(task, { replan, done: false, shown: '' });
  if (!announced.ok) return announced;
  return carry(task, order.value, part.value, replan);
}

async function carry(
  task: Task<Reschedule>,
  order: Order,
  part: OrderDocument,
  replan: boolean,
): Promise<Result<Receipt>> {
  const start = odooTime(task.intent.start);
  const moved = await order.changes.move(task.erp, part.id, start);
  if (!moved.ok) return moved;
  const planned = replan
    ? await act(task.erp, 'mrp.production', 'button_plan', [part.id], {}, { repeatable: true })
    : ok(undefined);
  if (!planned.ok) return planned;
  const after = await planOf(task, order, part);
  if (!after.ok) return after;
  const { start: shown = '', end, isPlanned } = after.value;
  // A plan begins in the first free slot, never before the time asked for.
  const isSo = replan ? shown >= start && isPlanned : shown === start;
  if (!isSo) return fail(refusal('not-posted', task.where, `the order starts ${shown}`));
  const kept = await remember(task, { replan, done: true, shown });
  return kept.ok ? orderReceipt(task, part, 'posted', { start: shown, end, planned: isPlanned }) : kept;
}

const remember = (task: Task<Reschedule>, moving: { replan: boolean; done: boolean; shown: string }) =>
  task.remember({ moving: { key: task.intent.key, ...moving } });

async function planOf(task: Task<Reschedule>, order: Order, part: OrderDocument): Promise<Result<OrderPlan>> {
  const plan = await order.changes.plan(task.erp, part.id);
  if (!plan.ok) return plan;
  return plan.value ? ok(plan.value) : fail(refusal('order-not-found', task.where, part.name));
}

/** Name of a work order that has begun: Odoo would refuse to take it out of its calendar. */
async function startedWork(task: Task<Reschedule>, part: OrderDocument): Promise<Result<string | undefined>> {
  const begun = await rows(task.erp, {
    model: 'mrp.workorder',
    row: z.object({ id: z.number(), name: z.string() }),
    domain: [
      ['production_id', '=', part.id],
      ['state', 'in', ['progress', 'done']],
    ],
    limit: 1,
  });
  return begun.ok ? ok(begun.value[0]?.name) : begun;
}
