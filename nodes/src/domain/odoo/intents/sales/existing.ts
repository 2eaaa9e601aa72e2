/** The order in Odoo that a customer means, whoever entered it. */
import { fail, ok, type Result } from '../../../ports.ts';
import { externalId } from '../../binding.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import type { Task } from '../spec.ts';
import type { Customer } from './customer.ts';
import { findSales, isOpen, readSale, SALE, type Sale } from './sale.ts';
import type { SalesOrder } from './sales-order-schema.ts';

/** Nothing: it has to be created. */
export async function existing(task: Task<SalesOrder>, customer: Customer): Promise<Result<Sale | undefined>> {
  const { erp, intent, where } = task;
  const numbered = await findSales(erp, [
    ['partner_id.commercial_partner_id', '=', customer.company],
    ['client_order_ref', '=', intent.customerPo],
    ['state', '!=', 'cancel'],
  ]);
  if (!numbered.ok) return numbered;
  const [sale, second] = numbered.value;
  if (second) {
    const names = numbered.value.map(({ name }) => name).join(', ');
    return fail(refusal('customer-order-ambiguous', where, names));
  }
  if (sale) return ok(sale);
  const own = await resolveExternalId(erp, externalId('sale', `${customer.company}~${intent.customerPo}`), SALE, where);
  if (own.ok) return cancelledOrRenumbered(task, own.value);
  if (own.failure.code !== 'unmapped') return own;
  return intent.quotation === undefined ? ok(undefined) : accepted(task, customer, intent.quotation);
}

async function cancelledOrRenumbered({ erp, where }: Task<SalesOrder>, id: number): Promise<Result<Sale>> {
  const sale = await readSale(erp, id, where);
  if (!sale.ok || sale.value.state !== 'cancel') return sale;
  return fail(refusal('sale-cancelled', where, sale.value.name));
}

async function accepted(
  { erp, intent, where }: Task<SalesOrder>,
  customer: Customer,
  number: string,
): Promise<Result<Sale>> {
  const found = await findSales(erp, [
    ['partner_id.commercial_partner_id', '=', customer.company],
    ['state', '!=', 'cancel'],
    '|',
    ['origin', '=', number],
    ['name', '=', number],
  ]);
  if (!found.ok) return found;
  const [sale, second] = found.value;
  if (!sale || second) return fail(refusal('sale-not-found', where, `${sale ? 'several' : 'no'} quotation ${number}`));
  if (!isOpen(sale))
    return fail(
      refusal(
        'customer-order-differs',
        where,
        `${sale.name} is ordered as ${sale.client_order_ref ?? 'something else'}`,
      ),
    );
  const isOver = sale.validity_date !== undefined && sale.validity_date < intent.at.slice(0, 10);
  return isOver
    ? fail(refusal('quotation-over', where, `${sale.name} was valid until ${sale.validity_date}`))
    : ok(sale);
}
