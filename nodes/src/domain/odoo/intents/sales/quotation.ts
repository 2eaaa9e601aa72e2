/** An offer to a customer, with the day until which it holds; a new revision takes the place of the former one. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { act } from '../../rows.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { PARTNER } from './customer.ts';
import { saleLines } from './priced.ts';
import { createSale, findSales, isConfirmed, readSale, SALE, SALE_LINE, type Sale, saysTheSame } from './sale.ts';
import { whatIsAsked } from './who-orders.ts';

const schema = z.strictObject({
  kind: z.literal('quotation'),
  ...standing,
  customer: recordRefSchema,
  /** Number of the offer where it was made. */
  quotation: z.string().min(1).max(80),
  revision: z.int().min(0).default(0),
  /** Last day on which it may be accepted. */
  validUntil: z.iso.date().optional(),
  /** `sent`: the customer has it. */
  status: z.enum(['draft', 'sent']).default('draft'),
  lines: saleLines,
});
type Quotation = z.output<typeof schema>;

export const quotation = defineIntent({
  kind: 'quotation',
  title: 'Put a quotation into Odoo',
  schema,
  promised: {
    does: 'Creates the quotation with its lines and its last day; earlier revisions of it that are still open are cancelled. Without prices the price list of Odoo holds.',
    postCondition: 'The quotation shows the lines, and counts as sent where it is.',
    once: 'Created under an external id made of customer, number and revision; a repeat with other lines is refused.',
    wizards: 'Answered beforehand: cancelling asks nobody.',
    undo: 'Cancel the quotation in Odoo.',
  },
  needs: [
    [PARTNER, 'read', 'Sales'],
    [SALE, 'create', 'Sales'],
    [SALE, 'write', 'Sales'],
    [SALE_LINE, 'create', 'Sales'],
    ['product.product', 'read', 'Sales'],
  ],
  where: ({ quotation: number, customer }) => ({ attempted: `put quotation ${number} in`, on: customer.id }),
  carryOut,
});

async function carryOut(task: Task<Quotation>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const asked = await whatIsAsked(task);
  if (!asked.ok) return asked;
  const { customer, lines } = asked.value;
  const name = externalId('quotation', `${customer.company}~${intent.quotation}~${intent.revision}`);
  const known = await resolveExternalId(erp, name, SALE, where);
  if (!known.ok && known.failure.code !== 'unmapped') return known;
  const cells = {
    'partner_id/.id': String(customer.id),
    origin: intent.quotation,
    ...(intent.validUntil === undefined ? {} : { validity_date: intent.validUntil }),
  };
  const id = known.ok ? known : await createSale(task, name, cells, lines);
  if (!id.ok) return id;
  const before = await readSale(erp, id.value, where);
  if (!before.ok) return before;
  if (isConfirmed(before.value)) return ok(receiptOf(task, before.value, 'already', []));
  const same = await saysTheSame(task, id.value, lines);
  if (!same.ok) return same;
  const former = await cancelFormer(task, before.value);
  if (!former.ok) return former;
  const sent = await markSent(task, before.value);
  if (!sent.ok) return sent;
  const isSame = known.ok && sent.value.state === before.value.state && former.value.length === 0;
  return ok(receiptOf(task, sent.value, isSame ? 'already' : 'posted', former.value));
}

const receiptOf = (
  { where }: Task<Quotation>,
  { id, name, state, validity_date }: Sale,
  verdict: Receipt['verdict'],
  cancelled: readonly string[],
): Receipt => ({
  verdict,
  summary: `${where.attempted} for ${where.on}: ${name}`,
  records: [{ model: SALE, id, name, state }],
  readBack: { quotation: name, state, validUntil: validity_date ?? null, cancelled },
});

async function markSent({ erp, intent, where }: Task<Quotation>, sale: Sale): Promise<Result<Sale>> {
  if (intent.status === 'draft' || sale.state !== 'draft') return ok(sale);
  const answer = await act(erp, SALE, 'action_quotation_sent', [sale.id], {}, { repeatable: true });
  const now = await readSale(erp, sale.id, where);
  if (!now.ok) return answer.ok ? now : answer;
  if (now.value.state !== 'draft') return now;
  return answer.ok ? fail(refusal('not-posted', where, `${sale.name} is a draft`)) : answer;
}

/** Names of the earlier revisions that nobody can accept any more. */
async function cancelFormer({ erp, intent, where }: Task<Quotation>, own: Sale): Promise<Result<string[]>> {
  const open = await findSales(erp, [
    ['partner_id', '=', own.partner_id],
    ['origin', '=', intent.quotation],
    ['state', 'in', ['draft', 'sent']],
    ['id', '<', own.id],
  ]);
  if (!open.ok) return open;
  for (const { id, name } of open.value) {
    const context = { disable_cancel_warning: true };
    const answer = await act(erp, SALE, 'action_cancel', [id], {}, { context, repeatable: true });
    const now = await readSale(erp, id, where);
    if (!now.ok) return answer.ok ? now : answer;
    if (now.value.state !== 'cancel') return answer.ok ? fail(refusal('not-posted', where, `${name} is open`)) : answer;
  }
  return ok(open.value.map(({ name }) => name));
}
