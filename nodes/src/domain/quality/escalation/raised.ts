/** What a step of a ladder says: the event for the people, and the hold of the lot where the step wants one. */
import { z } from 'zod';
import { lotRef, materialRef } from '../../canonical/blocks.ts';
import { buildEvent, type EventAttributes } from '../../canonical/build.ts';
import type { Envelope } from '../../envelope.ts';
import { type Hash, ok, type Result } from '../../ports.ts';
import type { Climbed } from './matter.ts';
import type { Ladder } from './policy.ts';

/** Facts as `reading.ts` writes them. */
const factsSchema = z.object({
  about: z.enum(['nonconformance', 'test', 'hold']),
  subjectId: z.string(),
  causedBy: z.string(),
  text: z.string(),
  material: materialRef.optional(),
  lot: lotRef.optional(),
  operationsRequestId: z.string().optional(),
});

export interface Place {
  readonly enterprise: string;
  readonly site: string;
  readonly hash: Hash;
  readonly nowMs: number;
}

export interface Raised {
  readonly told: Envelope;
  readonly hold?: Envelope;
}

export function raisedBy(climbed: Climbed, ladder: Ladder, steps: number, place: Place): Result<Raised> {
  const { matter, step, number, dueMs } = climbed;
  const { causedBy, ...facts } = factsSchema.parse(matter.facts);
  const attributes = attributesOf(place, causedBy);
  const told = buildEvent(
    'quality.escalation.raised',
    {
      ...{ ...facts, ladder, climb: matter.climb, step: number, steps, role: step.role, channel: step.channel },
      ...{ since: iso(matter.beganMs), dueAt: iso(dueMs) },
    },
    attributes,
    place.hash,
  );
  if (!told.ok) return told;
  const { about, subjectId, text, material, lot } = facts;
  // A lot that is on hold already is what the ladder is about.
  if (!step.holdsLot || about === 'hold' || !material || !lot) return ok({ told: told.value });
  const hold = buildEvent(
    'quality.disposition.changed',
    {
      ...{ dispositionId: subjectId, action: 'hold', material, lot, effectiveAt: iso(place.nowMs) },
      reason: { code: `${ladder}-${about}`, scheme: 'plantwire', text: text || about },
      ...(about === 'nonconformance' ? { nonconformanceId: subjectId } : {}),
    },
    attributes,
    place.hash,
  );
  return hold.ok ? ok({ told: told.value, hold: hold.value }) : hold;
}

function attributesOf({ enterprise, site, nowMs }: Place, causationid: string): EventAttributes {
  const at = iso(nowMs);
  return {
    ...{ enterprise, site, system: 'plantwire', time: at, recordedtime: at, causationid },
    ...{ timequality: 'synced', sequence: { epoch: 0, counter: 0 } },
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
