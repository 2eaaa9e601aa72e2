/**
 * Intents about the quantities of one manufacturing order: what was made, consumed and scrapped on it. Quantities are
 * decimal strings; units are UN/ECE Rec 20 codes.
 */
import { z } from 'zod';

const quantity = z.strictObject({ value: z.string().regex(/^-?\d+(\.\d{1,9})?$/), uom: z.string().min(2).max(3) });

/** How a canonical material is found in Odoo: external id, internal reference or barcode. Exactly one record must match. */
export const materialRefSchema = z.strictObject({
  id: z.string().min(1),
  by: z.enum(['externalId', 'code', 'barcode']),
  value: z.string().min(1),
});

/** The posting policy of a line, from the site pack. Every choice that Odoo would ask a person is made here. */
export const postingPolicySchema = z.strictObject({
  /** When produced quantity becomes a finished manufacturing order (or a backorder split). */
  post: z.enum(['atClose', 'perShift', 'perPallet']).default('atClose'),
  palletQuantity: z
    .string()
    .regex(/^\d+(\.\d{1,9})?$/)
    .optional(),
  /** What happens to the rest when an order closes below its quantity and tolerance. */
  remainder: z.enum(['backorder', 'closeShort']).default('backorder'),
  /** `actual`: only what was measured is consumed. `backflush`: Odoo scales the bill of materials. */
  consumption: z.enum(['actual', 'backflush']).default('backflush'),
  overTolerancePct: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .default('0'),
  underTolerancePct: z
    .string()
    .regex(/^\d+(\.\d+)?$/)
    .default('0'),
  /** Consumption that differs from a strict bill of materials: asked of a person (default), or posted all the same. */
  bomDifference: z.enum(['asBom', 'post']).optional(),
  /** Whether rejected units were made (they consumed material): produce good + scrap, then scrap. */
  rejects: z.enum(['producedThenScrapped', 'notProduced']).default('producedThenScrapped'),
});
export type PostingPolicy = z.output<typeof postingPolicySchema>;

const orderIntent = {
  /** Idempotency key of the event; also the stem of every external id we create. */
  key: z.string().min(1),
  /** Ordering scope, equals the envelope's `partitionkey`; names the order's ledger. */
  partition: z.string().min(1),
  /** OR: the order's name at first release, frozen. */
  order: z.string().min(1),
  material: materialRefSchema,
  quantity,
  lot: z.string().min(1).optional(),
  shiftId: z.string().optional(),
  /** RFC 3339 UTC, the source's clock. */
  at: z.string(),
  policy: postingPolicySchema,
};

/** Quantities of one manufacturing order; `post/` carries them out together. */
export const orderIntentSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('produce'),
    ...orderIntent,
    report: z.enum(['partial', 'final', 'correction']),
    /** Counters (tags) whose share of this order must be complete and posted before a `final` may close it. */
    awaits: z.array(z.string()).default([]),
  }),
  z.strictObject({
    kind: z.literal('consume'),
    ...orderIntent,
    direction: z.enum(['consume', 'return']).default('consume'),
  }),
  z.strictObject({ kind: z.literal('byproduct'), ...orderIntent }),
  z.strictObject({
    kind: z.literal('scrap'),
    ...orderIntent,
    stage: z.enum(['input', 'output']),
    reason: z.string().min(1),
  }),
]);

export type OrderIntent = z.output<typeof orderIntentSchema>;
export type OrderIntentOf<K extends OrderIntent['kind']> = Extract<OrderIntent, { kind: K }>;
export type MaterialRef = OrderIntent['material'];

export const orderIntentKinds = orderIntentSchema.options.map((option) => option.shape.kind.value);

export const isOrderIntent = (intent: { readonly kind: string }): intent is OrderIntent =>
  orderIntentKinds.some((kind) => kind === intent.kind);
