/** A customer's order with the day promised for it: one order in Odoo, however often the customer sends its number. */
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { act } from '../../rows.ts';
import { questionIn } from '../../wizard.ts';
import { defineIntent, type Task } from '../spec.ts';
import { type Customer, PARTNER } from './customer.ts';
import { atNoon, dayOf, NOTE, otherDays, say } from './days.ts';
import { existing } from './existing.ts';
import type { Priced } from './priced.ts';
import { dayFor, linesPromised } from './promised-day.ts';
import { createSale, isConfirmed, readSale, SALE, SALE_LINE, type Sale, saysTheSame } from './sale.ts';
import { type SalesOrder, salesOrderSchema } from './sales-order-schema.ts';
import { whatIsAsked } from './who-orders.ts';

export const salesOrder = defineIntent({
  kind: 'salesOrder',
  title: 'Take an order of a customer',
  schema: salesOrderSchema,
  promised: {
    does: 'Creates the order with its lines, or takes the quotation that the customer accepts, sets the day promised, and confirms it. Where none came along and the site pack says how days are promised, it is the first day on which stock and plans of Odoo cover all lines. Days that one order cannot hold are told in a note.',
    postCondition: 'The order is confirmed, has the day and the lines.',
    once: 'Found by customer and the customer\u2019s own number, also when it was entered by hand. The same again changes nothing; other lines under the same number are refused and named.',
    wizards: 'None is expected; any question parks the message.',
    undo: 'Cancel the order in Odoo, and what it caused there.',
  },
  needs: [
    [PARTNER, 'read', 'Sales'],
    [SALE, 'create', 'Sales'],
    [SALE, 'write', 'Sales'],
    [SALE_LINE, 'create', 'Sales'],
    ['product.product', 'read', 'Sales'],
    ['stock.move', 'read', 'Inventory'],
    [NOTE, 'create', 'Discuss'],
  ],
  where: ({ customerPo, customer }) => ({ attempted: `take order ${customerPo}`, on: customer.id }),
  carryOut,
});

async function carryOut(task: Task<SalesOrder>): Promise<Result<Receipt>> {
  const { where } = task;
  const asked = await whatIsAsked(task);
  if (!asked.ok) return asked;
  const { customer, lines } = asked.value;
  const known = await existing(task, customer);
  if (!known.ok) return known;
  const id = known.value ? ok(known.value.id) : await create(task, customer, lines);
  if (!id.ok) return id;
  const same = await saysTheSame(task, id.value, lines);
  if (!same.ok) return same;
  const sale = known.value ? ok(known.value) : await readSale(task.erp, id.value, where);
  if (!sale.ok) return sale;
  // A planner may have moved the day since: what is confirmed stays.
  if (isConfirmed(sale.value)) return ok(receiptOf(task, sale.value, 'already'));
  if (customer.isHeld) {
    const who = customer.warning ?? 'nobody is named';
    return fail(refusal('customer-on-hold', where, `${customer.name}, ${sale.value.name} waits. ${who}`));
  }
  const day = await dayFor(task, lines);
  if (!day.ok) return day;
  const confirmed = await confirm(task, sale.value, day.value);
  return confirmed.ok ? ok(receiptOf(task, confirmed.value, 'posted')) : confirmed;
}

const create = (task: Task<SalesOrder>, customer: Customer, lines: readonly Priced[]): Promise<Result<number>> =>
  createSale(
    task,
    externalId('sale', `${customer.company}~${task.intent.customerPo}`),
    { 'partner_id/.id': String(customer.id), client_order_ref: task.intent.customerPo },
    lines,
  );

async function confirm(task: Task<SalesOrder>, sale: Sale, day: string | undefined): Promise<Result<Sale>> {
  const { erp, intent, where } = task;
  const vals = {
    ...(sale.client_order_ref === intent.customerPo ? {} : { client_order_ref: intent.customerPo }),
    ...(day === undefined || dayOf(sale) === day ? {} : { commitment_date: atNoon(day) }),
  };
  if (Object.keys(vals).length > 0) {
    const written = await act(erp, SALE, 'write', [sale.id], { vals }, { repeatable: true });
    if (!written.ok) return written;
  }
  const told = otherDays(intent, day);
  const said = told.length === 0 ? ok(0) : await say(task, externalId('saleDays', intent.key), sale.id, told);
  if (!said.ok) return said;
  const answer = await act(erp, SALE, 'action_confirm', [sale.id], {}, { repeatable: true });
  const now = await readSale(erp, sale.id, where);
  if (!now.ok) return answer.ok ? now : answer;
  const isDone = isConfirmed(now.value) && (day === undefined || dayOf(now.value) === day);
  if (isDone) return now;
  if (!answer.ok) return answer;
  const shown = `${now.value.name} is ${now.value.state} for ${dayOf(now.value) ?? 'no day'}`;
  return fail(questionIn(answer.value, where) ?? refusal('not-posted', where, shown));
}

function receiptOf(task: Task<SalesOrder>, sale: Sale, verdict: Receipt['verdict']): Receipt {
  const { where } = task;
  const day = dayOf(sale);
  const lines = linesPromised(task);
  const promised = day === undefined ? {} : { promisedDate: day };
  return {
    verdict,
    summary: `${where.attempted} of ${where.on}: ${sale.name}, ${day === undefined ? 'no day promised' : `promised for ${day}`}`,
    records: [{ model: SALE, id: sale.id, name: sale.name, state: sale.state }],
    readBack: {
      ...{ order: sale.name, promised: day ?? null },
      answer: { answer: 'confirmed', orderId: sale.name, ...promised, ...(lines ? { lines } : {}) },
    },
  };
}
