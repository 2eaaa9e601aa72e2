/** What the journal remembers of a lot: its holds, and who shall reserve again. Several holds may rest on one lot. */
import { z } from 'zod';
import type { Memory } from '../spec.ts';
import { retakenSchema } from './take-back.ts';

const schema = z.object({
  holds: z.record(z.string(), z.enum(['open', 'released'])).default({}),
  retaken: retakenSchema.optional(),
});
export type LotMemory = z.output<typeof schema>;

export const lotMemory = (memory: Memory): LotMemory => schema.safeParse(memory).data ?? { holds: {} };

export const otherHolds = ({ holds }: LotMemory, hold: string): string[] =>
  Object.keys(holds).filter((name) => name !== hold && holds[name] === 'open');
