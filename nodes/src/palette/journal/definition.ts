/** The journal configuration node: the one file that remembers. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'journal',
  version: 1,
  category: 'config',
  role: 'config',
  label: 'journal',
  summary: 'Remembers keys, queued messages, dead letters, counters and order quantities in one file.',
  buttons: [{ action: 'check', title: 'Check journal' }],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    file: z.string().default('').register(fields, {
      title: 'File',
      help: 'Empty: plantwire.sqlite in the user directory of Node-RED. Needs a local disk, no network share.',
    }),
    reserveMb: z.coerce.number().int().min(0).max(1024).default(16).register(fields, {
      title: 'Reserve',
      help: 'Kept beside the file and given back when the disk is full, so that the queue can still be worked off.',
      unit: 'MB',
      advanced: true,
    }),
    minFreeMb: z.coerce.number().int().min(0).max(100_000).default(64).register(fields, {
      title: 'Minimum free space',
      help: 'Below it nothing new is taken in; sources keep what they have.',
      unit: 'MB',
      advanced: true,
    }),
  }),
  upgrades: [],
});
