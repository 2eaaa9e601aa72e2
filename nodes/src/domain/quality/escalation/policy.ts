/** Who is told when nobody answers, one after the other: a part of the site pack. */
import { z } from 'zod';

export const SEVERITIES = ['critical', 'major', 'minor'] as const;
/** What climbs: a nonconformance or a failed test by its severity, or a lot on hold. */
export const LADDERS = [...SEVERITIES, 'hold'] as const;
export const CHANNELS = ['mail', 'mqtt', 'webhook'] as const;

export type Ladder = (typeof LADDERS)[number];

const stepSchema = z.strictObject({
  /** One of the roles of the pack. */
  role: z.string().min(1).max(40),
  /** Counts from the start of the matter for the first step, from the step before for all others. */
  afterMinutes: z.number().min(0).max(525_600),
  channel: z.enum(CHANNELS),
  /** Puts the lot on hold as well, where there is one. */
  holdsLot: z.boolean().optional(),
});
export type Step = z.output<typeof stepSchema>;

export const escalationSchema = z.partialRecord(z.enum(LADDERS), z.array(stepSchema).min(1).max(20));
export type EscalationPolicy = z.output<typeof escalationSchema>;

export const stepsOf = (policy: EscalationPolicy | undefined, ladder: Ladder): readonly Step[] =>
  policy?.[ladder] ?? [];
