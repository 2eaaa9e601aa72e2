/** What a customer's order says. */
import { z } from 'zod';
import { recordRefSchema, standing } from '../spec.ts';
import { saleLines } from './priced.ts';

/** How a day is found for an order that came without one. */
export const promisingSchema = z.strictObject({
  dispatchDays: z.int().min(0),
  replenishDays: z.int().min(0).optional(),
});
export type Promising = z.output<typeof promisingSchema>;

/** By what a customer is found whose reference Odoo does not know. */
export const whoSchema = z.strictObject({
  name: z.string().min(1).optional(),
  vat: z.string().min(1).optional(),
  email: z.string().min(3).optional(),
});
export type Who = z.output<typeof whoSchema>;

export const salesOrderSchema = z.strictObject({
  kind: z.literal('salesOrder'),
  ...standing,
  customer: recordRefSchema,
  who: whoSchema.optional(),
  /** The customer's own number of the order. */
  customerPo: z.string().min(1).max(80),
  /** The quotation that is accepted: number of the offer, or its name in Odoo. */
  quotation: z.string().min(1).max(80).optional(),
  lines: saleLines,
  /** Day promised for the whole order; otherwise the latest day promised for a line. */
  promised: z.iso.date().optional(),
  /** Where nothing was promised: `wanted` takes the latest day that the customer wants. */
  promising: promisingSchema.optional(),
  commit: z.enum(['promised', 'wanted']).default('promised'),
});
export type SalesOrder = z.output<typeof salesOrderSchema>;
