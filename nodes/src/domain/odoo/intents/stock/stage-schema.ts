/** What a staging says. */
import { z } from 'zod';
import { recordRefSchema, standing } from '../spec.ts';
import { looseItem, packageItem } from './staged-goods.ts';

export const stageSchema = z.strictObject({
  kind: z.literal('stageDelivery'),
  ...standing,
  items: z.array(z.union([packageItem, looseItem])).min(1),
  /** Where they stand now. */
  to: recordRefSchema,
  /** Where loose goods were taken from; absent: where the delivery takes its goods. */
  from: recordRefSchema.optional(),
  delivery: recordRefSchema.optional(),
  /** Number of the scan; shown on the transfer. */
  reference: z.string().min(1).optional(),
  /** Nothing more will be staged for the delivery. */
  complete: z.boolean().default(false),
});
export type StageDelivery = z.output<typeof stageSchema>;
