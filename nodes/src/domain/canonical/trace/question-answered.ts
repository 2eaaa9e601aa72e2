/** The answer to a question for a genealogy: the chain as the business system has it, or why there is none. */
import { z } from 'zod';
import { code, instant, lotRef, materialRef, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { passage, questionCorrelation, questionPartition, questionSubject, tracedLot, tracedPart } from './scopes.ts';

const transformation = z.strictObject({
  order: code,
  at: instant,
  inputs: z.array(tracedPart),
  outputs: z.array(tracedPart),
  /** Of a repair: what was taken out. */
  removed: z.array(tracedPart).optional(),
});

const chain = z.strictObject({
  direction: z.enum(['back', 'forward']),
  /** The lot itself first, then level by level. */
  levels: z.array(z.array(tracedLot)),
  transformations: z.array(transformation),
  passages: z.array(passage),
  packings: z.array(z.strictObject({ unit: code, part: tracedPart, at: instant, document: code })),
  /** What the chain lacks, in words. */
  gaps: z.array(text),
});

export const questionAnswered = defineEvent({
  name: 'trace.question.answered',
  major: 1,
  version: '1.0.0',
  summary: 'The genealogy of a lot or serial number, as it was asked for',
  writer: z.strictObject({
    questionId: code,
    material: materialRef,
    lot: lotRef,
    verdict: z.enum(['answered', 'refused']),
    /** Why there is no answer. */
    reason: z.strictObject({ code, text }).optional(),
    chains: z.array(chain),
    /** The dossier that was compiled with it. */
    dossierId: code.optional(),
  }),
  rules: [],
  // The same question may have another answer tomorrow.
  naturalKey: ({ questionId, verdict, reason, chains, dossierId }, { site, system }) => [
    ...['trace.answer', site, system, questionId, verdict],
    JSON.stringify([reason, chains, dossierId]),
  ],
  partition: questionPartition,
  subject: questionSubject,
  correlation: questionCorrelation,
  owner: 'Plantwire',
  priority: PRIORITY.order,
  retention: 'status',
  delivery: 'R2',
});
