/** A transfer as it is read everywhere here. */
import { z } from 'zod';

export const pickingRow = z.object({ id: z.number(), name: z.string(), state: z.string() });
