/**
 * What only people make in Odoo and samples are about: manufacturing orders, the delivery of a sale, a purchase order, an
 * invoice. Where one cannot be made, nothing is played about it, and the drill says so.
 */
import { z } from 'zod';
import { type Erp, type ErpCall, ok, type Result } from '../../ports.ts';
import { externalId } from '../binding.ts';
import { resolveExternalId } from '../materials.ts';
import { act, createOnce, type Domain, rows } from '../rows.ts';
import type { Place } from './sample.ts';

export interface People {
  /** An administrator. */
  readonly admin: Erp;
  readonly prefix: string;
}

const named = z.object({ id: z.number(), name: z.string() });

/** Of the first company; another may be switched off. Its stock may lie in a house of any name. */
export async function placeOf(admin: Erp): Promise<Result<Place>> {
  const row = z.object({ currency_id: z.tuple([z.number(), z.string()]) });
  const company = await rows(admin, { model: 'res.company', row, domain: [], order: 'id', limit: 1 });
  if (!company.ok) return company;
  const where = { attempted: 'find the stock', on: 'stock.stock_location_stock' };
  const stock = await resolveExternalId(admin, 'stock.stock_location_stock', 'stock.location', where);
  if (!stock.ok) return stock;
  const parent = z.object({ location_id: z.tuple([z.number(), z.string()]) });
  const shown = await rows(admin, { model: 'stock.location', row: parent, domain: [['id', '=', stock.value]] });
  if (!shown.ok) return shown;
  const house = shown.value[0]?.location_id[1] ?? '';
  return ok({ currency: company.value[0]?.currency_id[1] ?? 'EUR', house });
}

/** As a planner makes one. Before 17 a form fills in its lines, which nobody can do from outside: there, none. */
export async function orderFor({ admin, prefix }: People, number: number): Promise<Result<string | undefined>> {
  const where = { attempted: 'make an order for the drill', on: prefix };
  const product = await resolveExternalId(admin, externalId('product', `${prefix}-FG`), 'product.product', where);
  const bill = await resolveExternalId(admin, externalId('bom', `${prefix}-BOM`), 'mrp.bom', where);
  // What they failed for is told with the samples that should have made them.
  if (!product.ok || !bill.ok) return ok(undefined);
  const order = await createOnce(admin, 'mrp.production', {
    ...{ id: `plantwire_drill.${prefix}_order${number}`, product_qty: '10' },
    ...{ 'product_id/.id': String(product.value), 'bom_id/.id': String(bill.value) },
  });
  if (!order.ok) return order.failure.class === 'business' ? ok(undefined) : order;
  const confirmed = await act(admin, 'mrp.production', 'action_confirm', [order.value]);
  if (!confirmed.ok) return confirmed;
  const row = named.extend({ move_raw_ids: z.array(z.number()) });
  const found = await rows(admin, { model: 'mrp.production', row, domain: [['id', '=', order.value]] });
  if (!found.ok) return found;
  const [made] = found.value;
  return ok(made && made.move_raw_ids.length > 0 ? made.name : undefined);
}

export interface SoldGoods {
  readonly sale: string;
  /** The transfer to the customer. */
  readonly delivery?: string;
  readonly isInvoiced: boolean;
}

/** What became of the sales order that a sample made. */
export async function soldGoods({ admin, prefix }: People): Promise<SoldGoods | undefined> {
  const row = named.extend({ order_line: z.array(z.number()), partner_id: z.tuple([z.number(), z.string()]) });
  const sale = await first(admin, 'sale.order', row, [['client_order_ref', '=', `${prefix}-PO`]]);
  if (!sale) return undefined;
  const delivery = await first(admin, 'stock.picking', named, [
    ['origin', '=', sale.name],
    ['picking_type_id.code', '=', 'outgoing'],
    ['state', 'not in', ['done', 'cancel']],
  ]);
  const [line] = sale.order_line;
  const cells = { name: `Drill ${prefix}`, quantity: 1, price_unit: 10, tax_ids: [[5]], sale_line_ids: [[4, line]] };
  const invoice = await made(admin, 'account.move', {
    ...{ move_type: 'out_invoice', partner_id: sale.partner_id[0], invoice_line_ids: [[0, 0, cells]] },
  });
  const posted = invoice === undefined ? undefined : await act(admin, 'account.move', 'action_post', [invoice]);
  return { sale: sale.name, ...(delivery ? { delivery: delivery.name } : {}), isInvoiced: posted?.ok ?? false };
}

/** As a buyer orders five of the raw material; undefined where that is refused. */
export async function boughtGoods({ admin, prefix }: People): Promise<string | undefined> {
  const where = { attempted: 'make a purchase order for the drill', on: prefix };
  const raw = await resolveExternalId(admin, externalId('product', `${prefix}-RM`), 'product.product', where);
  const partner = await resolveExternalId(admin, externalId('partner', `${prefix}-CUS`), 'res.partner', where);
  if (!raw.ok || !partner.ok) return undefined;
  const line = { product_id: raw.value, product_qty: 5, price_unit: 2, date_planned: '2035-01-10 08:00:00' };
  const order = await made(admin, 'purchase.order', { partner_id: partner.value, order_line: [[0, 0, line]] });
  if (order === undefined) return undefined;
  const confirmed = await act(admin, 'purchase.order', 'button_confirm', [order]);
  if (!confirmed.ok) return undefined;
  return (await first(admin, 'purchase.order', named, [['id', '=', order]]))?.name;
}

async function made(admin: Erp, model: string, values: object): Promise<number | undefined> {
  const call: ErpCall = { model, method: 'create', args: { vals_list: [values] } };
  const answer = await admin.call(call);
  // Odoo 14 answers a list of one with a number.
  const ids = z.union([z.number(), z.tuple([z.number()])]).safeParse(answer.ok ? answer.value : undefined);
  if (!ids.success) return undefined;
  return typeof ids.data === 'number' ? ids.data : ids.data[0];
}

async function first<S extends z.ZodObject>(
  admin: Erp,
  model: string,
  row: S,
  domain: Domain,
): Promise<z.output<S> | undefined> {
  const found = await rows(admin, { model, row, domain, limit: 1 });
  return found.ok ? found.value[0] : undefined;
}
