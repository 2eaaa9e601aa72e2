/** The outbox: durable queue with order per lane. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'outbox',
  version: 1,
  category: 'operations',
  role: 'step',
  label: 'outbox',
  summary: 'Keeps messages safe until they are delivered: in order per lane, tried again, never lost.',
  inputs: [{ name: 'in', carries: 'event with intent' }],
  outputs: [
    { name: 'deliver', carries: 'message under a lease' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    target: z.string().default('').register(fields, {
      title: 'Odoo',
      help: 'The connection the postings go to. While it is down, in maintenance or switched off, messages stay here untouched. Empty: they go out in any case.',
      configNode: 'odoo-connection',
    }),
    concurrency: z.coerce.number().int().min(1).max(64).default(1).register(fields, {
      title: 'In flight',
      help: 'Messages under way at once, each of another order. For stock postings 1 is right.',
    }),
    holdLane: z.boolean().default(true).register(fields, {
      title: 'A dead letter holds its lane',
      help: 'Later messages of the same order wait until a person has decided. Right for stock postings.',
    }),
    firstPauseSeconds: z.coerce.number().min(0.1).max(3600).default(1).register(fields, {
      title: 'First pause',
      help: 'Pause after the first failed attempt; it doubles with every further one.',
      unit: 's',
      advanced: true,
    }),
    maxPauseSeconds: z.coerce.number().min(1).max(86_400).default(300).register(fields, {
      title: 'Longest pause',
      unit: 's',
      advanced: true,
    }),
    budgetHours: z.coerce.number().min(0.01).max(8760).default(168).register(fields, {
      title: 'Give up after',
      help: 'Counts from the moment a message was queued. Longer than the longest time Odoo may be away.',
      unit: 'h',
      advanced: true,
    }),
    waitBudgetHours: z.coerce.number().min(0.001).max(8760).default(336).register(fields, {
      title: 'Give up waiting after',
      help: 'For messages that wait for something else, such as a report that must be posted first.',
      unit: 'h',
      advanced: true,
    }),
    reorderSeconds: z.coerce.number().min(0).max(86_400).default(0).register(fields, {
      title: 'Wait for missing numbers',
      help: 'Events of a source that numbers them wait so long for one that is missing, then its gap is given up. 0: numbers are not looked at.',
      unit: 's',
      advanced: true,
    }),
    reorderGap: z
      .enum(['release', 'park'])
      .default('release')
      .register(fields, {
        title: 'When it stays missing',
        choices: { release: 'Deliver what waited', park: 'Put what waited into the dead letters' },
        advanced: true,
      }),
    leaseSeconds: z.coerce.number().min(1).max(3600).default(120).register(fields, {
      title: 'Lease',
      help: 'After this time without an answer the message counts as in doubt and goes out again, to look first.',
      unit: 's',
      advanced: true,
    }),
    queue: z.string().max(80).default('').register(fields, {
      title: 'Queue name',
      help: 'Empty: a queue of its own. Two outboxes with the same name and journal share one queue.',
      advanced: true,
    }),
  }),
  upgrades: [],
});
