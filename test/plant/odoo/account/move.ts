/** Invoices and bills, posted and paid, with the traps of Odoo 19: any bill is taken, the same number twice as well. */
import { userError } from '../orm/error.ts';
import {
  char,
  date,
  float,
  integer,
  many2many,
  many2one,
  one2many,
  quantity,
  related,
  selection,
} from '../orm/field.ts';
import { all, type Model, model, silently } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { roundTo } from '../orm/value.ts';

const TYPES = {
  entry: 'Journal Entry',
  out_invoice: 'Customer Invoice',
  out_refund: 'Customer Credit Note',
  in_invoice: 'Vendor Bill',
  in_refund: 'Vendor Credit Note',
};
const STATE = selection(
  { draft: 'Draft', posted: 'Posted', cancel: 'Cancelled' },
  { required: true, readonly: true, default: 'draft', copy: false },
);
const PREFIX: Readonly<Record<string, string>> = { out_invoice: 'INV', in_invoice: 'BILL', entry: 'PBNK1' };

const untaxed = (move: Rec): number =>
  roundTo(
    move.many('invoice_line_ids').reduce((sum, line) => sum + line.num('price_subtotal'), 0),
    2,
  );

const paid = (move: Rec): number =>
  move.many('line_ids').reduce((sum, line) => {
    const parts = line.env.search('account.partial.reconcile', [['debit_move_id', '=', line.id]]);
    return sum + parts.reduce((part, one) => part + one.num('amount'), 0);
  }, 0);

const residual = (move: Rec): number => (move.text('state') === 'cancel' ? 0 : roundTo(untaxed(move) - paid(move), 2));

function paymentState(move: Rec): string {
  if (move.text('state') !== 'posted' || residual(move) === untaxed(move)) return 'not_paid';
  return residual(move) > 0 ? 'partial' : 'paid';
}

const move: Model = model({
  name: 'account.move',
  label: 'Journal Entry',
  access: 'rwcu',
  order: 'date desc, name desc, id desc',
  fields: {
    name: char({ copy: false }),
    ref: char({ copy: false }),
    move_type: selection(TYPES, { required: true, readonly: true, default: 'entry' }),
    state: STATE,
    partner_id: many2one('res.partner'),
    company_id: many2one('res.company'),
    currency_id: many2one('res.currency', { required: true, default: 1 }),
    date: date({ required: true, default: (now) => now.slice(0, 10) }),
    invoice_date: date({ copy: false }),
    invoice_date_due: date({ copy: false }),
    invoice_origin: char({ readonly: true }),
    line_ids: one2many('account.move.line', 'move_id'),
    invoice_line_ids: one2many('account.move.line', 'move_id', {
      filter: (line) => line.text('display_type') === 'product',
    }),
    amount_untaxed: float({ compute: untaxed }),
    amount_tax: float({ compute: () => 0 }),
    amount_total: float({ compute: untaxed }),
    amount_residual: float({ compute: residual }),
    payment_state: selection(
      { not_paid: 'Not Paid', partial: 'Partially Paid', paid: 'Paid' },
      { compute: paymentState },
    ),
  },
  prepare: (env, vals) => {
    vals.move_type ||= typeof env.context.default_move_type === 'string' ? env.context.default_move_type : 'entry';
    vals.company_id ||= env.user.get('company_id');
  },
  methods: {
    action_post: all((moves) => {
      for (const one of moves) {
        if (one.text('state') !== 'draft')
          throw userError(`The entry ${one.text('name')} (id ${one.id}) must be in draft.`);
        post(one);
      }
      return false;
    }),
    button_cancel: silently((one) => one.set({ state: 'cancel' })),
    button_draft: silently((one) => one.set({ state: 'draft' })),
  },
});

function post(one: Rec): void {
  const { env } = one;
  const year = env.now.slice(0, 4);
  const name =
    one.text('name') || `${PREFIX[one.text('move_type')] ?? 'MISC'}/${year}/${String(one.id).padStart(5, '0')}`;
  const day = one.get('invoice_date') || env.now.slice(0, 10);
  one.set({ state: 'posted', name, invoice_date: day, invoice_date_due: one.get('invoice_date_due') || day });
  env.create('account.move.line', { move_id: one.id, display_type: 'payment_term', name });
}

