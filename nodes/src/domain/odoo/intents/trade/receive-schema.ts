/** What a receipt says. */
import { z } from 'zod';
import { materialRefSchema } from '../../order-intent.ts';
import { standing } from '../spec.ts';
import { someQuantity } from '../stock/goods.ts';

export const receiveSchema = z.strictObject({
  kind: z.literal('receive'),
  ...standing,
  /** Name of the purchase order. */
  order: z.string().min(1),
  /** Number of the receipt at its source. */
  receipt: z.string().min(1),
  /** Number of the despatch advice that the goods came with; what differs from it becomes a claim. */
  advice: z.string().min(1).optional(),
  supplier: z.string().min(1).optional(),
  lines: z
    .array(
      z.strictObject({
        lineNo: z.string().min(1).optional(),
        material: materialRefSchema,
        quantity: someQuantity,
        lot: z.string().min(1).optional(),
        /** Where it is not what holds for all. */
        overPercent: z.string().optional(),
      }),
    )
    .min(1)
    .max(500),
  /** How much more than ordered is taken, in percent of the order line. */
  overPercent: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,9})?$/)
    .default('0'),
  /** How much may be missing or above what was announced before anybody is asked, in percent. */
  differencePercent: z
    .string()
    .regex(/^\d{1,3}(\.\d{1,9})?$/)
    .default('0'),
});
export type Receive = z.output<typeof receiveSchema>;
