/** The host inside Node-RED's own createNode, wires, credentials, catch node and close; two tiny nodes as guests. */
import { z } from 'zod';
import { system } from '../../nodes/src/adapters/system.ts';
import { ok } from '../../nodes/src/domain/ports.ts';
import { defineNode, fields } from '../../nodes/src/host/define.ts';
import { register, registerConfig } from '../../nodes/src/host/register.ts';
import { nodeBench } from '../support/nodes.ts';

const load = nodeBench();

interface Greeter {
  greet(name: string): string;
}

const closed: string[] = [];
const greeter = registerConfig(
  defineNode({
    type: 'greeter',
    version: 1,
    category: 'config',
    role: 'config',
    summary: 'Offers a greeting.',
    buttons: [{ action: 'try', title: 'Try' }],
    config: z.object({
      word: z.string().min(1).default('Hello').register(fields, { title: 'Word', address: true }),
      key: z.string().default('').register(fields, { title: 'Key', secret: true }),
    }),
    upgrades: [],
  }),
  system,
  async ({ config }) =>
    ok({
      value: { greet: (name: string) => `${config.word} ${name} (${config.key})` } satisfies Greeter,
      health: async () => ({ health: 'ok' as const, text: 'open' }),
      close: async () => void closed.push('greeter'),
    }),
  {
    actions: {
      try: async (_input, { config }) => ({ ok: true, text: `${config.word} with ${config.key.length} characters` }),
    },
    browse: {
      names: ({ q = '' }) =>
        ['Ada', 'Bo'].filter((name) => name.startsWith(q)).map((value) => ({ value, label: value })),
    },
  },
);

const greet = register(
  defineNode({
    type: 'greet',
    version: 1,
    category: 'events',
    role: 'step',
    summary: 'Greets.',
    inputs: [{ name: 'in', carries: 'name' }],
    outputs: [
      { name: 'greeted', carries: 'text' },
      { name: 'rejected', carries: 'failure' },
    ],
    config: z.object({ greeter: z.string().min(1).register(fields, { title: 'Greeter', configNode: 'greeter' }) }),
    upgrades: [],
  }),
  system,
  async (context) => {
    const found = await context.resource<Greeter>(context.config.greeter);
    if (!found.ok) return found;
    return {
      async handle(message) {
        if (typeof message.event !== 'string') throw new TypeError('not a name');
        return { kind: 'pass', message: { ...message, event: found.value.greet(message.event) }, note: 'greeted' };
      },
      close: async () => void closed.push('greet'),
    };
  },
);

const flow = [
  { id: 'c', type: 'plantwire-greeter', word: 'Hallo' },
  { id: 'n', type: 'plantwire-greet', greeter: 'c', wires: [['out'], ['rejected']] },
  { id: 'out', type: 'helper' },
  { id: 'rejected', type: 'helper' },
];

test('a message passes with the resource and the secret of the configuration node', async () => {
  const nodes = await load([greeter, greet], flow, { c: { key: 'k' } });
  nodes.send('n', { payload: 'Ada', topic: 't' });
  expect(await nodes.arrive('out')).toMatchObject([{ payload: 'Hallo Ada (k)', topic: 't' }]);
  await nodes.shows('n', 'greeted');
});

test('a bug reaches the catch node and the message the rejected port; the next one passes', async () => {
  const catcher = { id: 'catcher', type: 'catch', scope: ['n'], wires: [['caught']] };
  const nodes = await load([greeter, greet], [...flow, catcher, { id: 'caught', type: 'helper' }], { c: { key: 'k' } });
  nodes.send('n', { payload: 7 });
  nodes.send('n', { payload: 'Bo' });
  expect(await nodes.arrive('rejected')).toMatchObject([{ payload: 7, failure: { code: 'internal-error' } }]);
  expect(await nodes.arrive('caught')).toMatchObject([{ error: { message: 'TypeError: not a name' } }]);
  expect(await nodes.arrive('out')).toHaveLength(1);
});

test('a rejected message whose wire leads to a disabled node is not lost', async () => {
  const disabled = flow.map((node) => (node.id === 'rejected' ? { ...node, d: true } : node));
  const catcher = { id: 'catcher', type: 'catch', scope: ['n'], wires: [['caught']] };
  const nodes = await load([greeter, greet], [...disabled, catcher, { id: 'caught', type: 'helper' }]);
  nodes.send('n', { payload: 7 });
  expect(await nodes.arrive('caught')).toMatchObject([{ payload: 7 }]);
});

test('on close the user ends before the resource it uses', async () => {
  const helper = require('node-red-node-test-helper');
  const nodes = await load([greeter, greet], flow);
  nodes.send('n', { payload: 'Ada' });
  await nodes.arrive('out');
  closed.length = 0;
  await helper._redNodes.stopFlows();
  expect(closed).toEqual(['greet', 'greeter']);
});

test('form buttons and pickers answer over HTTP, deployed secrets only to the deployed address', async () => {
  const nodes = await load([greeter, greet], flow, { c: { key: 'geheim' } });
  const press = async (word: string, key: string) => {
    const body = JSON.stringify({ id: 'c', config: { word }, secrets: { key } });
    const headers = { 'content-type': 'application/json' };
    return (await fetch(`${nodes.url}/plantwire/action/greeter/try`, { method: 'POST', headers, body })).json();
  };
  expect(await press('Hallo', '__PWRD__')).toEqual({ ok: true, text: 'Hallo with 6 characters' });
  expect(await press('Servus', '__PWRD__')).toEqual({ ok: true, text: 'Servus with 0 characters' });
  expect(await press('Servus', 'neu')).toEqual({ ok: true, text: 'Servus with 3 characters' });
  const choices = await fetch(`${nodes.url}/plantwire/browse/names?q=A`);
  expect(await choices.json()).toEqual({ choices: [{ value: 'Ada', label: 'Ada' }], more: false });
});
