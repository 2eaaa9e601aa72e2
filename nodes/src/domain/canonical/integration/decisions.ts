/** Decisions of people: asked for, taken, and needed no more. Persons stand in them by a pseudonym, never by name. */
import { z } from 'zod';
import { code, instant, text } from '../blocks.ts';
import { defineEvent, type EventDescription, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

/** What is decided about, by its idempotency key. */
const decisionId = z.string().min(1).max(200);

type OfDecision = z.ZodObject<{ decisionId: typeof decisionId }>;

const decision = <S extends OfDecision>(own: Pick<EventDescription<S>, 'name' | 'summary' | 'writer' | 'naturalKey'>) =>
  defineEvent<S>({
    ...own,
    major: 1,
    version: '1.0.0',
    rules: [],
    partition: ({ decisionId: id }, { site }) => `${site}:decision:${id}`,
    subject: ({ decisionId: id }) => subject('decision', id),
    correlation: ({ decisionId: id }) => `decision:${id}`,
    owner: 'Plantwire',
    priority: PRIORITY.order,
    retention: 'posting',
    delivery: 'R2',
  });

const requested = decision({
  name: 'integration.decision.requested',
  summary: 'Somebody has to decide, or has not done so in time',
  writer: z.strictObject({
    decisionId,
    title: text,
    /** Type and subject of the event that waits. */
    about: z.strictObject({ type: code, subject: z.string().max(300) }),
    choices: z.array(code).min(2),
    level: z.enum(['asked', 'overdue']),
    askedAt: instant,
    dueAt: instant.optional(),
  }),
  naturalKey: (data, { site }) => ['decision.req', site, data.decisionId, data.level],
});

const decided = decision({
  name: 'integration.decision.decided',
  summary: 'What people decided, or what followed from nobody deciding',
  writer: z.strictObject({
    decisionId,
    title: text,
    about: z.strictObject({ type: code, subject: z.string().max(300) }),
    outcome: z.enum(['approved', 'declined', 'chosen', 'withdrawn']),
    /** The word that was chosen; absent when nobody chose. */
    choice: code.optional(),
    /** Nobody did until the deadline. */
    isLapsed: z.boolean(),
    decidedAt: instant,
    by: z.array(z.strictObject({ personId: code, at: instant, reason: text })),
  }),
  naturalKey: (data, { site }) => ['decision', site, data.decisionId],
});

const withdrawn = decision({
  name: 'integration.decision.withdrawn',
  summary: 'What was asked needs no decision any more',
  writer: z.strictObject({ decisionId, reason: text }),
  naturalKey: (data, { site }) => ['decision.gone', site, data.decisionId],
});

export const decisions = {
  'integration.decision.requested': requested,
  'integration.decision.decided': decided,
  'integration.decision.withdrawn': withdrawn,
} as const;
