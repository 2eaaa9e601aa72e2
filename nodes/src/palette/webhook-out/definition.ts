/** Webhook out: events to another system over HTTP. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'webhook-out',
  version: 1,
  category: 'events',
  role: 'sink',
  label: 'webhook out',
  summary: 'Sends events to another system over HTTP, signed, until it accepts each.',
  inputs: [{ name: 'in', carries: 'event' }],
  outputs: [
    { name: 'accepted', carries: 'event with receipt' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    endpoint: z.string().min(1).register(fields, { title: 'HTTP endpoint', configNode: 'http-endpoint' }),
    journal: z.string().min(1).register(fields, {
      title: 'Journal',
      help: 'The same journal as the outbox before this node.',
      configNode: 'journal',
    }),
    path: z
      .string()
      .regex(/^(\/[A-Za-z0-9._~-]+){0,8}\/?$/)
      .default('')
      .register(fields, { title: 'Path', help: 'Appended to the address of the endpoint, such as /orders.' }),
    body: z
      .enum(['event', 'data'])
      .default('event')
      .register(fields, {
        title: 'Send',
        choices: { event: 'The event (CloudEvents)', data: 'Only its data' },
      }),
  }),
  upgrades: [],
});
