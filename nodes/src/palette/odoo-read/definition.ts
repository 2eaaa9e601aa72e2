/** The odoo read node: records of one model by a checked filter. */
import { z } from 'zod';
import { defineNode, fields } from '../../host/define.ts';

export const OPERATORS = [
  '=',
  '!=',
  '<',
  '<=',
  '>',
  '>=',
  'in',
  'not in',
  'like',
  'ilike',
  '=like',
  'child_of',
] as const;

const condition = z.object({
  field: z.string().min(1).register(fields, { title: 'Field', picker: 'odoo-fields' }),
  operator: z.enum(OPERATORS).default('=').register(fields, { title: 'Operator' }),
  source: z
    .enum(['text', 'number', 'payload', 'json'])
    .default('text')
    .register(fields, {
      title: 'Value from',
      choices: { text: 'Text', number: 'Number', payload: 'Path in msg.payload', json: 'JSON' },
    }),
  value: z.string().default('').register(fields, { title: 'Value' }),
});

export const definition = defineNode({
  type: 'odoo-read',
  version: 1,
  category: 'odoo',
  role: 'step',
  label: 'odoo read',
  summary: 'Reads records from Odoo and says loudly when there are more than expected.',
  inputs: [{ name: 'in', carries: 'anything' }],
  outputs: [
    { name: 'records', carries: 'records' },
    { name: 'rejected', carries: 'failure' },
  ],
  config: z.object({
    name: z.string().default('').register(fields, { title: 'Name' }),
    connection: z.string().min(1).register(fields, { title: 'Odoo', configNode: 'odoo-connection' }),
    model: z.string().min(1).register(fields, {
      title: 'Model',
      help: 'Technical name, such as mrp.production.',
      picker: 'odoo-models',
    }),
    fields: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Fields',
      help: 'Empty reads the id and the display name only.',
      widget: 'list',
      picker: 'odoo-fields',
    }),
    conditions: z.array(condition).default([]).register(fields, {
      title: 'Conditions',
      help: 'All of them must hold. A value "from payload" is a path such as order.name.',
      widget: 'table',
    }),
    domain: z.string().default('').register(fields, {
      title: 'Domain',
      help: 'Further conditions as Odoo writes them, in JSON: [["state", "=", "done"]].',
      widget: 'json',
      advanced: true,
    }),
    order: z
      .string()
      .default('id')
      .register(fields, { title: 'Order', help: 'Such as date_start desc, id.', advanced: true }),
    mode: z
      .enum(['many', 'exactlyOne', 'count'])
      .default('many')
      .register(fields, {
        title: 'Result',
        choices: { many: 'Many records, page by page', exactlyOne: 'Exactly one record', count: 'Only their number' },
      }),
    limit: z.coerce.number().int().min(1).max(1_000_000).default(1000).register(fields, {
      title: 'Limit',
      help: 'More records than this are refused, never cut off silently.',
    }),
    pageSize: z.coerce
      .number()
      .int()
      .min(1)
      .max(10_000)
      .default(500)
      .register(fields, { title: 'Records per message', advanced: true }),
  }),
  upgrades: [],
});
