/** What a customer asks for: product, and quantity and price in the unit of the product, exactly. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { type Amount, amount, fits, text } from '../../amount.ts';
import { type Constants, readConstants } from '../../deps.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import { findProduct, type Product } from '../../materials.ts';
import { materialRefSchema } from '../../order-intent.ts';
import { refusal } from '../../refusals.ts';
import { describe } from '../../values/guard.ts';
import type { Task } from '../spec.ts';
import { someQuantity } from '../stock/goods.ts';

export const priceText = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/, 'a price written as text, such as "2.50"');

export const saleLine = z.strictObject({
  lineNo: z.string().min(1),
  material: materialRefSchema,
  quantity: someQuantity,
  /** For one of the unit of the quantity; absent: Odoo's price list. */
  price: priceText.optional(),
  /** Day on which the customer wants it, and day that was promised. */
  wanted: z.iso.date().optional(),
  promised: z.iso.date().optional(),
});
export type SaleLine = z.output<typeof saleLine>;

export const saleLines = z.array(saleLine).min(1).max(500).refine(pricedAlike, 'a price on every line, or on none');

/** Odoo takes an empty cell beside others as the price 0 (19.0 and 14.0, measured). */
function pricedAlike(lines: readonly SaleLine[]): boolean {
  const priced = lines.filter(({ price }) => price !== undefined);
  return priced.length === 0 || priced.length === lines.length;
}

export interface Priced {
  readonly lineNo: string;
  readonly product: Product;
  readonly quantity: Amount;
  readonly price: Amount | undefined;
}

export async function constantsOf(task: Pick<Task<unknown>, 'erp' | 'profile' | 'deps'>): Promise<Result<Constants>> {
  const dialect = chooseDialect(task.profile);
  return dialect.ok ? readConstants(task.erp, dialect.value, task.deps) : dialect;
}

export async function pricedLines(task: Task<unknown>, lines: readonly SaleLine[]): Promise<Result<Priced[]>> {
  const constants = await constantsOf(task);
  if (!constants.ok) return constants;
  const decimals = await priceDigits(task, 'sale.order.line');
  if (!decimals.ok) return decimals;
  const found: Priced[] = [];
  for (const line of lines) {
    const product = await findProduct(task.erp, line.material, task.where);
    if (!product.ok) return product;
    const factor = constants.value.units.factor(line.quantity.uom, product.value.unit, task.where);
    if (!factor.ok) return factor;
    const quantity = amount(line.quantity.value).times(factor.value);
    const price = line.price === undefined ? undefined : amount(line.price).dividedBy(factor.value);
    const tooFine = imprecise(quantity, constants.value.digits) ?? imprecise(price, decimals.value);
    if (tooFine) return fail(refusal('precision', task.where, `line ${line.lineNo}: ${tooFine}`));
    found.push({ lineNo: line.lineNo, product: product.value, quantity, price });
  }
  return ok(found);
}

const imprecise = (value: Amount | undefined, digits: number): string | undefined =>
  value === undefined || fits(value, digits) ? undefined : `${text(value)} has more than ${digits} decimals`;

/** A version without a limit of its own keeps what a price list can hold. */
export async function priceDigits(
  task: Pick<Task<unknown>, 'erp' | 'deps' | 'where'>,
  model: string,
): Promise<Result<number>> {
  const fields = await describe(task, model);
  return fields.ok ? ok(fields.value.get('price_unit')?.digits ?? 6) : fields;
}
