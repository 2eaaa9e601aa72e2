/** A customer, its company, and whether the company is on credit hold. The hold is a mark that people see and set, too. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { externalId } from '../../binding.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal, type Where } from '../../refusals.ts';
import { one, rows, textOrNone } from '../../rows.ts';
import { findRecord } from '../references.ts';
import type { RecordRef } from '../spec.ts';

export const PARTNER = 'res.partner';
export const MARK = 'res.partner.category';
/** One mark for the whole database. */
export const HOLD = externalId('credit', 'hold');
/** How our warning begins; another one is a person's and stays. */
export const HELD = 'Credit hold';

const row = z.object({
  id: z.number(),
  display_name: z.string(),
  commercial_partner_id: one,
  category_id: z.array(z.number()),
  sale_warn_msg: textOrNone,
});

export interface Customer {
  readonly id: number;
  readonly name: string;
  /** Who owes: the company that a contact or an address belongs to. */
  readonly company: number;
  readonly isHeld: boolean;
  /** What sales reads about the company. */
  readonly warning: string | undefined;
}

export async function findCustomer(erp: Erp, ref: RecordRef, where: Where): Promise<Result<Customer>> {
  const found = await findRecord(erp, PARTNER, ref, where);
  return found.ok ? readCustomer(erp, found.value.id, where) : found;
}

export async function readCustomer(erp: Erp, id: number, where: Where): Promise<Result<Customer>> {
  const partner = await read(erp, id, where);
  if (!partner.ok) return partner;
  const { commercial_partner_id: owner } = partner.value;
  const company = owner === id ? partner : await read(erp, owner, where);
  if (!company.ok) return company;
  const mark = await resolveExternalId(erp, HOLD, MARK, where);
  // Nobody was ever held: there is no mark yet.
  if (!mark.ok && mark.failure.code !== 'unmapped') return mark;
  return ok({
    id,
    name: partner.value.display_name,
    company: owner,
    isHeld: mark.ok && company.value.category_id.includes(mark.value),
    warning: company.value.sale_warn_msg,
  });
}

async function read(erp: Erp, id: number, where: Where): Promise<Result<z.output<typeof row>>> {
  const found = await rows(erp, { model: PARTNER, row, domain: [['id', '=', id]] });
  if (!found.ok) return found;
  const [partner] = found.value;
  return partner ? ok(partner) : fail(refusal('unmapped', where, `partner ${id} is gone or archived`));
}
