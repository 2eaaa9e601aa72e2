/** A sales order or quotation in Odoo, its lines, and in what it differs from what a customer says. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { equal, text } from '../../amount.ts';
import type { SalesTable } from '../../dialects/sales.ts';
import { refusal, type Where } from '../../refusals.ts';
import { createOnce, type Domain, decimal, one, oneOrNone, rows, textOrNone } from '../../rows.ts';
import type { Task } from '../spec.ts';
import { salesTable } from './dialect.ts';
import { constantsOf, type Priced } from './priced.ts';

export const SALE = 'sale.order';
export const SALE_LINE = 'sale.order.line';
/** `done` is a locked order in 14. */
const CONFIRMED = ['sale', 'done'];

const head = z.object({
  id: z.number(),
  name: z.string(),
  state: z.string(),
  partner_id: one,
  client_order_ref: textOrNone,
  commitment_date: textOrNone,
  validity_date: textOrNone,
});
export type Sale = z.output<typeof head>;

export const isConfirmed = ({ state }: Sale): boolean => CONFIRMED.includes(state);
export const isOpen = ({ state }: Sale): boolean => state === 'draft' || state === 'sent';

export const findSales = (erp: Erp, domain: Domain): Promise<Result<Sale[]>> =>
  rows(erp, { model: SALE, row: head, domain, order: 'id' });

export async function readSale(erp: Erp, id: number, where: Where): Promise<Result<Sale>> {
  const found = await findSales(erp, [['id', '=', id]]);
  if (!found.ok) return found;
  const [sale] = found.value;
  return sale ? ok(sale) : fail(refusal('not-posted', where, `sales order ${id} is gone`));
}

const line = z.object({
  id: z.number(),
  product_id: oneOrNone,
  product_uom_qty: decimal,
  price_unit: decimal,
  qty_delivered: decimal,
});
const line14 = line.extend({ product_uom: oneOrNone });
const line19 = line.extend({ product_uom_id: oneOrNone });
type ShownLine = z.output<typeof line> & { readonly unit: number | undefined };

/** Goods only: headings and notes between them are no lines of a customer. */
async function linesOf(erp: Erp, sale: number, { lineUnit }: SalesTable): Promise<Result<ShownLine[]>> {
  const domain: Domain = [
    ['order_id', '=', sale],
    ['display_type', '=', false],
  ];
  const asked = { model: SALE_LINE, domain, order: 'sequence, id' };
  const found = await rows(erp, { ...asked, row: lineUnit === 'product_uom' ? line14 : line19 });
  if (!found.ok) return found;
  return ok(found.value.map((one) => ({ ...one, unit: 'product_uom' in one ? one.product_uom : one.product_uom_id })));
}

/** Each difference in words; none: both say the same. A price that the customer does not name is Odoo's affair. */
function differences(shown: readonly ShownLine[], wanted: readonly Priced[], digits: number): string[] {
  const told = wanted.flatMap((line, index) => {
    const there = shown[index];
    const name = `line ${line.lineNo} (${line.product.name})`;
    if (there === undefined) return [`${name} is not on the order`];
    if (there.product_id !== line.product.id) return [`${name} is another product in Odoo`];
    if (there.unit !== line.product.unit) return [`${name} is in another unit in Odoo`];
    const isOther = !equal(there.product_uom_qty, line.quantity, digits);
    const costsOther = line.price !== undefined && !there.price_unit.equals(line.price);
    return [
      ...(isOther ? [`${name}: ${text(line.quantity)} instead of ${text(there.product_uom_qty)}`] : []),
      ...(costsOther ? [`${name}: price ${text(line.price)} instead of ${text(there.price_unit)}`] : []),
    ];
  });
  const more = shown.length - wanted.length;
  return more > 0 ? [...told, `the order has ${more} more lines`] : told;
}

/** Fails with every difference in words. */
export async function saysTheSame(task: Task<unknown>, id: number, wanted: readonly Priced[]): Promise<Result<void>> {
  const table = salesTable(task.profile);
  if (!table.ok) return table;
  const constants = await constantsOf(task);
  if (!constants.ok) return constants;
  const shown = await linesOf(task.erp, id, table.value);
  if (!shown.ok) return shown;
  const told = differences(shown.value, wanted, constants.value.digits);
  return told.length === 0 ? ok(undefined) : fail(refusal('customer-order-differs', task.where, told.join('; ')));
}

/** Header and lines in one call: it is there whole or not at all. */
export function createSale(
  { erp }: Task<unknown>,
  id: string,
  cells: Readonly<Record<string, string>>,
  lines: readonly Priced[],
): Promise<Result<number>> {
  const [first = {}, ...more] = lines.map(({ product, quantity, price }, index) => ({
    'order_line/product_id/.id': String(product.id),
    'order_line/product_uom_qty': text(quantity),
    'order_line/sequence': String((index + 1) * 10),
    ...(price === undefined ? {} : { 'order_line/price_unit': text(price) }),
  }));
  return createOnce(erp, SALE, { id, ...cells, ...first }, more);
}
