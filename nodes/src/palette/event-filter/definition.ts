/** The event filter: alarms become as few maintenance requests as somebody can act on. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'event-filter',
  version: 1,
  category: 'events',
  role: 'step',
  label: 'event filter',
  summary: 'Turns alarms into maintenance requests: as few as somebody can act on, each alarm counted.',
  inputs: [{ name: 'in', carries: 'event of an alarm condition' }],
  outputs: [
    { name: 'requests', carries: 'event: maintenance is asked for' },
    { name: 'notices', carries: 'event: flood, alarm load of an hour' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, {
      title: 'Site pack',
      help: 'Its alarm list says which alarms ask for work; its limits say how much.',
      configNode: 'site-pack',
    }),
  }),
  upgrades: [],
});
