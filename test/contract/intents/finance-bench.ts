/** Books for Odoo 14, which comes without any; and invoices to customers, posted and paid as finance does it. */
import type { Erp } from '../../../nodes/src/domain/ports.ts';
import { loadOne, must } from '../../live/seed.ts';
import type { Row } from './bench.ts';

/** Accounts, journals and whose account a partner has. Creating once: every run finds them. */
export async function openBooks(admin: Erp, major: 14 | 19): Promise<void> {
  if (major === 19) return;
  const account = (name: string, type: string, reconcile = '') =>
    loadOne(admin, 'account.account', {
      id: `pwbooks.${name}`,
      ...{ code: `9${name}`, name: `Plant ${name}`, 'user_type_id/id': `account.data_account_type_${type}`, reconcile },
    });
  const due = await account('rec', 'receivable', '1');
  const owed = await account('pay', 'payable', '1');
  const income = await account('inc', 'revenue');
  const expense = await account('exp', 'expenses');
  const bank = String(await account('bank', 'liquidity'));
  const outstanding = String(await account('out', 'current_assets', '1'));
  const journal = (name: string, type: string, more: Record<string, string> = {}) =>
    loadOne(admin, 'account.journal', {
      id: `pwbooks.${name}`,
      ...{ name: `Plant ${type}`, code: name.toUpperCase(), type },
      ...more,
    });
  await journal('sj', 'sale', { 'default_account_id/.id': String(income) });
  await journal('pj', 'purchase', { 'default_account_id/.id': String(expense) });
  await journal('gj', 'general');
  await journal('bj', 'bank', {
    ...{ 'default_account_id/.id': bank, 'profit_account_id/.id': bank, 'loss_account_id/.id': bank },
    ...{ 'suspense_account_id/.id': outstanding, 'payment_debit_account_id/.id': outstanding },
    'payment_credit_account_id/.id': outstanding,
  });
  await accountOf(admin, 'rec', 'property_account_receivable_id', due);
  await accountOf(admin, 'pay', 'property_account_payable_id', owed);
}

async function accountOf(admin: Erp, name: string, field: string, account: number): Promise<void> {
  const domain = [
    ['model', '=', 'res.partner'],
    ['name', '=', field],
  ];
  const [found] = await must<Row[]>(admin, {
    model: 'ir.model.fields',
    method: 'search_read',
    args: { domain, fields: ['name'] },
  });
  await loadOne(admin, 'ir.property', {
    id: `pwbooks.prop_${name}`,
    ...{ name: field, 'fields_id/.id': String(found?.['id']), value_reference: `account.account,${account}` },
    'company_id/id': 'base.main_company',
  });
}

/** Posted, over the whole order; gives its number. */
export async function invoiced(admin: Erp, order: Row, price: number): Promise<{ id: number; name: string }> {
  const [line] = order['order_line'] as number[];
  const cells = { product_id: order['product'], quantity: 4, price_unit: price, tax_ids: [[5]] };
  const created = await must<number | number[]>(admin, {
    model: 'account.move',
    method: 'create',
    args: {
      vals_list: [
        {
          ...{ move_type: 'out_invoice', partner_id: order['partner'], invoice_date: '2026-11-10' },
          ...{ invoice_date_due: '2026-11-18', invoice_line_ids: [[0, 0, { ...cells, sale_line_ids: [[4, line]] }]] },
        },
      ],
    },
  });
  const id = Array.isArray(created) ? (created[0] ?? 0) : created;
  await must(admin, { model: 'account.move', method: 'action_post', ids: [id] });
  const read = { model: 'account.move', method: 'read', ids: [id], args: { fields: ['name'] } };
  const [row] = await must<Row[]>(admin, read);
  return { id, name: String(row?.['name']) };
}

export async function pay(admin: Erp, invoice: number, sum: number): Promise<void> {
  const context = { active_model: 'account.move', active_ids: [invoice] };
  const made = await must<number | number[]>(admin, {
    ...{ model: 'account.payment.register', method: 'create', context },
    args: { vals_list: [{ amount: sum }] },
  });
  const ids = Array.isArray(made) ? made : [made];
  await must(admin, { model: 'account.payment.register', method: 'action_create_payments', ids, context });
}
