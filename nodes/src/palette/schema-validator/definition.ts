/** The schema validator: only events that keep their contract pass. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'schema-validator',
  version: 1,
  category: 'events',
  role: 'step',
  label: 'schema validator',
  summary: 'Lets only events pass that keep their contract; every finding about the others is listed.',
  inputs: [{ name: 'in', carries: 'event' }],
  outputs: [
    { name: 'valid', carries: 'event' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    accepts: z
      .enum(['any', 'list'])
      .default('any')
      .register(fields, {
        title: 'Accepts',
        choices: { any: 'Every known event type', list: 'Only the types below' },
      }),
    types: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Event types',
      help: 'Without prefix and version, such as production.output.reported.',
      widget: 'list',
      picker: 'event-types',
    }),
    strictness: z
      .enum(['tolerant', 'strict'])
      .default('tolerant')
      .register(fields, {
        title: 'Unknown fields',
        help: 'A newer producer may send fields this version does not know yet.',
        choices: { tolerant: 'Keep them', strict: 'Refuse the event' },
      }),
    schema: z.string().default('').register(fields, {
      title: 'JSON Schema',
      help: 'Checks msg.payload against this schema instead, for payloads that are no events yet.',
      widget: 'multiline',
      advanced: true,
    }),
  }),
  upgrades: [],
});
