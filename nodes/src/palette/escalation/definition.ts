/** The escalation node: who is told of a matter of quality that nobody answers, one after the other. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'escalation',
  version: 1,
  category: 'operations',
  role: 'step',
  label: 'escalation',
  summary: 'Tells one person after the other of a nonconformance, failed test or hold until somebody answers.',
  inputs: [{ name: 'in', carries: 'event of quality' }],
  outputs: [
    { name: 'passed', carries: 'event as it came' },
    { name: 'raised', carries: 'event: somebody has to be told' },
    { name: 'hold', carries: 'event: the lot is put on hold' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, {
      title: 'Site pack',
      help: 'Its escalation says who is told, after how long, and how.',
      configNode: 'site-pack',
    }),
    keepDays: z.coerce.number().int().min(1).max(3_650).default(60).register(fields, {
      title: 'Remember for',
      help: 'Counts from the last word about something that is answered.',
      unit: 'd',
      advanced: true,
    }),
  }),
  upgrades: [],
});
