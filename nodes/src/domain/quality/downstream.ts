/** What becomes of the lots that were made of a lot on hold: a part of the site pack, or of the decision itself. */
import { z } from 'zod';

/** `tell`: people learn which they are and where; `hold`: they are held as well. */
export const DOWNSTREAM = ['hold', 'tell'] as const;

export const holdsSchema = z.strictObject({
  /** Safe by default: what is held in vain is released, what is shipped in vain is recalled. */
  downstream: z.enum(DOWNSTREAM).default('hold'),
});
