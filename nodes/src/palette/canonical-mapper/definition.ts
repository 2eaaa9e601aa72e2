/** The canonical mapper: an event and a site pack become what we want from Odoo. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

const override = z.object({
  type: z.string().default(''),
  field: z.string().default(''),
  from: z.string().default(''),
  value: z.string().default(''),
  through: z.string().default(''),
});

export const definition = defineNode({
  type: 'canonical-mapper',
  version: 1,
  category: 'events',
  role: 'step',
  label: 'canonical mapper',
  summary: 'Turns an event into what Odoo shall do, with the codes, units and posting policy of the site pack.',
  inputs: [{ name: 'in', carries: 'event' }],
  outputs: [
    { name: 'mapped', carries: 'intent' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack' }),
    map: z
      .enum([
        'auto',
        'production.output.reported',
        'production.scrap.reported',
        'production.byproduct.reported',
        'material.consumed',
        'operations.performance.reported',
      ])
      .default('auto')
      .register(fields, {
        title: 'Map',
        help: 'A fixed map refuses every other event type.',
        choices: {
          auto: 'By event type',
          'production.output.reported': 'Good output',
          'production.scrap.reported': 'Scrap',
          'production.byproduct.reported': 'By-product',
          'material.consumed': 'Consumption',
          'operations.performance.reported': 'Order complete',
        },
      }),
    overrides: z.array(override).default([]).register(fields, {
      title: 'Overrides',
      help: 'Rows that replace a field of a map: a path of the event (from) or a constant (value), through a converter or a crosswalk domain.',
      widget: 'table',
      advanced: true,
    }),
  }),
  upgrades: [],
});
