/** Review: what a person has to decide about waits here. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'review',
  version: 1,
  category: 'operations',
  role: 'step',
  label: 'review',
  summary: 'Keeps what waits for a person until he decided: approve or decline, in time, with a second pair of eyes.',
  inputs: [{ name: 'in', carries: 'event to be decided about, or that one needs no decision any more' }],
  outputs: [
    { name: 'approved', carries: 'event as it came' },
    { name: 'decisions', carries: 'event: somebody has to decide, is late, or has decided' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack' }),
    title: z.string().min(1).max(200).default('Approve').register(fields, {
      title: 'Question',
      help: 'What people are asked, in a few words.',
    }),
    twoPersons: z.boolean().default(false).register(fields, {
      title: 'Two persons',
      help: 'Nothing is approved before two different persons did, each under a login of his own. One alone may decline.',
    }),
    deadlineHours: z.coerce.number().min(0).max(8_760).default(72).register(fields, {
      title: 'Decide within',
      unit: 'h',
      help: '0 for no limit.',
    }),
    afterDeadline: z
      .enum(['wait', 'decline', 'approve'])
      .default('wait')
      .register(fields, {
        title: 'Then',
        choices: { wait: 'Say so and go on waiting', decline: 'Decline', approve: 'Approve' },
      }),
    further: z.array(z.string().min(1).max(40)).default([]).register(fields, {
      title: 'Further choices',
      help: 'Words beside approve and decline. The port "decisions" tells which was chosen; the event goes no further.',
      widget: 'list',
      advanced: true,
    }),
    keepDays: z.coerce.number().int().min(1).max(3_650).default(400).register(fields, {
      title: 'Remember for',
      help: 'What was decided is not asked again in that time.',
      unit: 'd',
      advanced: true,
    }),
  }),
  upgrades: [],
});
