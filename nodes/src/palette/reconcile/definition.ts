/** Reconcile: the stock of the warehouse beside the books. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'reconcile',
  version: 1,
  category: 'operations',
  role: 'step',
  label: 'reconcile',
  summary: 'Compares the stock of the warehouse with Odoo’s and proposes what to correct, once it stood long enough.',
  inputs: [{ name: 'in', carries: 'event: a snapshot of stock' }],
  outputs: [
    { name: 'proposals', carries: 'event: an adjustment to be decided about, or that one needs no decision any more' },
    { name: 'reports', carries: 'event: every line of the comparison with its reason' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, {
      title: 'Site pack',
      help: 'Its "reconciliation" says how far both may differ, and for how long.',
      configNode: 'site-pack',
    }),
    connection: z.string().min(1).register(fields, { title: 'Odoo', configNode: 'odoo-connection' }),
    queues: z.array(z.string().min(1).max(80)).min(1).default(['odoo*']).register(fields, {
      title: 'Queues to Odoo',
      help: 'Messages in these are on their way to Odoo and awaited first. * at the end stands for anything.',
      widget: 'list',
    }),
  }),
  upgrades: [],
});
