/** EDI: messages of partners become events, and each interchange gets its answer. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'edi',
  version: 2,
  category: 'events',
  role: 'step',
  label: 'EDI',
  summary: 'Reads X12 and EDIFACT messages of partners, passes on what they report, and answers each interchange.',
  inputs: [{ name: 'in', carries: 'text of one or more interchanges' }],
  outputs: [
    { name: 'events', carries: 'event' },
    { name: 'acknowledgement', carries: 'document for the partner' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack' }),
    system: z
      .string()
      .regex(/^[A-Za-z0-9._-]{1,40}$/)
      .default('edi')
      .register(fields, {
        title: 'Sender',
        help: 'Name under which the crosswalk of the site pack lists the codes that partners use.',
      }),
    answers: z
      .enum(['all', 'refused', 'none'])
      .default('all')
      .register(fields, {
        title: 'Acknowledge',
        choices: {
          all: 'Every interchange (997, CONTRL)',
          refused: 'Only what is refused',
          none: 'Nothing',
        },
      }),
    answersAs: z
      .enum(['event', 'text'])
      .default('event')
      .register(fields, {
        title: 'Answers leave as',
        help: 'As an event they are kept in the journal until an outbox has them. As text they leave once and are kept nowhere.',
        choices: { event: 'Event, for an outbox', text: 'Text, once' },
      }),
    testMessages: z
      .enum(['refuse', 'take'])
      .default('refuse')
      .register(fields, {
        title: 'Interchanges marked as test',
        choices: { refuse: 'Refuse', take: 'Take like any other' },
        advanced: true,
      }),
    underWay: z.coerce.number().int().min(1).max(100_000).default(1_000).register(fields, {
      title: 'Events in the flow',
      help: 'Taken in, but not yet in a queue or a dead letter. Beyond it reading waits.',
      advanced: true,
    }),
  }),
  upgrades: [
    // Answers were text, once; flows that carry them somewhere go on as they are.
    { from: 1, change: (saved) => ({ ...saved, answersAs: 'text' }) },
  ],
});
