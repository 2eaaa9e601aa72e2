/** The crosswalk: codes of other systems and what they mean here, maintained while the plant runs. */
import { z } from 'zod';
import { crosswalkRowSchema } from '../../domain/site/pack.ts';
import { defineNode, fields } from '../../host/define.ts';

const code = z.object({
  path: z.string().default(''),
  domain: z.enum(crosswalkRowSchema.shape.domain.options).default('material'),
});

export const definition = defineNode({
  type: 'xref',
  version: 1,
  category: 'events',
  role: 'step',
  label: 'crosswalk',
  summary: 'Translates codes of other systems; what nobody mapped waits for its row and goes on by itself.',
  inputs: [{ name: 'in', carries: 'message with codes of another system' }],
  outputs: [
    { name: 'translated', carries: 'message with canonical ids' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, {
      title: 'Journal',
      help: 'Holds the rows that are maintained in the tab Crosswalk of the sidebar, the unknown codes, and the messages that wait for them.',
      configNode: 'journal',
    }),
    sitePack: z.string().min(1).register(fields, {
      title: 'Site pack',
      help: 'Its own rows go first. Everything that uses this site pack looks up in both.',
      configNode: 'site-pack',
    }),
    codes: z.array(code).default([]).register(fields, {
      title: 'Codes to translate',
      help: 'Path in the message (such as data.lines.*.item) and what kind of code stands there. Empty: messages pass unchanged. What the canonical mapper looks up itself need not stand here.',
      widget: 'table',
    }),
    system: z.string().max(80).default('').register(fields, {
      title: 'System',
      help: 'Whose codes they are. Empty: the originsystem of the event.',
    }),
    timePath: z.string().min(1).default('time').register(fields, {
      title: 'Path of the time',
      help: 'The row that was valid then is used.',
      advanced: true,
    }),
  }),
  upgrades: [],
});
