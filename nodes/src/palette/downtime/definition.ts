/** Downtime: states of machines and reasons of people become standstills, each booked once and corrected in place. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'downtime',
  version: 1,
  category: 'events',
  role: 'step',
  label: 'downtime',
  summary: 'Turns states of machines into standstills with their reason: each once, corrected when more is known.',
  inputs: [{ name: 'in', carries: 'event of a state or of a reason, or the question for what is unexplained' }],
  outputs: [
    { name: 'stops', carries: 'event: a standstill, or a sum of microstops' },
    { name: 'shifts', carries: 'event: how a machine spent a shift' },
    { name: 'notices', carries: 'event: nobody named the reason in time' },
    { name: 'list', carries: 'standstills that nobody explained' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, {
      title: 'Site pack',
      help: 'Its "downtime" says what states mean, which reasons there are, and from when on a standstill is one.',
      configNode: 'site-pack',
    }),
    reportShifts: z.boolean().default(false).register(fields, {
      title: 'Tell how shifts were spent',
      help: 'Each report stays in the journal until a node behind the port has taken it: a guard, an outbox, an aggregate.',
    }),
  }),
  upgrades: [],
});
