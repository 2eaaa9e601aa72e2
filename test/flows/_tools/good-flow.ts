/** A small flow that breaks no rule, and the palette it is made of; tests break one thing at a time. */
import { z } from 'zod';
import { inspect } from '../../../flows/_tools/check.ts';
import type { Finding } from '../../../flows/_tools/finding.ts';
import type { Flow, FlowNode } from '../../../flows/_tools/flow-file.ts';
import type { Palette, PaletteNode } from '../../../flows/_tools/palette.ts';
import { README_HEADINGS } from '../../../flows/_tools/rules/papers.ts';
import { paperSchema, type Template } from '../../../flows/_tools/template.ts';
import { defineNode, fields } from '../../../nodes/src/host/define.ts';

const port = (name: string) => ({ name, carries: 'message' });
const name = z.string().default('').register(fields, { title: 'Name' });
const journal = z.string().min(1).register(fields, { title: 'Journal', configNode: 'journal' });

const definitions: readonly PaletteNode[] = [
  defineNode({
    type: 'journal',
    version: 1,
    category: 'config',
    role: 'config',
    summary: 'Store.',
    config: z.object({ name }),
    upgrades: [],
  }),
  defineNode({
    type: 'odoo-connection',
    version: 1,
    category: 'config',
    role: 'config',
    summary: 'Odoo.',
    config: z.object({
      name,
      url: z.string().min(1).register(fields, { title: 'Address', fromEnvironment: 'ODOO_URL' }),
      apiKey: z.string().min(1).register(fields, { title: 'Key', secret: true, fromEnvironment: 'ODOO_API_KEY' }),
    }),
    upgrades: [],
  }),
  defineNode({
    type: 'opcua-source',
    version: 1,
    category: 'plant',
    role: 'source',
    summary: 'Reads.',
    outputs: [port('samples')],
    config: z.object({ name }),
    upgrades: [],
  }),
  defineNode({
    type: 'event-filter',
    version: 1,
    category: 'events',
    role: 'step',
    summary: 'Filters.',
    inputs: [port('in')],
    outputs: [port('requests'), port('notices'), port('rejected'), port('values')],
    config: z.object({ name, content: z.enum(['alarms', 'values']).default('alarms') }),
    upgrades: [],
  }),
  defineNode({
    type: 'http-source',
    version: 1,
    category: 'plant',
    role: 'source',
    summary: 'Takes in.',
    outputs: [port('events')],
    config: z.object({ name }),
    upgrades: [],
  }),
  defineNode({
    type: 'odoo-event',
    version: 1,
    category: 'odoo',
    role: 'source',
    summary: 'Listens.',
    outputs: [port('events')],
    config: z.object({ name }),
    upgrades: [],
  }),
  defineNode({
    type: 'lamp',
    version: 1,
    category: 'plant',
    role: 'sink',
    summary: 'Lights.',
    inputs: [port('in')],
    config: z.object({ name }),
    upgrades: [],
  }),
  defineNode({
    type: 'event-publish',
    version: 1,
    category: 'events',
    role: 'sink',
    summary: 'Publishes.',
    inputs: [port('in')],
    config: z.object({ name, topic: z.string().default('') }),
    upgrades: [],
  }),
  defineNode({
    type: 'counter',
    version: 1,
    category: 'plant',
    role: 'step',
    summary: 'Counts.',
    inputs: [port('in')],
    outputs: [port('events'), port('rejected')],
    config: z.object({ name, journal }),
    upgrades: [],
  }),
  defineNode({
    type: 'idempotency-guard',
    version: 1,
    category: 'events',
    role: 'step',
    summary: 'Guards.',
    inputs: [port('in')],
    outputs: [port('fresh'), port('rejected')],
    config: z.object({ name, journal }),
    upgrades: [],
  }),
  defineNode({
    type: 'outbox',
    version: 2,
    category: 'events',
    role: 'step',
    summary: 'Stores.',
    inputs: [port('in')],
    outputs: [port('deliver'), port('rejected')],
    config: z.object({
      name,
      journal,
      queue: z.string().default(''),
      maxDepth: z.coerce.number().int().min(1).default(10).register(fields, { title: 'Depth' }),
    }),
    upgrades: [],
  }),
  defineNode({
    type: 'odoo-write',
    version: 1,
    category: 'odoo',
    role: 'sink',
    summary: 'Writes.',
    inputs: [port('in')],
    outputs: [port('written'), port('rejected')],
    config: z.object({
      name,
      connection: z.string().min(1).register(fields, { title: 'Odoo', configNode: 'odoo-connection' }),
      handOn: z.enum(['nothing', 'everything']).default('nothing').register(fields, { title: 'Kept' }),
      intents: z.string().default('').register(fields, { title: 'Intents' }),
    }),
    upgrades: [],
  }),
  defineNode({
    type: 'dlq',
    version: 1,
    category: 'operations',
    role: 'step',
    summary: 'Keeps.',
    inputs: [port('in')],
    outputs: [port('replayed')],
    config: z.object({ name, journal }),
    upgrades: [],
  }),
];

