/** The odoo event node: what changes in Odoo, each change once. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'odoo-event',
  version: 1,
  category: 'odoo',
  role: 'source',
  label: 'odoo event',
  summary: 'Follows changes in Odoo and passes on each of them once.',
  inputs: [{ name: 'replay', carries: 'from and to' }],
  outputs: [
    { name: 'events', carries: 'event' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    connection: z.string().min(1).register(fields, { title: 'Odoo', configNode: 'odoo-connection' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack' }),
    follow: z
      .enum(['orders', 'records'])
      .default('orders')
      .register(fields, {
        title: 'Follow',
        choices: { orders: 'Manufacturing orders: released, changed, cancelled', records: 'Records of any model' },
      }),
    model: z.string().default('').register(fields, {
      title: 'Model',
      help: 'Of records: its technical name, such as product.product.',
      picker: 'odoo-models',
    }),
    fields: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Fields',
      help: 'Of records: what makes a change a change, and what its event carries. Empty: the display name.',
      widget: 'list',
      picker: 'odoo-fields',
    }),
    domain: z.string().default('').register(fields, {
      title: 'Only records where',
      help: 'Of records: as Odoo writes it, in JSON: [["sale_ok", "=", true]].',
      widget: 'json',
      advanced: true,
    }),
    start: z
      .enum(['now', 'all', 'since'])
      .default('now')
      .register(fields, {
        title: 'At the first start',
        choices: {
          now: 'Begin with what changes from now on',
          all: 'Send everything once',
          since: 'Go back to a time',
        },
      }),
    since: z.string().default('').register(fields, {
      title: 'Go back to',
      help: 'Such as 2026-11-20T06:00:00Z.',
    }),
    ownWrites: z
      .enum(['hide', 'mark', 'show'])
      .default('hide')
      .register(fields, {
        title: 'What we wrote ourselves',
        help: 'By the user of the connection. Give it a user of its own: what people do under the same user is held back too.',
        choices: { hide: 'Hold it back', mark: 'Send it, marked as our own', show: 'Send it like the rest' },
      }),
    pollSeconds: z.coerce.number().int().min(1).max(3_600).default(10).register(fields, {
      title: 'Ask every',
      unit: 's',
    }),
    hintPath: z
      .string()
      .regex(/^((\/[A-Za-z0-9._~-]+){1,8})?$/)
      .default('')
      .register(fields, {
        title: 'Path for hints',
        help: 'Such as /odoo-hints: a webhook of Odoo makes the node ask at once. Empty: no hints.',
      }),
    hintSecret: z.string().default('').register(fields, {
      title: 'Secret of the path',
      help: 'At least 24 letters and digits. Odoo calls the path with /secret behind it; others may send it as X-API-Key.',
      secret: true,
    }),
    outbox: z
      .enum(['auto', 'never'])
      .default('auto')
      .register(fields, {
        title: 'Outbox in Odoo',
        help: 'What "npm run odoo:setup -- outbox install" makes: deletions at once, changes of the longest transactions, and who made each.',
        choices: { auto: 'Where there is one', never: 'Never: by time alone' },
        advanced: true,
      }),
    overlapSeconds: z.coerce.number().int().min(10).max(7_200).default(150).register(fields, {
      title: 'Longest transaction',
      help: 'Odoo stamps a change when its transaction begins. Every poll looks back by this time and knows again what it has seen.',
      unit: 's',
      advanced: true,
    }),
    sweepMinutes: z.coerce.number().int().min(0).max(1_440).default(15).register(fields, {
      title: 'Sweep every',
      help: 'Looks for deletions, and at every open order again. 0: never.',
      unit: 'min',
      advanced: true,
    }),
    system: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,40}$/)
      .default('odoo')
      .register(fields, { title: 'Name of this Odoo in events', advanced: true }),
    pageSize: z.coerce.number().int().min(10).max(2_000).default(200).register(fields, {
      title: 'Records per call',
      advanced: true,
    }),
    underWay: z.coerce.number().int().min(1).max(100_000).default(1_000).register(fields, {
      title: 'Events in the flow',
      help: 'Sent, but not yet in a queue or a dead letter. Beyond it asking waits.',
      advanced: true,
    }),
  }),
  upgrades: [],
});

export type Config = z.output<typeof definition.config>;
