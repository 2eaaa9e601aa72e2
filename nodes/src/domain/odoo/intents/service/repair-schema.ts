/** What a repair says that was done. */
import { z } from 'zod';
import { materialRefSchema } from '../../order-intent.ts';
import { recordRefSchema, standing } from '../spec.ts';
import { goodsFields, someQuantity } from '../stock/goods.ts';

export const repairSchema = z.strictObject({
  kind: z.literal('repair'),
  ...standing,
  /** Number of the repair or the case at its source. */
  repair: z.string().min(1).max(80),
  material: materialRefSchema,
  serial: z.string().min(1),
  customer: recordRefSchema.optional(),
  summary: z.string().min(1).max(1000).optional(),
  underWarranty: z.boolean().default(false),
  parts: z.array(z.strictObject({ ...goodsFields, quantity: someQuantity, use: z.enum(['add', 'remove']) })).max(100),
});
export type Repair = z.output<typeof repairSchema>;
