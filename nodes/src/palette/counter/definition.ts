/** The counter: totals of machines become events that can be posted. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

const use = z.enum(['good', 'scrap', 'byproduct', 'consumed']);

/** A list, or the JSON text of one. */
function isEverything(saved: unknown): boolean {
  const text = typeof saved === 'string' ? saved : JSON.stringify(saved ?? use.options);
  return use.options.every((one) => text.includes(`"${one}"`));
}

const uses = { good: 'Good pieces', scrap: 'Scrap', byproduct: 'By-products', consumed: 'Consumption' };

export const definition = defineNode({
  type: 'counter',
  version: 2,
  category: 'plant',
  role: 'step',
  summary:
    'Turns counter readings into closed ranges of counts, each reported once, for the order and lot it was made for.',
  inputs: [{ name: 'in', carries: 'samples or Modbus registers' }],
  outputs: [
    { name: 'events', carries: 'event' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    journal: z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' }),
    sitePack: z.string().min(1).register(fields, { title: 'Site pack', configNode: 'site-pack' }),
    equipment: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Machines',
      help: 'Names or ISA-95 paths from the site pack; empty means all of them.',
      widget: 'list',
      picker: 'equipment',
    }),
    uses: z.array(use).default(['good']).register(fields, {
      title: 'Counts',
      help: 'Which counters this node reports. A counter belongs to one node.',
      choices: uses,
    }),
    awaitRule: z
      .enum(['reported', 'chosen'])
      .default('reported')
      .register(fields, {
        title: 'Closing waits for',
        help: 'An order is closed in Odoo after these counters of the machine have reported their share of it. Deployed flows are those with a counter node on the same journal.',
        choices: {
          reported: 'The counters that deployed flows report',
          chosen: 'The counters chosen below',
        },
      }),
    awaitUses: z.array(use).default(['good', 'scrap', 'byproduct', 'consumed']).register(fields, {
      title: 'Chosen counters',
      help: 'For the choice above; needed when another Node-RED reports some of them. What nobody reports keeps orders open.',
      choices: uses,
    }),
    orderEnds: z
      .enum(['changeOrComplete', 'completeOnly'])
      .default('changeOrComplete')
      .register(fields, {
        title: 'An order ends',
        choices: {
          changeOrComplete: 'When it is complete or another one starts',
          completeOnly: 'Only when the machine says it is complete',
        },
      }),
    publishEverySeconds: z.coerce.number().min(1).max(86_400).default(60).register(fields, {
      title: 'Report at least every',
      unit: 's',
    }),
    publishEveryUnits: z.coerce.number().min(0).max(1_000_000_000).default(0).register(fields, {
      title: 'Report after',
      help: 'Units after which a range is reported at once; 0 reports by time alone.',
      unit: 'units',
    }),
    settleMs: z.coerce.number().int().min(0).max(60_000).default(2_000).register(fields, {
      title: 'Settling time',
      help: 'Tags of one machine are sampled at different moments. Samples wait this long for older ones, so that counts and orders keep their order.',
      unit: 'ms',
      advanced: true,
    }),
    modbusEndpoint: z.string().default('').register(fields, {
      title: 'Modbus endpoint',
      help: 'Endpoint of the site pack whose register map applies to register blocks; needed when there are several.',
      picker: 'endpoints',
      advanced: true,
    }),
  }),
  upgrades: [
    {
      // Version 1 waited for what was listed; all of it was the default, and kept orders open where not all was reported.
      from: 1,
      change: (saved) => ({ ...saved, awaitRule: isEverything(saved['awaitUses']) ? 'reported' : 'chosen' }),
    },
  ],
});
