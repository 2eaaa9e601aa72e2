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
  }),
  upgrades: [],
});
