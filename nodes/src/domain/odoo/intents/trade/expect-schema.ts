/** What a despatch advice says. */
import { z } from 'zod';
import { materialRefSchema } from '../../order-intent.ts';
import { standing } from '../spec.ts';
import { someQuantity } from '../stock/goods.ts';

const line = z.strictObject({
  lineNo: z.string().min(1).optional(),
  material: materialRefSchema,
  quantity: someQuantity,
  lot: z.string().min(1).optional(),
  /** Label of the logistic unit. */
  sscc: z.string().min(1).optional(),
  /** How much more than ordered is taken of this material, where it is not what holds for all. */
  overPercent: z.string().optional(),
});

export const expectSchema = z.strictObject({
  kind: z.literal('expectGoods'),
  ...standing,
  /** Name of the purchase order. */
  order: z.string().min(1),
  /** The supplier's number of the advice. */
  advice: z.string().min(1),
  supplier: z.string().min(1),
  purpose: z.enum(['original', 'replace', 'cancel']),
  /** Day on which the goods arrive. */
  eta: z.iso.date().optional(),
  carrier: z.string().optional(),
  lines: z.array(line).max(2000),
  overPercent: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,9})?$/)
    .default('0'),
  differencePercent: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,9})?$/)
    .default('0'),
});
export type Expect = z.output<typeof expectSchema>;
