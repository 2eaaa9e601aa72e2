/** A message was refused and lies in the dead-letter queue; what a monitoring system may subscribe to. */
import { z } from 'zod';
import { code, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

/** The RFC 9457 members we use, in our words. */
const problem = z.strictObject({
  code,
  class: code,
  title: text,
  detail: text,
  nextStep: text,
  issues: z
    .array(z.strictObject({ path: text, rule: text, value: text.optional() }))
    .max(100)
    .default([]),
});

export const messageRejected = defineEvent({
  name: 'integration.message.rejected',
  major: 1,
  version: '1.0.0',
  summary: 'A message was refused and put into the dead-letter queue',
  writer: z.strictObject({
    /** Stage that refused it: a node type. */
    stage: code,
    rule: code,
    problem,
    originalSource: z.string().max(400),
    originalId: z.string().max(200),
    originalType: z.string().max(200).optional(),
    originalPartition: z.string().max(200).optional(),
    attempt: z.int().min(0),
    deadLetterId: z.int().min(0).optional(),
    dataref: z.string().max(400).optional(),
    owner: code.optional(),
  }),
  rules: [],
  naturalKey: (data) => ['integration.message.rejected', data.originalSource, data.originalId, data.attempt],
  partition: (data, scope) => data.originalPartition ?? `${scope.site}:dlq:${data.stage}`,
  subject: (data) => subject('message', data.originalId),
  correlation: (data, scope) => `dlq:${scope.enterprise}:${data.originalId}`,
  owner: 'Plantwire',
  priority: PRIORITY.summary,
  retention: 'status',
  delivery: 'R2',
});
