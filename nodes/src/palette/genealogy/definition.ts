/** Genealogy: questions about lots are answered, gaps found, what happened is told in the words of EPCIS. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'genealogy',
  version: 1,
  category: 'odoo',
  role: 'step',
  label: 'genealogy',
  summary: 'Answers where a lot came from and went, and finds what its genealogy lacks.',
  inputs: [{ name: 'in', carries: 'event: a question; or {"check": "open"}' }],
  outputs: [
    { name: 'answers', carries: 'event: the chain of a lot, or why there is none' },
    { name: 'gaps', carries: 'event: a gap appeared, changed or is healed' },
    { name: 'epcis', carries: 'event: an EPCIS 2.0 document' },
    { name: 'dossiers', carries: 'event: the dossier of a lot' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    connection: z.string().min(1).register(fields, { title: 'Odoo', configNode: 'odoo-connection' }),
    journal: z.string().min(1).register(fields, {
      title: 'Journal',
      help: 'The same journal as the outbox before this node.',
      configNode: 'journal',
    }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack' }),
    watch: z.boolean().default(true).register(fields, {
      title: 'Look at what is completed',
      help: 'Orders, receipts and deliveries that are completed in Odoo, whoever completed them, are looked at for gaps and told as EPCIS.',
    }),
    pollSeconds: z.coerce
      .number()
      .min(1)
      .max(3_600)
      .default(30)
      .register(fields, { title: 'Ask Odoo every', unit: 's' }),
    recheckMinutes: z.coerce.number().min(0.01).max(1_440).default(60).register(fields, {
      title: 'Look at open gaps every',
      help: 'Also after every receipt, and when a message {"check": "open"} comes in.',
      unit: 'min',
      advanced: true,
    }),
    mostLots: z.coerce.number().int().min(10).max(500).default(200).register(fields, {
      title: 'Most lots of an answer',
      help: 'A longer chain says that it is cut off.',
      advanced: true,
    }),
  }),
  upgrades: [],
});

export type Config = z.output<typeof definition.config>;
