/** How far two stocks may differ and how long, before somebody is asked: a part of the site pack. */
import { z } from 'zod';

const identifier = z.string().min(1).max(80);
const decimal = z.string().regex(/^\d+(\.\d{1,9})?$/, 'a decimal number written as text, such as "2.5"');
const percent = z.string().regex(/^\d{1,3}(\.\d{1,9})?$/, 'a percentage written as text, such as "2.5"');

/** A difference within the larger of both is none. The percentage is of the larger stock. */
export const toleranceSchema = z.strictObject({ absolute: decimal.default('0'), percent: percent.default('0') });

export const reconciliationSchema = z.strictObject({
  /** For materials that nothing below names. */
  tolerance: toleranceSchema.prefault({}),
  /** By the `class` of a material. */
  classes: z.record(identifier, toleranceSchema).default({}),
  /** By material; goes before its class. */
  materials: z.record(identifier, toleranceSchema).default({}),
  /** A difference is proposed when it stood in so many snapshots, or for so many hours, whichever is first. */
  stands: z
    .strictObject({ snapshots: z.int().min(1).max(1_000).default(2), hours: z.number().positive().optional() })
    .prefault({}),
  /** How long a snapshot waits for messages that are on their way to Odoo. */
  drainMinutes: z.number().min(0).max(1_440).default(10),
  /** Reason that proposed adjustments carry: a code of the site. */
  reason: identifier,
});

export type Tolerance = z.output<typeof toleranceSchema>;
export type ReconciliationPolicy = z.output<typeof reconciliationSchema>;
