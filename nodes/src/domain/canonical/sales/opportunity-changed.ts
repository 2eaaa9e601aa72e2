/** An opportunity of the customer relations system, revision by revision. */
import { z } from 'zod';
import { code, decimalText, instant, properties, text } from '../blocks.ts';
import { defineEvent, PRIORITY } from '../definition.ts';
import { subject } from '../scopes.ts';

export const opportunityChanged = defineEvent({
  name: 'sales.opportunity.changed',
  major: 1,
  version: '1.0.0',
  summary: 'An opportunity was opened, changed, won or lost',
  writer: z.strictObject({
    opportunityId: code,
    revision: z.int().min(0),
    title: z.string().trim().min(1).max(200),
    stage: z.enum(['open', 'won', 'lost']),
    /** A customer that is known as such; otherwise the names say who asks. */
    customerId: code.optional(),
    company: text.optional(),
    contact: text.optional(),
    email: z.email().optional(),
    phone: text.optional(),
    expectedValue: decimalText.optional(),
    /** 0 to 1. */
    probability: decimalText.optional(),
    expectedClose: z.iso.date().optional(),
    details: z.array(text).max(50).optional(),
    at: instant.optional(),
    properties: properties.optional(),
  }),
  rules: [
    {
      rule: 'a probability lies between 0 and 1',
      path: 'data.probability',
      holds: ({ probability = '0' }: { readonly probability?: string | undefined }) =>
        Number(probability) >= 0 && Number(probability) <= 1,
    },
  ],
  naturalKey: (data, scope) => ['opp', scope.system, data.opportunityId, data.revision],
  partition: ({ opportunityId }, { enterprise }) => `${enterprise}:opp:${opportunityId}`,
  subject: ({ opportunityId }) => subject('opportunity', opportunityId),
  correlation: ({ opportunityId }, { enterprise }) => `opp:${enterprise}:${opportunityId}`,
  owner: 'CRM',
  priority: PRIORITY.order,
  retention: 'posting',
  delivery: 'R3',
});