export const palette: Palette = {
  nodes: new Map(definitions.map((definition) => [`plantwire-${definition.type}`, definition])),
  fieldFacts: (field) => fields.get(field),
};

const INFO =
  'Turns what a machine counts into verified bookings: source, counter, guard, outbox, write. Trouble ends in the dead letters.';

export const goodFlow: Flow = [
  { id: 't', type: 'tab', label: 'Test', info: INFO },
  { id: 'plantwire.journal', type: 'plantwire-journal', name: '' },
  { id: 'plantwire.odoo', type: 'plantwire-odoo-connection', name: '' },
  { id: 't.source', type: 'plantwire-opcua-source', z: 't', name: 'Machine', x: 100, y: 100, wires: [['t.counter']] },
  {
    id: 't.counter',
    type: 'plantwire-counter',
    z: 't',
    journal: 'plantwire.journal',
    x: 200,
    y: 100,
    wires: [['t.guard'], ['t.dlq']],
  },
  {
    id: 't.guard',
    type: 'plantwire-idempotency-guard',
    z: 't',
    journal: 'plantwire.journal',
    x: 300,
    y: 100,
    wires: [['t.outbox'], ['t.dlq']],
  },
  {
    id: 't.outbox',
    type: 'plantwire-outbox',
    z: 't',
    configVersion: 2,
    journal: 'plantwire.journal',
    x: 400,
    y: 100,
    wires: [['t.write'], ['t.dlq']],
  },
  {
    id: 't.write',
    type: 'plantwire-odoo-write',
    z: 't',
    connection: 'plantwire.odoo',
    intents: 'produce note',
    x: 500,
    y: 100,
    wires: [[], ['t.out']],
  },
  { id: 't.out', type: 'link out', z: 't', mode: 'link', links: ['t.in'], x: 600, y: 100, wires: [] },
  { id: 't.in', type: 'link in', z: 't', links: ['t.out'], x: 100, y: 200, wires: [['t.dlq']] },
  { id: 't.catch', type: 'catch', z: 't', scope: null, x: 100, y: 300, wires: [['t.dlq']] },
  { id: 't.dlq', type: 'plantwire-dlq', z: 't', journal: 'plantwire.journal', x: 300, y: 300, wires: [['t.guard']] },
];

const scenario = (kind: string) => ({
  title: `A scenario of kind ${kind}`,
  kind,
  live: true,
  given: { site: 'any', orders: [{ as: 'A', quantity: 10 }] },
  when: [{ count: 'Press1.GoodCount', by: 1 }],
  // biome-ignore lint/suspicious/noThenProperty: the word of the format
  then: { outbox: 0 },
});

export const goodPaper = {
  template: {
    code: 'T-99',
    area: 'Production',
    title: 'Test',
    summary: 'A template made for the tests of the tools.',
    deliveryClass: 'R3',
    objects: ['order'],
    protocols: ['OPC UA'],
  },
  variables: {},
  scenarios: ['happy', 'duplicate', 'odoo-down', 'poison'].map(scenario),
};

export function templateOf(
  flow: Flow,
  paper: object = goodPaper,
  readme?: string,
  tests: Template['tests'] = { missing: [] },
): Template {
  const page = README_HEADINGS.map((heading) => `## ${heading}\n`).join('\n');
  return { folder: 't99-test', path: 't99-test', flow, paper: paperSchema.parse(paper), readme: readme ?? page, tests };
}

/** The good flow with some entries replaced (by id) or added. */
export function flowWith(...changed: readonly FlowNode[]): Flow {
  const kept = goodFlow.map((node) => changed.find((other) => other.id === node.id) ?? node);
  return [...kept, ...changed.filter((node) => !goodFlow.some((other) => other.id === node.id))];
}

export function nodeOf(id: string): FlowNode {
  const node = goodFlow.find((candidate) => candidate.id === id);
  if (!node) throw new Error(`the good flow has no ${id}`);
  return node;
}

const SITE_CODES = new Map([
  ['PRESS-17', 'north'],
  ['ACME/MUC1/PACK/L3', 'north'],
]);

export function findingsOf(flow: Flow, paper: object = goodPaper, readme?: string): readonly Finding[] {
  return inspect(templateOf(flow, paper, readme), palette, SITE_CODES);
}
