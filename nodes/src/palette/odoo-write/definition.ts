/** The odoo write node: carries one intent out and proves it. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const definition = defineNode({
  type: 'odoo-write',
  version: 1,
  category: 'odoo',
  role: 'sink',
  label: 'odoo write',
  summary: 'Posts one intent in Odoo, reads back what Odoo holds, and settles the delivery.',
  inputs: [{ name: 'in', carries: 'intent' }],
  outputs: [
    { name: 'written', carries: 'receipt' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    connection: z.string().min(1).register(fields, { title: 'Odoo', configNode: 'odoo-connection' }),
    journal: z.string().min(1).register(fields, {
      title: 'Journal',
      help: 'The same journal as the outbox: it knows what was posted on each order.',
      configNode: 'journal',
    }),
    handOn: z
      .enum(['nothing', 'everything', 'value'])
      .default('nothing')
      .register(fields, {
        title: 'Must not be lost behind this node',
        help: 'What enters another outbox behind output "written", such as an answer or a claim, is kept until that outbox, a dead-letter queue or a filter has it, also over a power cut. Everything that is kept must end in one of them.',
        choices: {
          nothing: 'Nothing: it is only shown',
          everything: 'Everything that was written',
          value: 'What Odoo answered with a certain value',
        },
        advanced: true,
      }),
    handOnValue: z.string().trim().default('').register(fields, {
      title: 'Value that is handed on',
      help: 'Name of the value in what was read back (msg.receipt.readBack), such as claim. Only for the third choice.',
      advanced: true,
    }),
    unknownLots: z
      .enum(['reject', 'create'])
      .default('reject')
      .register(fields, {
        title: 'Unknown component lots',
        help: 'What to do when a consumed lot was never received in Odoo.',
        choices: { reject: 'Refuse the message', create: 'Create the lot' },
        advanced: true,
      }),
    allowedMethods: z.string().default('').register(fields, {
      title: 'Allowed methods',
      help: 'Methods of Odoo that the intent "callMethod" may call, one a line, such as stock.picking.action_assign. What has an intent of its own is never called.',
      widget: 'multiline',
      advanced: true,
    }),
    intents: z.string().default('').register(fields, {
      title: 'Intents of this flow',
      help: 'Kinds of intents that come here, one a line, such as produce. At deploy Odoo is asked whether they can run there; what cannot is shown at once. The choice says which this flow needs once it is deployed. Empty: found out with the first message.',
      widget: 'multiline',
      picker: 'odoo-intents',
      advanced: true,
    }),
  }),
  upgrades: [],
});
