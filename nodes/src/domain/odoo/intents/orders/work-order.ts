/** The work order an intent names, and the time that runs on it. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { forVersion } from '../../dialects/choose.ts';
import { workOrders14 } from '../../dialects/v14/work-orders.ts';
import { workOrders19 } from '../../dialects/v19/work-orders.ts';
import type { WorkDocument, WorkOrders } from '../../dialects/work-orders.ts';
import { refusal } from '../../refusals.ts';
import { act, oneOrNone, rows } from '../../rows.ts';
import type { Task } from '../spec.ts';
import { findOrder, type Order, openParts } from './order.ts';
import { TIMES } from './time-row.ts';

export interface Work {
  readonly order: Order;
  readonly orders: WorkOrders;
  readonly part: Order['parts'][number];
  readonly document: WorkDocument;
}

/**
 * `name`: that of the operation, or its place in the routing counted in tens (`10`, `20`, as plants number them), also
 * behind the name of the order (`WH/MO/00042-10`).
 */
export async function findWork(task: Task<unknown>, orderName: string, name: string): Promise<Result<Work>> {
  const order = await findOrder(task, orderName);
  if (!order.ok) return order;
  const orders = forVersion(task.profile, { v14: workOrders14, v19: workOrders19 });
  if (!orders.ok) return orders;
  const open = openParts(order.value);
  if (open.length > 1) {
    return fail(refusal('order-split', task.where, open.map((one) => one.name).join(', ')));
  }
  const part = open[0] ?? order.value.parts.at(-1) ?? order.value.parts[0];
  const all = await orders.value.ofOrder(task.erp, part.id);
  if (!all.ok) return all;
  const short = name.startsWith(`${orderName}-`) ? name.slice(orderName.length + 1) : name;
  const named = all.value.filter((work) => work.name === short);
  const [document, second] = named.length > 0 ? named : all.value.filter((_, at) => String((at + 1) * 10) === short);
  const there = all.value.map((work) => work.name).join(', ') || 'none';
  if (!document) return fail(refusal('work-order-not-found', task.where, `"${short}"; the order has ${there}`));
  if (second) return fail(refusal('work-order-not-found', task.where, `several are named "${short}"`));
  return ok({ order: order.value, orders: orders.value, part, document });
}

const timer = z.object({ id: z.number(), date_start: z.string(), user_id: oneOrNone });
export type Timer = z.output<typeof timer>;

/** Time rows of ours that run; those of people at a terminal are theirs. */
export async function openTimers(task: Task<unknown>, work: WorkDocument): Promise<Result<Timer[]>> {
  const found = await rows(task.erp, {
    model: TIMES,
    row: timer,
    domain: [
      ['workorder_id', '=', work.id],
      ['date_end', '=', false],
    ],
    order: 'id',
  });
  const { uid } = task.profile;
  return found.ok ? ok(found.value.filter((row) => uid === undefined || row.user_id === uid)) : found;
}

/** A time never ends before it began, however late the news of its start came. */
export async function endTimers(task: Task<unknown>, timers: readonly Timer[], at: string): Promise<Result<void>> {
  for (const { id, date_start } of timers) {
    const date_end = at < date_start ? date_start : at;
    const ended = await act(task.erp, TIMES, 'write', [id], { vals: { date_end } }, { repeatable: true });
    if (!ended.ok) return ended;
  }
  return ok(undefined);
}

/**
 * One time row runs, from the time the plant said. Odoo 14 opens a further one with every press of the button
 * (measured): those end where they began.
 */
export async function beginTimer(task: Task<unknown>, timers: readonly Timer[], at: string): Promise<Result<void>> {
  const [first, ...further] = timers;
  for (const { id, date_start } of further) {
    const vals = { date_end: date_start };
    const ended = await act(task.erp, TIMES, 'write', [id], { vals }, { repeatable: true });
    if (!ended.ok) return ended;
  }
  if (!first || first.date_start === at) return ok(undefined);
  const dated = await act(task.erp, TIMES, 'write', [first.id], { vals: { date_start: at } }, { repeatable: true });
  return dated.ok ? ok(undefined) : dated;
}
