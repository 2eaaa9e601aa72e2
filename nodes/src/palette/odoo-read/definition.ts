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
  'parent_of',
  'not like',
  'not ilike',
] as const;

const condition = z.object({
  field: z.string().min(1).register(fields, { title: 'Field', picker: 'odoo-field-paths' }),
  operator: z.enum(OPERATORS).default('=').register(fields, { title: 'Operator' }),
  source: z
    .enum(['text', 'number', 'payload', 'time', 'json'])
    .default('text')
    .register(fields, {
      title: 'Value from',
      choices: { text: 'Text', number: 'Number', payload: 'Path in msg.payload', time: 'Time from now', json: 'JSON' },
    }),
  value: z.string().default('').register(fields, { title: 'Value' }),
  group: z.string().default('').register(fields, { title: 'Group' }),
});

const group = z.object({
  name: z.string().default('').register(fields, { title: 'Group' }),
  holds: z
    .enum(['any', 'all', 'none'])
    .default('any')
    .register(fields, { title: 'Of it must hold', choices: { any: 'One at least', all: 'All', none: 'None' } }),
  inside: z.string().default('').register(fields, { title: 'Stands in group' }),
});

/** Saved as a list, or as its text in flows written by hand. */
function withGroup(saved: unknown): unknown {
  if (Array.isArray(saved)) return saved.map((row: Record<string, unknown>) => ({ group: '', ...row }));
  if (typeof saved !== 'string' || !saved.trim().startsWith('[')) return saved;
  try {
    return JSON.stringify(withGroup(JSON.parse(saved)));
  } catch {
    // Left as it stands: the check of the configuration says what is wrong with it.
    return saved;
  }
}

export const definition = defineNode({
  type: 'odoo-read',
  version: 3,
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
      help: 'All of them must hold, but for those in a group. Fields of relations: product_id.default_code. Times from now: now-8h, today, today+6h, today-7d, date:today; days begin in the time zone of the site pack, without one in UTC.',
      widget: 'table',
    }),
    groups: z.array(group).default([]).register(fields, {
      title: 'Groups',
      help: 'Conditions that bear the name of a group count together: one of them, all, or none must hold.',
      widget: 'table',
      advanced: true,
    }),
    domain: z.string().default('').register(fields, {
      title: 'Domain',
      help: 'Further conditions as Odoo writes them, in JSON: [["state", "=", "done"]].',
      widget: 'json',
      advanced: true,
    }),
    sitePack: z.string().default('').register(fields, {
      title: 'Site pack',
      help: 'Its time zone says when a day begins (today, sums by day). Empty: days begin at midnight UTC.',
      configNode: 'site-pack',
    }),
    order: z
      .string()
      .default('id')
      .register(fields, { title: 'Order', help: 'Such as date_start desc, id.', advanced: true }),
    mode: z
      .enum(['many', 'exactlyOne', 'count', 'groups', 'genealogy'])
      .default('many')
      .register(fields, {
        title: 'Result',
        choices: {
          many: 'Many records, page by page',
          exactlyOne: 'Exactly one record',
          count: 'Only their number',
          groups: 'Sums by group',
          genealogy: 'Genealogy of exactly one lot',
        },
      }),
    direction: z
      .enum(['both', 'back', 'forward'])
      .default('both')
      .register(fields, {
        title: 'Direction',
        help: 'For genealogy; the model is stock.lot.',
        choices: { both: 'Both', back: 'What it was made of', forward: 'What became of it' },
        advanced: true,
      }),
    groupBy: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Group by',
      help: 'For sums: fields such as workcenter_id, times with a grain such as date_start:day.',
      widget: 'list',
      picker: 'odoo-fields',
      advanced: true,
    }),
    aggregates: z.array(z.string().min(1)).default([]).register(fields, {
      title: 'Sums',
      help: 'For sums: such as product_qty:sum, duration:avg, date_start:max. The number of records is always there.',
      widget: 'list',
      advanced: true,
    }),
    limit: z.coerce.number().int().min(1).max(1_000_000).default(1000).register(fields, {
      title: 'Limit',
      help: 'More records (groups, lots of a genealogy) than this are refused, never cut off silently.',
    }),
    paging: z
      .enum(['flow', 'ask', 'atOnce'])
      .default('flow')
      .register(fields, {
        title: 'Next page',
        help: 'Two pages are in the flow at most: the next one is read when all nodes behind are done with one of them. When asked: a message that comes back to the input brings it. At once: for nodes that collect pages; all of them may be in memory.',
        choices: { flow: 'When the flow is done', ask: 'When the page comes back to the input', atOnce: 'At once' },
        advanced: true,
      }),
    patienceSeconds: z.coerce.number().int().min(1).max(86_400).default(600).register(fields, {
      title: 'Longest wait for the flow',
      help: 'A flow that is not done with a page after this ends the reading by "rejected".',
      unit: 's',
      advanced: true,
    }),
    cacheSeconds: z.coerce.number().int().min(0).max(86_400).default(0).register(fields, {
      title: 'Keep the answer for',
      help: 'The same question is then answered without asking Odoo; ageSeconds says how old the answer is. 0: always ask.',
      unit: 's',
      advanced: true,
    }),
    pageSize: z.coerce
      .number()
      .int()
      .min(1)
      .max(10_000)
      .default(500)
      .register(fields, { title: 'Records per message', advanced: true }),
  }),
  upgrades: [
    {
      from: 1,
      change: (saved) => ({ ...saved, conditions: withGroup(saved['conditions']), groups: [] }),
    },
    {
      from: 2,
      // `flow` sent all pages at once then; behind a node that collects them the pace of the flow would never end.
      change: (saved) => ({ ...saved, paging: saved['paging'] === 'ask' ? 'ask' : 'atOnce' }),
    },
  ],
});
