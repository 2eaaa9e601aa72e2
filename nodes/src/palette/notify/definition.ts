/** Notify: tells people what happened, and never floods them. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'notify',
  version: 1,
  category: 'operations',
  role: 'sink',
  label: 'notify',
  summary: 'Tells people what happened by mail, MQTT or webhook, and never floods them.',
  inputs: [{ name: 'in', carries: 'event' }],
  outputs: [
    { name: 'sent', carries: 'event with receipt' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, {
      title: 'Journal',
      help: 'The same journal as the outbox before this node. It also keeps what waits for the next digest.',
      configNode: 'journal',
    }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack' }),
    roles: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Roles',
      help: 'Who is told, as the site pack names them, such as quality-lead. Their addresses stand there.',
      widget: 'list',
      picker: 'roles',
    }),
    channel: z
      .enum(['mail', 'mqtt', 'webhook', 'event'])
      .default('mail')
      .register(fields, {
        title: 'By',
        help: 'As the event says: data.role and data.channel name receiver and way; choose below what may be used.',
        choices: { mail: 'Mail', mqtt: 'MQTT', webhook: 'Webhook', event: 'As the event says' },
      }),
    smtp: z.string().default('').register(fields, { title: 'SMTP server', configNode: 'smtp-server' }),
    broker: z.string().default('').register(fields, { title: 'Broker', configNode: 'mqtt-broker' }),
    endpoint: z.string().default('').register(fields, { title: 'HTTP endpoint', configNode: 'http-endpoint' }),
    path: z
      .string()
      .regex(/^(\/[A-Za-z0-9._~-]+){0,8}\/?$/)
      .default('')
      .register(fields, { title: 'Path', help: 'Of the webhook, appended to the address of the endpoint.' }),
    subject: z.string().min(1).default('{type}').register(fields, {
      title: 'Subject',
      help: 'Braces stand for fields of the event: Lot {data.lotId} is on hold.',
    }),
    text: z.string().default('').register(fields, {
      title: 'Text',
      help: 'As in the subject. Times are shown as the clock of the plant shows them; what is missing is a dash.',
      widget: 'multiline',
    }),
    atOnce: z.coerce.number().int().min(0).max(1_000).default(5).register(fields, {
      title: 'At once',
      help: 'So many notices of one window go out at once, all others in one digest at its end. 0: digests only.',
    }),
    windowMinutes: z.coerce.number().min(0.01).max(1_440).default(15).register(fields, {
      title: 'Window',
      help: 'As long as windows overflow, there is one digest for each and nothing at once.',
      unit: 'min',
    }),
    language: z
      .enum(['en', 'de'])
      .default('en')
      .register(fields, { title: 'Language of digests', choices: { en: 'English', de: 'Deutsch' }, advanced: true }),
    namespace: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,40}$/)
      .default('mfg')
      .register(fields, { title: 'Root of the topics', help: 'First level of MQTT topics.', advanced: true }),
  }),
  upgrades: [],
});