const line: Model = model({
  name: 'account.move.line',
  label: 'Journal Item',
  access: 'rwcu',
  order: 'date desc, move_name desc, id',
  displayName: (record) => [record.one('move_id')?.text('name'), record.text('name')].filter(Boolean).join(' '),
  fields: {
    move_id: many2one('account.move', { required: true, onDelete: 'cascade' }),
    date: related('move_id.date', date()),
    move_name: related('move_id.name', char()),
    sequence: integer({ default: 100 }),
    display_type: selection(
      { product: 'Product', payment_term: 'Payment Term' },
      { required: true, default: 'product' },
    ),
    name: char(),
    product_id: many2one('product.product'),
    product_uom_id: many2one('uom.uom'),
    quantity: quantity({ default: 0 }),
    price_unit: float({ default: 0 }),
    price_subtotal: float({ compute: (record) => roundTo(record.num('quantity') * record.num('price_unit'), 2) }),
    purchase_line_id: many2one('purchase.order.line', { onDelete: 'set null' }),
    sale_line_ids: many2many('sale.order.line'),
    tax_ids: many2many('account.tax'),
  },
  prepare: (env, vals) => {
    if (typeof vals.product_id !== 'number') return;
    vals.product_uom_id ||= env.browse('product.product', vals.product_id).get('uom_id');
  },
});

const tax = model({
  name: 'account.tax',
  label: 'Tax',
  access: 'r',
  fields: { name: char({ required: true }), amount: float() },
});

const partial = model({
  name: 'account.partial.reconcile',
  label: 'Partial Reconcile',
  access: 'r',
  fields: {
    debit_move_id: many2one('account.move.line', { required: true }),
    credit_move_id: many2one('account.move.line', { required: true }),
    amount: float(),
    max_date: date(),
  },
});

const register = model({
  name: 'account.payment.register',
  label: 'Register Payment',
  fields: { amount: float(), payment_date: date({ default: (now) => now.slice(0, 10) }) },
  methods: {
    action_create_payments: all((wizards, _args, env) => {
      const [wizard] = wizards;
      const [invoice] = Array.isArray(env.context.active_ids) ? env.context.active_ids : [];
      if (!wizard || typeof invoice !== 'number') return false;
      const due = env
        .browse('account.move', invoice)
        .many('line_ids')
        .find((one) => one.text('display_type') === 'payment_term');
      const payment = env.create('account.move', {
        move_type: 'entry',
        partner_id: due?.must('move_id').get('partner_id') ?? false,
      });
      post(payment);
      const [credit] = payment.many('line_ids');
      env.create('account.partial.reconcile', {
        debit_move_id: due?.id ?? false,
        credit_move_id: credit?.id ?? false,
        amount: wizard.get('amount'),
        max_date: wizard.get('payment_date'),
      });
      return { type: 'ir.actions.act_window', res_model: 'account.payment', res_id: payment.id };
    }),
  },
});

/** On bills that are not cancelled, drafts among them (measured on 19.0 and 14.0). */
export function invoiced(purchaseLine: Rec): number {
  const lines = purchaseLine.env.search('account.move.line', [
    ['purchase_line_id', '=', purchaseLine.id],
    ['move_id.state', '!=', 'cancel'],
  ]);
  return lines.reduce((sum, one) => sum + one.num('quantity'), 0);
}

/** What a company still owes. */
export function owed(partner: Rec): number {
  const open = partner.env.search('account.move', [
    ['partner_id', '=', partner.id],
    ['move_type', '=', 'out_invoice'],
    ['state', '=', 'posted'],
  ]);
  return roundTo(
    open.reduce((sum, one) => sum + residual(one), 0),
    2,
  );
}

export const ACCOUNT_MODELS = [move, line, tax, partial, register];
