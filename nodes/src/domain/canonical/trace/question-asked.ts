/** Somebody asks for the genealogy of a lot or serial number; nothing changes by it. */
import { z } from 'zod';
import { code, lotRef, materialRef } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { questionCorrelation, questionPartition, questionSubject } from './scopes.ts';

export const questionAsked = defineEvent({
  name: 'trace.question.asked',
  major: 1,
  version: '1.0.0',
  summary: 'Somebody asks for the genealogy of a lot or serial number',
  writer: z.strictObject({
    /** Number of the question at who asks: asked again under it, it is the same question. */
    questionId: code,
    material: materialRef,
    lot: lotRef,
    /** `back`: what it was made of. `forward`: what was made of it and where that went. */
    direction: z.enum(['back', 'forward', 'both']),
    /** Levels besides the lot itself; ten unless given. */
    depth: z.int().min(1).max(30).optional(),
    /** A dossier is compiled as well. */
    dossier: z.boolean().optional(),
  }),
  rules: [],
  naturalKey: ({ questionId }, { site, system }) => ['trace.question', site, system, questionId],
  partition: questionPartition,
  subject: questionSubject,
  correlation: questionCorrelation,
  owner: 'MES',
  priority: PRIORITY.order,
  retention: 'status',
  delivery: 'R2',
});
