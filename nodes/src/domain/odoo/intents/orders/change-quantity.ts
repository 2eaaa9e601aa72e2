/** Another ordered quantity: components, products and times follow; what is counted stays. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { type Amount, amount, equal, sum, text } from '../../amount.ts';
import { readBinding } from '../../binding.ts';
import { exactIn } from '../../conversion.ts';
import { readConstants } from '../../deps.ts';
import type { OrderDocument } from '../../dialect.ts';
import { refusal } from '../../refusals.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { noteCounts, putBackCounts } from './counts.ts';
import { findOrder, type Order, openPart, orderReceipt, readAgain } from './order.ts';

const schema = z.strictObject({
  kind: z.literal('changeQuantity'),
  ...standing,
  order: z.string().min(1),
  /** Of the whole order, all its parts together. */
  quantity: z.strictObject({ value: z.string().regex(/^\d{1,15}(\.\d{1,9})?$/), uom: z.string().min(2) }),
});
type Change = z.output<typeof schema>;

export const changeQuantity = defineIntent({
  kind: 'changeQuantity',
  title: 'Change the quantity of an order',
  schema,
  promised: {
    does: 'Changes what an open manufacturing order is to make, by the dialog of Odoo: components and times follow.',
    postCondition: 'All parts together ask for the new quantity; what was counted is as before.',
    once: 'The quantity is an absolute value; an order that has it already is left alone.',
    wizards: 'The dialog is filled in; less than what is made is refused before it opens.',
    undo: 'Change it back.',
  },
  needs: [
    ['mrp.production', 'write', 'Manufacturing'],
    ['change.production.qty', 'create', 'Manufacturing'],
  ],
  where: ({ order, quantity }) => ({
    attempted: `change the quantity to ${quantity.value} ${quantity.uom}`,
    on: order,
  }),
  carryOut,
});

async function carryOut(task: Task<Change>): Promise<Result<Receipt>> {
  const order = await findOrder(task, task.intent.order);
  if (!order.ok) return order;
  const open = openPart(task, order.value);
  if (!open.ok) return open;
  const part = await putBackCounts(task, order.value, open.value);
  if (!part.ok) return part;
  const constants = await readConstants(task.erp, order.value.dialect, task.deps);
  if (!constants.ok) return constants;
  const { digits } = constants.value;
  const exact = exactIn(constants.value, task.intent.quantity, part.value.unit, task.where);
  if (!exact.ok) return exact;
  const wanted = exact.value;
  const target = wanted.minus(madeBefore(task, order.value, part.value));
  if (equal(part.value.ordered, target, digits)) return orderReceipt(task, part.value, 'already');
  if (target.lessThanOrEqualTo(0) || target.lessThan(part.value.producing)) {
    const made = text(wanted.minus(target).plus(part.value.producing));
    return fail(refusal('below-made', task.where, `${made} is made, ${text(wanted)} is wanted`));
  }
  const changed = await change(task, order.value, part.value, target);
  if (!changed.ok) return changed;
  if (equal(changed.value.ordered, target, digits)) return orderReceipt(task, changed.value, 'posted');
  return fail(refusal('not-posted', task.where, `the order asks for ${text(changed.value.ordered)}`));
}

/** Good units in closed parts; units that were scrapped there are made again. */
function madeBefore(task: Task<Change>, order: Order, part: OrderDocument): Amount {
  const scrapped = readBinding(task.memory())?.parts.map(({ scrap }) => amount(scrap)) ?? [];
  const closed = order.parts.filter((other) => other.id !== part.id && other.state === 'done');
  return sum(closed.map((other) => other.produced)).minus(sum(scrapped));
}

async function change(
  task: Task<Change>,
  order: Order,
  part: OrderDocument,
  target: Amount,
): Promise<Result<OrderDocument>> {
  const counted = part.producing.isZero() ? ok(undefined) : await noteCounts(task, order, part);
  if (!counted.ok) return counted;
  const answer = await order.dialect.raiseOrdered(task.erp, part, target);
  if (!answer.ok) return answer;
  const now = await readAgain(task, order, part.id);
  return now.ok ? putBackCounts(task, order, now.value) : now;
}
