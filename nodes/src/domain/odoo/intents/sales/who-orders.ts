/** The customer of an order: by reference, otherwise by tax number and e-mail address. Nobody is ever created here. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { refusal, type Where } from '../../refusals.ts';
import { type Domain, one, rows, textOrNone } from '../../rows.ts';
import type { RecordRef, Task } from '../spec.ts';
import { type Customer, findCustomer, PARTNER, readCustomer } from './customer.ts';
import { type Candidate, matchCustomer, nameOf } from './match.ts';
import { type Priced, pricedLines, type SaleLine } from './priced.ts';
import type { Who } from './sales-order-schema.ts';

interface Asked {
  readonly customer: RecordRef;
  readonly who?: Who | undefined;
  readonly lines: readonly SaleLine[];
}

/** Who asks for what, as Odoo knows both. */
export async function whatIsAsked(
  task: Task<Asked>,
): Promise<Result<{ readonly customer: Customer; readonly lines: readonly Priced[] }>> {
  const { erp, intent, where } = task;
  const customer = await whoOrders(erp, intent, where);
  if (!customer.ok) return customer;
  const lines = await pricedLines(task, intent.lines);
  return lines.ok ? ok({ customer: customer.value, lines: lines.value }) : lines;
}

async function whoOrders(erp: Erp, { customer, who = {} }: Asked, where: Where): Promise<Result<Customer>> {
  // A customer of the site pack is bound to one record: there is nothing to choose.
  if (customer.by !== 'code') return findCustomer(erp, customer, where);
  const known = await candidates(erp, [['ref', '=', customer.value]]);
  if (!known.ok) return known;
  const [contact, second] = known.value;
  if (contact && second) return fail(refusal('customer-ambiguous', where, told(known.value)));
  if (contact) return readCustomer(erp, contact.id, where);
  const { vat, email } = who;
  const byTax = vat === undefined ? ok([]) : await candidates(erp, [['vat', 'in', [vat, plain(vat)]]]);
  if (!byTax.ok) return byTax;
  const byMail = email === undefined ? ok([]) : await withAddress(erp, email);
  if (!byMail.ok) return byMail;
  const match = matchCustomer({ byTax: byTax.value, byMail: byMail.value, hasTax: vat !== undefined });
  if (match.kind === 'one') return readCustomer(erp, match.id, where);
  if (match.kind === 'several') return fail(refusal('customer-ambiguous', where, told(match.among)));
  const named = [customer.value, vat, email].filter((fact) => fact !== undefined).join(', ');
  return fail(refusal('customer-unknown', where, who.name === undefined ? named : `${who.name}: ${named}`));
}

/** As it stands on papers, `DE 123.456.789`, and as Odoo keeps it. */
const plain = (vat: string): string => vat.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase();

const told = (among: readonly Candidate[]): string => among.map(nameOf).sort().join('; ');

const MOST = 20;
const row = z.object({
  id: z.number(),
  display_name: z.string(),
  commercial_partner_id: one,
  ref: textOrNone,
  vat: textOrNone,
  email: textOrNone,
});

async function candidates(erp: Erp, domain: Domain, address?: string): Promise<Result<Candidate[]>> {
  const found = await rows(erp, { model: PARTNER, row, domain, order: 'id', limit: MOST });
  if (!found.ok) return found;
  // Of an address `_` and `%` are letters, of a pattern they are not.
  const meant = found.value.filter(({ email }) => address === undefined || email?.toLowerCase() === address);
  return ok(
    meant.map(({ id, display_name: name, commercial_partner_id: company, ref: reference, vat }) => {
      return { id, name, company, reference, vat };
    }),
  );
}

const withAddress = (erp: Erp, email: string): Promise<Result<Candidate[]>> =>
  candidates(erp, [['email', '=ilike', email]], email.toLowerCase());
