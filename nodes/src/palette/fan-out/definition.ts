/** The fan-out: every subscriber gets a copy of its own. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

const copy = (nr: number) => ({ name: `copy${nr}`, carries: `event for subscriber ${nr}` });

export const definition = defineNode({
  type: 'fan-out',
  version: 1,
  category: 'operations',
  role: 'step',
  label: 'fan-out',
  summary: 'Gives every subscriber a copy of its own, so that one that fails holds up no other.',
  inputs: [{ name: 'in', carries: 'event' }],
  outputs: [copy(1), copy(2), copy(3), copy(4), copy(5), copy(6), { name: 'rejected', carries: 'failure' }],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    subscribers: z.coerce.number().int().min(1).max(6).default(2).register(fields, {
      title: 'Subscribers',
      help: 'So many ports, from the first, get a copy. Each needs a wire, best to an outbox of its own.',
    }),
    rememberDays: z.coerce.number().int().min(1).max(400).default(7).register(fields, {
      title: 'Remember for',
      help: 'The same event again within this time is dropped.',
      unit: 'd',
      advanced: true,
    }),
  }),
  upgrades: [],
});
