/** Cancels an order of which nothing is made yet. Odoo itself refuses only what is done; the rest of the care is ours. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { text } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import type { OrderDocument } from '../../dialect.ts';
import { refusal } from '../../refusals.ts';
import { rows } from '../../rows.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { noteOn } from './note-on.ts';
import { findOrder, type Order, openParts, orderReceipt, readAgain } from './order.ts';

const schema = z.strictObject({
  kind: z.literal('cancelOrder'),
  ...standing,
  order: z.string().min(1),
  reason: z.string().max(1000).optional(),
});
type Cancel = z.output<typeof schema>;

export const cancelOrder = defineIntent({
  kind: 'cancelOrder',
  title: 'Cancel an order',
  schema,
  promised: {
    does: 'Cancels a manufacturing order of which nothing was made, consumed or begun, and notes the reason on it.',
    postCondition: 'The order is cancelled; its reservations are free.',
    once: 'A cancelled order is left alone; the note is created once under an external id.',
    wizards: 'None.',
    undo: 'Create a new order: Odoo does not reopen a cancelled one.',
  },
  needs: [['mrp.production', 'write', 'Manufacturing']],
  where: ({ order }) => ({ attempted: 'cancel the order', on: order }),
  carryOut,
});

async function carryOut(task: Task<Cancel>): Promise<Result<Receipt>> {
  const order = await findOrder(task, task.intent.order);
  if (!order.ok) return order;
  const late = await tooLate(task, order.value);
  if (!late.ok) return late;
  if (late.value) return fail(refusal('cancel-too-late', task.where, late.value));
  const open = openParts(order.value);
  for (const part of open) {
    const noted = await note(task, part);
    if (!noted.ok) return noted;
    const cancelled = await order.value.dialect.cancelOrder(task.erp, part);
    if (!cancelled.ok) return cancelled;
  }
  const part = await readAgain(task, order.value, (open[0] ?? order.value.parts[0]).id);
  if (!part.ok) return part;
  if (part.value.state !== 'cancel') return fail(refusal('not-posted', task.where, `it is ${part.value.state}`));
  return orderReceipt(task, part.value, open.length > 0 ? 'posted' : 'already');
}

/** The reason stands on the order before it is cancelled: who finds it cancelled finds why. */
function note({ erp, intent }: Task<Cancel>, part: OrderDocument): Promise<Result<unknown>> {
  if (intent.reason === undefined) return Promise.resolve(ok(undefined));
  const id = externalId('cancel', `${intent.key}.${part.id}`);
  return noteOn(erp, { id, model: 'mrp.production', record: part.id, text: `Cancelled: ${intent.reason}` });
}

/** Why it cannot be cancelled any more, in words; Odoo would throw away what is recorded on an order in progress. */
async function tooLate(task: Task<Cancel>, order: Order): Promise<Result<string | undefined>> {
  const done = order.parts.find((part) => part.state === 'done');
  if (done) return ok(`${done.name} is done with ${text(done.produced)}`);
  for (const part of openParts(order)) {
    if (!part.producing.isZero()) return ok(`${part.name} shows ${text(part.producing)} as made`);
    const components = await order.dialect.components(task.erp, part);
    if (!components.ok) return components;
    const taken = components.value.find((move) => move.recorded);
    if (taken) return ok(`${part.name} has consumed ${text(taken.quantity)} of a component`);
    const begun = await rows(task.erp, {
      model: 'mrp.workorder',
      row: z.object({ id: z.number(), name: z.string() }),
      domain: [
        ['production_id', '=', part.id],
        ['state', 'in', ['progress', 'done']],
      ],
      limit: 1,
    });
    if (!begun.ok) return begun;
    if (begun.value[0]) return ok(`work order ${begun.value[0].name} of ${part.name} has begun`);
  }
  return ok(undefined);
}
