/** The HTTP source: one route, one contract, answered when the message is durable. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'http-source',
  version: 1,
  category: 'plant',
  role: 'source',
  label: 'HTTP source',
  summary: 'Takes events over HTTP and answers each only after the journal holds it.',
  outputs: [{ name: 'events', carries: 'event' }],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack' }),
    path: z
      .string()
      .regex(/^(\/[A-Za-z0-9._~-]+){1,8}$/)
      .default('/events')
      .register(fields, { title: 'Path', help: 'Below the address of this appliance, such as /events/mes.' }),
    eventTypes: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Event types',
      help: 'What this route accepts, such as production.output.reported; empty: every known type.',
      widget: 'list',
      picker: 'event-types',
    }),
    eventType: z.string().default('').register(fields, {
      title: 'Event type of plain data',
      help: 'A body that is no CloudEvent becomes this event type; empty: it is refused.',
      picker: 'event-types',
    }),
    system: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,40}$/)
      .default('mes')
      .register(fields, { title: 'Sender of plain data', help: 'Name of the system that sends plain data.' }),
    access: z
      .enum(['apiKey', 'signature', 'none'])
      .default('apiKey')
      .register(fields, {
        title: 'Access',
        choices: {
          apiKey: 'API key',
          signature: 'Signature (Standard Webhooks)',
          none: 'Everybody (test bench only)',
        },
      }),
    secret: z.string().default('').register(fields, {
      title: 'Key or signing secret',
      help: 'At least 24 characters; a signing secret may begin with whsec_.',
      secret: true,
    }),
    secretVariable: z
      .string()
      .regex(/^([A-Za-z_][A-Za-z0-9_]*)?$/)
      .default('')
      .register(fields, {
        title: 'or from the variable',
        help: 'Name of an environment variable such as PLANTWIRE_MES_KEY, read when the field above is empty.',
      }),
    nextSecret: z.string().default('').register(fields, {
      title: 'Second one',
      help: 'Also good while a key is being replaced.',
      secret: true,
      advanced: true,
    }),
    toleranceSeconds: z.coerce.number().int().min(10).max(3_600).default(300).register(fields, {
      title: 'Age of a signature',
      help: 'A request signed longer ago, or that far in the future, is refused.',
      unit: 's',
      advanced: true,
    }),
    perMinute: z.coerce.number().int().min(1).max(1_000_000).default(6_000).register(fields, {
      title: 'Requests per minute',
      unit: '/min',
      advanced: true,
    }),
    maxKilobytes: z.coerce.number().int().min(1).max(256).default(256).register(fields, {
      title: 'Size of a message',
      unit: 'kB',
      advanced: true,
    }),
    timePath: z.string().default('interval.end').register(fields, {
      title: 'Time in plain data',
      help: 'Path of the field that says when it happened; without it the time of arrival counts.',
      advanced: true,
    }),
    volatile: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Fields that may differ',
      help: 'Paths in the data that change with every sending, as in the guard behind this node.',
      widget: 'list',
      advanced: true,
    }),
    underWay: z.coerce.number().int().min(1).max(100_000).default(1_000).register(fields, {
      title: 'Messages in the flow',
      help: 'Taken in, but not yet in a queue or a dead letter. Beyond it senders are told to come again.',
      advanced: true,
    }),
  }),
  upgrades: [],
});
