/**
 * A supplier's bill, beside the order and what was received. Odoo takes any bill, also the same number twice (19.0,
 * measured): the external id, made of supplier and number, keeps it from being there twice, and what does not agree is
 * never booked.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { text } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { act, createOnce, one, rows } from '../../rows.ts';
import { questionIn } from '../../wizard.ts';
import { findRecord } from '../references.ts';
import { defineIntent, type Task } from '../spec.ts';
import { currencyOf, findPurchase, PURCHASE, PURCHASE_LINE, type Purchase } from '../trade/purchase.ts';
import { type BillRow, knownBill, readBill, saysTheSame } from './bill.ts';
import { type Bill, billSchema } from './bill-schema.ts';
import { financeTable } from './dialect.ts';
import { disagreements, type MatchedLine, matched, totalOf, words } from './three-way.ts';

export const BILL = 'account.move';

export const vendorBill = defineIntent({
  kind: 'vendorBill',
  title: 'Enter a bill of a supplier that agrees with order and receipt',
  schema: billSchema,
  promised: {
    does: 'Compares every line with the purchase order and with what was received and billed so far. What agrees becomes a draft bill tied to the lines of the order, posted where that is wanted; what does not is told line by line, and nothing is entered.',
    postCondition: 'The bill shows the total of the lines, and is posted where that was wanted.',
    once: 'Created under an external id made of supplier and number; a bill of this number that is there already is looked for first. Posting is done from a draft only.',
    wizards: 'None is expected; any question parks the message.',
    undo: 'Cancel the draft in Odoo; what is posted is taken back by finance with a credit note.',
  },
  needs: [
    [PURCHASE, 'read', 'Purchase'],
    [PURCHASE_LINE, 'read', 'Purchase'],
    [BILL, 'create', 'Invoicing'],
    [BILL, 'write', 'Invoicing'],
  ],
  where: ({ number, order }) => ({ attempted: `enter bill ${number}`, on: order }),
  carryOut,
});

async function carryOut(task: Task<Bill>): Promise<Result<Receipt>> {
  const { erp, intent, where, profile } = task;
  const order = await findPurchase(erp, intent.order, where);
  if (!order.ok) return order;
  const supplier = await supplierOf(task, order.value);
  if (!supplier.ok) return supplier;
  const currency = await sameCurrency(task, order.value);
  if (!currency.ok) return currency;
  const table = financeTable(profile);
  if (!table.ok) return table;
  const ordered = await table.value.billedLines(erp, order.value.id);
  if (!ordered.ok) return ordered;
  const lines = await matched(task, ordered.value);
  if (!lines.ok) return lines;
  const name = externalId('bill', `${supplier.value}~${intent.number}`);
  const known = await knownBill(task, name, supplier.value);
  if (!known.ok) return known;
  if (known.value) {
    const same = await saysTheSame(task, known.value, lines.value);
    return same.ok ? settle(task, known.value, lines.value, 'already') : same;
  }
  const issues = disagreements(task, lines.value);
  if (issues.length > 0) return fail({ ...refusal('bill-differs', where, words(issues)), issues });
  const id = await create(task, name, order.value, lines.value);
  if (!id.ok) return id;
  const made = await readBill(erp, id.value, where);
  return made.ok ? settle(task, made.value, lines.value, 'posted') : made;
}

const partner = z.object({ id: z.number(), commercial_partner_id: one, display_name: z.string() });

/** The company behind both; a bill of somebody else is none of this order. */
async function supplierOf({ erp, intent, where }: Task<Bill>, order: Purchase): Promise<Result<number>> {
  const named = await findRecord(erp, 'res.partner', intent.supplier, where);
  if (!named.ok) return named;
  const ids = [named.value.id, order.partner_id];
  const found = await rows(erp, { model: 'res.partner', row: partner, domain: [['id', 'in', ids]] });
  if (!found.ok) return found;
  const [mine, theirs] = ids.map((id) => found.value.find((row) => row.id === id));
  if (mine && mine.commercial_partner_id === theirs?.commercial_partner_id) return ok(mine.commercial_partner_id);
  const of = theirs?.display_name ?? 'somebody else';
  return fail(refusal('bill-differs', where, `${order.name} is an order to ${of}, not to ${named.value.display_name}`));
}

async function sameCurrency({ erp, intent, where }: Task<Bill>, order: Purchase): Promise<Result<void>> {
  if (intent.currency === undefined) return ok(undefined);
  const found = await currencyOf(erp, order);
  if (!found.ok) return found;
  if (found.value === intent.currency) return ok(undefined);
  const ordered = found.value ?? 'another currency';
  return fail(refusal('bill-differs', where, `billed in ${intent.currency}, ordered in ${ordered}`));
}

function create({ erp, intent }: Task<Bill>, id: string, order: Purchase, lines: readonly MatchedLine[]) {
  const [first = {}, ...more] = lines.map(({ product, ordered, quantity, price }) => ({
    'invoice_line_ids/product_id/.id': String(product),
    'invoice_line_ids/quantity': text(quantity),
    'invoice_line_ids/price_unit': text(price),
    'invoice_line_ids/purchase_line_id/.id': String(ordered.id),
  }));
  const head = {
    ...{ id, move_type: 'in_invoice', 'partner_id/.id': String(order.partner_id) },
    ...{ ref: intent.number, invoice_date: intent.date },
    ...(intent.due === undefined ? {} : { invoice_date_due: intent.due }),
  };
  return createOnce(erp, BILL, { ...head, ...first }, more, { default_move_type: 'in_invoice' });
}

/** Proves what the bill says, and posts it where that is wanted. */
async function settle(
  task: Task<Bill>,
  bill: BillRow,
  lines: readonly MatchedLine[],
  verdict: Receipt['verdict'],
): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const total = totalOf(lines);
  if (bill.amount_untaxed.minus(total).abs().greaterThan(intent.rounding))
    return fail(refusal('not-posted', where, `the draft shows ${text(bill.amount_untaxed)} instead of ${text(total)}`));
  if (intent.posting === 'draft' || bill.state === 'posted') return ok(receiptOf(task, bill, verdict));
  const answer = await act(erp, BILL, 'action_post', [bill.id], {}, { repeatable: true });
  const now = await readBill(erp, bill.id, where);
  if (!now.ok) return answer.ok ? now : answer;
  if (now.value.state === 'posted') return ok(receiptOf(task, now.value, 'posted'));
  if (!answer.ok) return answer;
  return fail(questionIn(answer.value, where) ?? refusal('not-posted', where, `the bill is ${now.value.state}`));
}

const receiptOf = ({ where }: Task<Bill>, bill: BillRow, verdict: Receipt['verdict']): Receipt => ({
  verdict,
  summary: `${where.attempted} for ${where.on}: ${bill.state}`,
  records: [{ model: BILL, id: bill.id, name: bill.name ?? bill.ref ?? '', state: bill.state }],
  readBack: { state: bill.state, net: text(bill.amount_untaxed), open: text(bill.amount_residual) },
});
