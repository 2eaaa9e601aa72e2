/** A bill of materials as its owner states it. */
import { z } from 'zod';
import { recordRefSchema, standing } from '../spec.ts';
import { decimalText, master, uomCode } from './master.ts';

const quantity = z.strictObject({ value: decimalText, uom: uomCode });
const part = z.strictObject({ id: z.string().min(1), material: recordRefSchema, quantity });

export const bomSchema = z.strictObject({
  kind: z.literal('upsertBom'),
  ...standing,
  ...master,
  id: z.string().min(1),
  /** Shown as the reference of the bill, `id/revision`. */
  revision: z.string().min(1),
  product: recordRefSchema,
  /** For which the parts are given. */
  quantity,
  /** `warning` for a new one. */
  consumption: z.enum(['flexible', 'warning', 'strict']).optional(),
  components: z.array(part).min(1),
  /** Not named: those that are there stay. */
  byproducts: z.array(part).optional(),
  /** Not named: those that are there stay. */
  operations: z
    .array(
      z.strictObject({
        id: z.string().min(1),
        name: z.string().min(1),
        workCentre: recordRefSchema,
        minutes: decimalText,
      }),
    )
    .optional(),
});
export type UpsertBom = z.output<typeof bomSchema>;
