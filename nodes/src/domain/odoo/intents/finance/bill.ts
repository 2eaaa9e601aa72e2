/** A bill that is in Odoo, whoever entered it. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { text } from '../../amount.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal, type Where } from '../../refusals.ts';
import { type Domain, decimal, oneOrNone, rows, textOrNone } from '../../rows.ts';
import type { Task } from '../spec.ts';
import type { Bill } from './bill-schema.ts';
import type { MatchedLine } from './three-way.ts';

const MODEL = 'account.move';
const row = z.object({
  id: z.number(),
  name: textOrNone,
  ref: textOrNone,
  state: z.enum(['draft', 'posted', 'cancel']),
  amount_untaxed: decimal,
  amount_residual: decimal,
});
export type BillRow = z.output<typeof row>;

export async function readBill(erp: Erp, id: number, where: Where): Promise<Result<BillRow>> {
  const found = await rows(erp, { model: MODEL, row, domain: [['id', '=', id]] });
  if (!found.ok) return found;
  const [bill] = found.value;
  return bill ? ok(bill) : fail(refusal('not-posted', where, `bill ${id} is gone`));
}

/** By our name for it, else by the supplier's number; nothing: it has to be entered. */
export async function knownBill(
  { erp, intent, where }: Task<Bill>,
  name: string,
  supplier: number,
): Promise<Result<BillRow | undefined>> {
  const own = await resolveExternalId(erp, name, MODEL, where);
  if (own.ok) {
    const bill = await readBill(erp, own.value, where);
    if (!bill.ok || bill.value.state !== 'cancel') return bill;
    return fail(refusal('bill-cancelled', where, bill.value.name ?? intent.number));
  }
  if (own.failure.code !== 'unmapped') return own;
  const domain: Domain = [
    ['move_type', '=', 'in_invoice'],
    ['partner_id.commercial_partner_id', '=', supplier],
    ['ref', '=', intent.number],
    ['state', '!=', 'cancel'],
  ];
  const found = await rows(erp, { model: MODEL, row, domain, limit: 1 });
  return found.ok ? ok(found.value[0]) : found;
}

const line = z.object({ id: z.number(), product_id: oneOrNone, quantity: decimal, price_unit: decimal });

/** Line by line: the same number of a supplier may stand on two different papers. */
export async function saysTheSame(
  { erp, where }: Task<Bill>,
  bill: BillRow,
  lines: readonly MatchedLine[],
): Promise<Result<void>> {
  const domain: Domain = [
    ['move_id', '=', bill.id],
    ['product_id', '!=', false],
  ];
  const shown = await rows(erp, { model: 'account.move.line', row: line, domain, order: 'id' });
  if (!shown.ok) return shown;
  const says = (product: number | undefined, quantity: string, price: string) => `${product} ${quantity} ${price}`;
  const there = shown.value.map((one) => says(one.product_id, text(one.quantity), text(one.price_unit)));
  const wanted = lines.map((one) => says(one.product, text(one.quantity), text(one.price)));
  if (JSON.stringify(there.sort()) === JSON.stringify(wanted.sort())) return ok(undefined);
  const total = text(bill.amount_untaxed);
  return fail(refusal('bill-number-used', where, `${bill.name ?? 'a draft'} over ${total} without tax`));
}
