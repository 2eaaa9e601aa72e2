/** Something happened to a manufacturing order: who was promised its goods, and is a day in danger? */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { findOrder, type Order, openParts } from '../orders/order.ts';
import { closeTodo, todoOnce } from '../quality/notes.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { type Risk, riskOf, stepFor, type Told } from './commitment.ts';
import { madeFor, type Waiting } from './made-for.ts';
import type { Day } from './promise.ts';
import { SALE } from './sale.ts';

const schema = z.strictObject({
  kind: z.literal('commitmentRisk'),
  ...standing,
  /** Name of the manufacturing order. */
  order: z.string().min(1),
  cause: z.enum(['delay', 'shortage', 'quality', 'capacity']),
  /** `cleared`: the cause is gone. A delay is judged by the plan in Odoo, whatever is said. */
  status: z.enum(['raised', 'cleared']).default('raised'),
  /** First day on which the goods can be made in spite of it; absent: nobody knows. */
  expected: z.iso.date().optional(),
  says: z.string().min(1).max(500).optional(),
  policy: z
    .strictObject({
      leadDays: z.int().min(0),
      toleranceDays: z.int().min(0),
      /** Who is told; the salesperson of the order unless given. */
      owner: recordRefSchema.optional(),
    })
    .default({ leadDays: 0, toleranceDays: 0 }),
});
type CommitmentRisk = z.output<typeof schema>;

export const commitmentRisk = defineIntent({
  kind: 'commitmentRisk',
  title: 'Watch what customers were promised',
  schema,
  promised: {
    does: 'Finds the sales orders that wait for the manufacturing order and compares the day on which its goods can leave with the day promised. A day in danger is a task on the sales order; another day replaces the task, a day that holds again withdraws it.',
    postCondition: 'Each sales order in danger has one task for each cause.',
    once: 'The journal remembers what was said last for each sales order and cause; the same again says nothing. Tasks have external ids.',
    wizards: 'None.',
    undo: 'Close the task.',
  },
  needs: [
    ['mrp.production', 'read', 'Manufacturing'],
    ['stock.move', 'read', 'Inventory'],
    [SALE, 'read', 'Sales'],
    ['mail.activity', 'create', 'Discuss'],
  ],
  where: ({ order, cause }) => ({ attempted: `watch what was promised (${cause})`, on: order }),
  carryOut,
});

interface Answer {
  readonly orderId: string;
  readonly customerPo?: string;
  readonly promisedDate: Day;
  readonly projectedDate?: Day;
  readonly status: 'atrisk' | 'cleared';
}

async function carryOut(task: Task<CommitmentRisk>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const order = await findOrder(task, intent.order);
  if (!order.ok) return order;
  const waiting = await madeFor(
    erp,
    order.value.parts.map(({ id }) => id),
  );
  if (!waiting.ok) return waiting;
  const made = await madeOn(task, order.value);
  if (!made.ok) return made;
  const answers: Answer[] = [];
  for (const sale of waiting.value) {
    const answer = await judge(task, sale, made.value);
    if (!answer.ok) return answer;
    if (answer.value) answers.push(answer.value);
  }
  const told = answers.map(
    ({ orderId, status }) => `${orderId} ${status === 'atrisk' ? 'is at risk' : 'is safe again'}`,
  );
  return ok({
    verdict: answers.length > 0 ? 'posted' : 'already',
    summary: `${where.on}: ${told.length > 0 ? told.join(', ') : 'nothing new for customers'}`,
    records: waiting.value.map(({ id, name, state }) => ({ model: SALE, id, name, state })),
    readBack: { waiting: waiting.value.length, ...(answers.length > 0 ? { answer: { orders: answers } } : {}) },
  });
}

type Made = { readonly kind: 'done' } | { readonly kind: 'on'; readonly day: Day } | { readonly kind: 'unknown' };

