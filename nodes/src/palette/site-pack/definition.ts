/** The site-pack configuration node: which plant a flow runs in. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'site-pack',
  version: 1,
  category: 'config',
  role: 'config',
  label: 'site pack',
  summary: 'Everything one plant knows: machines, counters, shifts, posting policies and codes.',
  buttons: [{ action: 'check', title: 'Check site pack' }],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    pack: z.string().min(1).register(fields, {
      title: 'Site pack',
      help: 'A file of this name (without .json) in the folder site-packs of the user directory, or a shipped example.',
      picker: 'site-packs',
      fromEnvironment: 'PLANTWIRE_SITE',
    }),
  }),
  upgrades: [],
});
