/** The manufacturing order an intent names, with all its parts, found the way that counts find it. */
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { text } from '../../amount.ts';
import type { Dialect, OrderDocument } from '../../dialect.ts';
import { chooseDialect, forVersion } from '../../dialects/choose.ts';
import type { OrderChanges } from '../../dialects/order-changes.ts';
import { orderChanges14 } from '../../dialects/v14/order-changes.ts';
import { orderChanges19 } from '../../dialects/v19/order-changes.ts';
import { refusal } from '../../refusals.ts';
import type { Task } from '../spec.ts';

export interface Order {
  readonly dialect: Dialect;
  readonly changes: OrderChanges;
  /** Oldest part first; never empty. */
  readonly parts: readonly [OrderDocument, ...OrderDocument[]];
}

export async function findOrder(task: Task<unknown>, name: string): Promise<Result<Order>> {
  const { erp, profile, where } = task;
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const changes = forVersion(profile, { v14: orderChanges14, v19: orderChanges19 });
  if (!changes.ok) return changes;
  const named = await dialect.value.findOrders(erp, name);
  if (!named.ok) return named;
  const [first] = named.value;
  if (!first) return fail(refusal('order-not-found', where));
  const groups = new Set(named.value.map((order) => order.group ?? order.id));
  if (groups.size > 1) return fail(refusal('order-ambiguous', where, namesOf(named.value)));
  const parts = first.group === undefined ? named : await dialect.value.ordersOfGroup(erp, first.group);
  if (!parts.ok) return parts;
  const [root, ...rest] = parts.value;
  return root
    ? ok({ dialect: dialect.value, changes: changes.value, parts: [root, ...rest] })
    : fail(refusal('order-not-found', where));
}

export const openParts = (order: Order): OrderDocument[] =>
  order.parts.filter((part) => part.state !== 'done' && part.state !== 'cancel');

/** The one part that is still being made and may be changed. */
export function openPart(task: Task<unknown>, order: Order): Result<OrderDocument> {
  const { where } = task;
  const open = openParts(order);
  const [part] = open;
  if (open.length > 1) return fail(refusal('order-split', where, namesOf(open)));
  if (part?.state === 'draft') return fail(refusal('order-not-confirmed', where, part.name));
  if (part) return ok(part);
  const last = order.parts.at(-1);
  return fail(refusal(last?.state === 'cancel' ? 'order-cancelled' : 'order-closed', where, last?.name));
}

export async function readAgain(task: Task<unknown>, order: Order, id: number): Promise<Result<OrderDocument>> {
  const [root] = order.parts;
  const parts = await (root.group === undefined
    ? order.dialect.findOrders(task.erp, root.name)
    : order.dialect.ordersOfGroup(task.erp, root.group));
  if (!parts.ok) return parts;
  const part = parts.value.find((candidate) => candidate.id === id);
  return part ? ok(part) : fail(refusal('order-not-found', task.where, `record ${id} is gone`));
}

export function orderReceipt(
  task: Task<unknown>,
  part: OrderDocument,
  verdict: Receipt['verdict'],
  details: Receipt['readBack'] = {},
): Result<Receipt> {
  return ok({
    verdict,
    summary: `${task.where.attempted} on ${part.name}: ${part.state}`,
    records: [{ model: 'mrp.production', id: part.id, name: part.name, state: part.state }],
    readBack: {
      order: part.name,
      state: part.state,
      ordered: text(part.ordered),
      producing: text(part.producing),
      produced: text(part.produced),
      ...details,
    },
  });
}

const namesOf = (parts: readonly OrderDocument[]): string => parts.map((part) => part.name).join(', ');