/** All that is left of the order; what is done is no risk, what was cancelled nobody makes. */
async function madeOn({ erp, intent }: Task<CommitmentRisk>, order: Order): Promise<Result<Made>> {
  if (order.parts.every(({ state }) => state === 'done')) return ok({ kind: 'done' });
  const open = openParts(order);
  if (open.length === 0)
    return ok(order.parts.some(({ state }) => state === 'done') ? { kind: 'done' } : { kind: 'unknown' });
  const isOther = intent.cause !== 'delay';
  if (isOther && intent.status === 'cleared') return ok({ kind: 'done' });
  if (isOther && intent.expected === undefined) return ok({ kind: 'unknown' });
  const days: Day[] = intent.expected === undefined ? [] : [intent.expected];
  for (const { id } of open) {
    const plan = await order.changes.plan(erp, id);
    if (!plan.ok) return plan;
    // The end of an order that was never planned may lie before its start (14.0, measured).
    for (const at of [plan.value?.start, plan.value?.end]) if (at !== undefined) days.push(at.slice(0, 10));
  }
  const last = days.sort().at(-1);
  return ok(last === undefined ? { kind: 'unknown' } : { kind: 'on', day: last });
}

/** Nothing when there is nothing to say. */
async function judge(task: Task<CommitmentRisk>, sale: Waiting, made: Made): Promise<Result<Answer | undefined>> {
  const { intent } = task;
  const promised = sale.commitment_date?.slice(0, 10);
  if (promised === undefined || sale.state === 'cancel') return ok(undefined);
  const risk: Risk =
    made.kind === 'done'
      ? { kind: 'safe' }
      : riskOf(made.kind === 'on' ? made.day : undefined, promised, intent.policy);
  const stem = `risk.${intent.order}.${intent.cause}.${sale.id}`;
  const step = stepFor(risk, toldIn(task, stem));
  if (step.kind === 'nothing') return ok(undefined);
  const customerPo = sale.client_order_ref === undefined ? {} : { customerPo: sale.client_order_ref };
  const said = { orderId: sale.name, ...customerPo, promisedDate: promised };
  const former = step.kind === 'withdraw' ? step.next : step.former;
  if (former) {
    const because = step.kind === 'withdraw' ? `${promised} holds again.` : 'There is news.';
    const closed = await closeTodo(task.erp, `${stem}.${former.nr}`, because);
    if (!closed.ok) return closed;
  }
  if (step.kind === 'tell') {
    const told = await tell(task, sale, `${stem}.${step.next.nr}`, sentence(intent, promised, risk));
    if (!told.ok) return told;
  }
  // Stored last: an attempt that was cut off comes here again and finds its task by its number.
  const kept = await task.remember({ [stem]: step.next });
  if (!kept.ok) return kept;
  if (step.kind === 'withdraw') return ok({ ...said, status: 'cleared' });
  return ok({ ...said, ...(risk.kind === 'late' ? { projectedDate: risk.on } : {}), status: 'atrisk' });
}

async function tell(
  task: Task<CommitmentRisk>,
  sale: Waiting,
  name: string,
  summary: string,
): Promise<Result<unknown>> {
  const { erp, intent, where } = task;
  const { owner } = intent.policy;
  const named = owner === undefined ? ok(undefined) : await findRecord(erp, 'res.users', owner, where);
  if (!named.ok) return named;
  const lines = intent.says === undefined ? [summary] : [summary, intent.says];
  const user = named.value?.id ?? sale.user_id;
  return todoOnce(erp, name, { model: SALE, id: sale.id }, { summary, lines, user, due: intent.at.slice(0, 10) });
}

function sentence({ order, cause }: CommitmentRisk, promised: Day, risk: Risk): string {
  const then = risk.kind === 'late' ? `can leave on ${risk.on}` : 'nobody knows when they can leave';
  return `Promised for ${promised}, at risk (${cause} of ${order}): goods ${then}`.replace('goods nobody', 'nobody');
}

const told = z.object({ nr: z.number(), day: z.string(), isOpen: z.boolean() });
function toldIn(task: Task<CommitmentRisk>, stem: string): Told | undefined {
  const known = told.safeParse(task.memory()[stem]);
  return known.success ? known.data : undefined;
}
