/** What a supplier's bill says, and how far it may be from order and receipt. */
import { z } from 'zod';
import { materialRefSchema } from '../../order-intent.ts';
import { priceText } from '../sales/priced.ts';
import { recordRefSchema, standing } from '../spec.ts';
import { someQuantity } from '../stock/goods.ts';

const percent = z.string().regex(/^\d{1,3}(\.\d{1,6})?$/);
const money = z.string().regex(/^\d{1,12}(\.\d{1,6})?$/);

export const billSchema = z.strictObject({
  kind: z.literal('vendorBill'),
  ...standing,
  supplier: recordRefSchema,
  /** The supplier's number of the bill. */
  number: z.string().min(1).max(80),
  /** Name of the purchase order. */
  order: z.string().min(1),
  date: z.iso.date(),
  due: z.iso.date().optional(),
  lines: z
    .array(
      z.strictObject({
        lineNo: z.string().min(1).optional(),
        material: materialRefSchema,
        quantity: someQuantity,
        /** For one of the unit of the quantity, without tax. */
        price: priceText,
      }),
    )
    .min(1)
    .max(500),
  /** Total without tax, as the bill says it. */
  net: money.optional(),
  /** ISO 4217. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  /** More than was received, in percent of it. */
  quantityPercent: percent.default('0'),
  /** Dearer or cheaper than ordered, in percent of the price. */
  pricePercent: percent.default('0'),
  /** By how much the total may differ from the sum of the lines. */
  rounding: money.default('0.01'),
  /** Odoo books a posted bill; without a right to that, and by default, it stays a draft for finance. */
  posting: z.enum(['draft', 'post']).default('draft'),
});
export type Bill = z.output<typeof billSchema>;
