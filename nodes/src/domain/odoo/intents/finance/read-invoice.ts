/** What became of an invoice to a customer: what is open, what was paid when, and what the customer owes in all. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { text, ZERO } from '../../amount.ts';
import { refusal } from '../../refusals.ts';
import { type Domain, decimal, one, rows, textOrNone } from '../../rows.ts';
import { PARTNER, readCustomer } from '../sales/customer.ts';
import { defineIntent, standing, type Task } from '../spec.ts';

const schema = z.strictObject({
  kind: z.literal('readInvoice'),
  ...standing,
  /** Number of the invoice. */
  invoice: z.string().min(1).optional(),
  /** Name of the sales order, for all its invoices. */
  order: z.string().min(1).optional(),
});
type ReadInvoice = z.output<typeof schema>;

const MODEL = 'account.move';
const PAID_BY = 'account.partial.reconcile';

export const readInvoice = defineIntent({
  kind: 'readInvoice',
  title: 'Read invoices of a customer and what was paid',
  schema,
  promised: {
    does: 'Reads the posted invoices of this number or of this sales order: total, what is open, due day, every payment or credit note with its day; and of the customer what is owed in all, the credit limit, and whether it is on hold.',
    postCondition: 'Nothing changes; the answer stands in the receipt.',
    once: 'It reads only. A repeat reads again.',
    wizards: 'None.',
    undo: 'Nothing to take back.',
  },
  needs: [
    [MODEL, 'read', 'Invoicing'],
    [PAID_BY, 'read', 'Invoicing'],
    [PARTNER, 'read', 'Invoicing'],
  ],
  where: ({ invoice, order }) => ({ attempted: 'read what is paid', on: invoice ?? order ?? 'no invoice' }),
  carryOut,
});

const invoiceRow = z.object({
  id: z.number(),
  name: z.string(),
  state: z.string(),
  payment_state: z.union([z.string(), z.literal(false).transform(() => 'not_paid')]),
  partner_id: one,
  currency_id: z.tuple([z.number(), z.string()]).transform(([, name]) => name),
  amount_total: decimal,
  amount_residual: decimal,
  invoice_date_due: textOrNone,
});
type Invoice = z.output<typeof invoiceRow>;

async function carryOut(task: Task<ReadInvoice>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const invoices = await find(erp, intent);
  if (!invoices.ok) return invoices;
  const [first] = invoices.value;
  if (!first) return fail(refusal('invoice-not-found', where, where.on));
  const customer = await owes(task, first.partner_id);
  if (!customer.ok) return customer;
  const told: object[] = [];
  for (const invoice of invoices.value) {
    const payments = await paymentsOf(erp, invoice.id);
    if (!payments.ok) return payments;
    told.push(answer(intent.at, invoice, payments.value));
  }
  const open = invoices.value.filter(({ amount_residual }) => amount_residual.greaterThan(0));
  return ok({
    verdict: 'posted',
    summary: `${where.attempted} of ${where.on}: ${open.length} of ${invoices.value.length} open`,
    records: invoices.value.map(({ id, name, payment_state: state }) => ({ model: MODEL, id, name, state })),
    readBack: { invoices: told, customer: customer.value },
  });
}

function find(erp: Erp, { invoice, order }: ReadInvoice): Promise<Result<Invoice[]>> {
  const domain: Domain = [
    ['move_type', '=', 'out_invoice'],
    ['state', '=', 'posted'],
    ...(invoice === undefined ? [] : [['name', '=', invoice] as const]),
    // Neither is asked for: nothing is found.
    ...(invoice !== undefined && order === undefined
      ? []
      : [['invoice_line_ids.sale_line_ids.order_id.name', '=', order ?? ''] as const]),
  ];
  return rows(erp, { model: MODEL, row: invoiceRow, domain, order: 'id', limit: 200 });
}

const paid = z.object({
  id: z.number(),
  amount: decimal,
  max_date: z.string(),
  credit_move_id: z.tuple([z.number(), z.string()]).transform(([, name]) => name),
});

const paymentsOf = (erp: Erp, invoice: number): Promise<Result<z.output<typeof paid>[]>> =>
  rows(erp, { model: PAID_BY, row: paid, domain: [['debit_move_id.move_id', '=', invoice]], order: 'max_date, id' });

const answer = (at: string, invoice: Invoice, payments: readonly z.output<typeof paid>[]): object => {
  const isOpen = invoice.amount_residual.greaterThan(0);
  return {
    invoice: invoice.name,
    payment: invoice.payment_state,
    currency: invoice.currency_id,
    total: text(invoice.amount_total),
    open: text(invoice.amount_residual),
    due: invoice.invoice_date_due ?? null,
    overdue: isOpen && invoice.invoice_date_due !== undefined && invoice.invoice_date_due < at.slice(0, 10),
    payments: payments.map((one) => ({ amount: text(one.amount), on: one.max_date, document: one.credit_move_id })),
  };
};

const debtor = z.object({ id: z.number(), credit: decimal, credit_limit: decimal });

async function owes({ erp, where }: Task<ReadInvoice>, partner: number): Promise<Result<object>> {
  const customer = await readCustomer(erp, partner, where);
  if (!customer.ok) return customer;
  const found = await rows(erp, { model: PARTNER, row: debtor, domain: [['id', '=', customer.value.company]] });
  if (!found.ok) return found;
  const { name, isHeld } = customer.value;
  const [row] = found.value;
  return ok({ name, held: isHeld, owed: text(row?.credit ?? ZERO), limit: text(row?.credit_limit ?? ZERO) });
}
