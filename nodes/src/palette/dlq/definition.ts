/** The dead-letter queue: where messages wait for a person. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'dlq',
  version: 1,
  category: 'operations',
  role: 'sink',
  label: 'dead letters',
  summary: 'Keeps every rejected message with its original, its story and its reason until a person decides.',
  inputs: [{ name: 'in', carries: 'message with failure' }],
  outputs: [{ name: 'replayed', carries: 'message sent on its way again' }],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    owner: z.string().max(120).default('').register(fields, {
      title: 'Owner',
      help: 'Who decides about these messages: a person, a shift or a team. Shown in the sidebar.',
    }),
    answerWithinHours: z.coerce.number().min(0).max(8760).default(24).register(fields, {
      title: 'Decide within',
      unit: 'h',
      help: 'A message that waits longer is marked as late. 0 for no limit.',
    }),
    connection: z.string().default('').register(fields, {
      title: 'Odoo connection',
      configNode: 'odoo-connection',
      advanced: true,
      help: 'Asked before a replay whether the message is still right. Empty: the only one there is.',
    }),
    sitePack: z.string().default('').register(fields, {
      title: 'Site pack',
      configNode: 'site-pack',
      advanced: true,
      help: 'Maps a corrected message. Empty: the only one there is.',
    }),
  }),
  upgrades: [],
});
