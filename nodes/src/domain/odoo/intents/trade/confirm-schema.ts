/** What a supplier's answer says. */
import { z } from 'zod';
import { materialRefSchema } from '../../order-intent.ts';
import { standing } from '../spec.ts';
import { someQuantity } from '../stock/goods.ts';

const line = z.strictObject({
  lineNo: z.string().min(1),
  status: z.enum(['accepted', 'changed', 'rejected', 'backordered']),
  material: materialRefSchema.optional(),
  quantity: someQuantity.optional(),
  /** Day of delivery. */
  promised: z.iso.date().optional(),
  price: z
    .string()
    .regex(/^-?\d+(\.\d+)?$/)
    .optional(),
  /** So many of the unit cost the price. */
  priceBasis: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .refine((text) => Number(text) > 0, 'more than none')
    .optional(),
});

export const confirmSchema = z.strictObject({
  kind: z.literal('confirmSupply'),
  ...standing,
  /** Name of the purchase order. */
  order: z.string().min(1),
  /** The supplier's number of this answer. */
  response: z.string().min(1),
  /** Day of the document; of two answers to a line the later day counts, else what comes later. */
  issued: z.iso.date().optional(),
  /** Of one document; a higher number counts. */
  revision: z.string().min(1).optional(),
  /** ISO 4217, of every price; of the order where it is not said. */
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
  verdict: z.enum(['answered', 'rejected']).default('answered'),
  lines: z.array(line).max(2000),
  /** More than ordered: told to the buyer, or written on the order. Less is always told. */
  quantities: z.enum(['note', 'write']).default('note'),
});

export type Confirm = z.output<typeof confirmSchema>;
export type Answer = z.output<typeof line>;
