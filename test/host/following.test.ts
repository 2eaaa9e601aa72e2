/** Messages followed through real nodes of Node-RED: taken when everybody behind is done, not before. */
import { z } from 'zod';
import { system } from '../../nodes/src/adapters/system.ts';
import { defineNode } from '../../nodes/src/host/define.ts';
import type { Followed } from '../../nodes/src/host/following.ts';
import type { Red, RedDone, RedMessage, RedNode, RedSend } from '../../nodes/src/host/red.ts';
import { register } from '../../nodes/src/host/register.ts';
import { nodeBench } from '../support/nodes.ts';
import { settled, until } from '../support/time.ts';

const load = nodeBench();
const core = (path: string) => require(`@node-red/nodes/core/${path}`) as (red: Red) => void;
const { hooks } = require('@node-red/util') as { hooks: { has(hook: string): boolean } };

let followed: Followed[] = [];
const sender = register(
  defineNode({
    type: 'sender',
    version: 1,
    category: 'odoo',
    role: 'step',
    summary: 'Sends what it gets and follows it.',
    inputs: [{ name: 'in', carries: 'anything' }],
    outputs: [{ name: 'out', carries: 'anything' }],
    config: z.object({}),
    upgrades: [],
  }),
  system,
  ({ emitFollowed }) => ({
    async handle(message) {
      const sent = emitFollowed?.({ event: message.event, trail: [] }, 'out');
      if (sent) followed.push(sent);
      return { kind: 'drop', reason: 'filtered' };
    },
  }),
);

/** Takes messages and is done with them when the test says so. */
let held: { readonly msg: RedMessage; readonly send: RedSend; readonly done: RedDone }[] = [];
const slow = (red: Red): void =>
  red.nodes.registerType('slow', function (this: RedNode, config: object) {
    red.nodes.createNode(this, config);
    this.on('input', (msg, send, done) => void held.push({ msg, send, done }));
  });

async function sending(payload: unknown, behind: readonly (Record<string, unknown> & { id: string; type: string })[]) {
  const to = behind.slice(0, 1).map(({ id }) => id);
  const flow = [{ id: 's', type: 'plantwire-sender', configVersion: 1, wires: [to] }, ...behind];
  const entries = [core('function/10-function.js'), core('sequence/17-split.js'), core('common/60-link.js')];
  followed = [];
  held = [];
  const nodes = await load([sender, slow, ...entries], flow);
  nodes.send('s', { payload });
  await until('it is sent', () => followed.length === 1);
  let how = '';
  void followed[0]?.end.then((end) => {
    how = end;
  });
  const hold = (count: number) => until(`${count} are held`, () => held.length === count);
  return { hold, how: () => settled().then(() => how) };
}

test('a message is taken when the node that got it is done', async () => {
  const { hold, how } = await sending('x', [{ id: 'a', type: 'slow', wires: [[]] }]);
  await hold(1);
  expect(await how()).toBe('');
  held[0]?.done();
  expect(await how()).toBe('taken');
});

test('an error ends the work, too', async () => {
  const { hold, how } = await sending('x', [{ id: 'a', type: 'slow', wires: [[]] }]);
  await hold(1);
  held[0]?.done(new Error('no'));
  expect(await how()).toBe('taken');
});

test('what the node sends on belongs to it, also the very same object and one that is on its way', async () => {
  const { hold, how } = await sending('x', [
    { id: 'a', type: 'slow', wires: [['b']] },
    { id: 'b', type: 'slow', wires: [[]] },
  ]);
  await hold(1);
  const [first] = held;
  first?.send(first.msg);
  first?.done();
  expect(await how()).toBe('');
  await hold(2);
  held[1]?.done();
  expect(await how()).toBe('taken');
});

test('another message made by a function node, and each part of a split, belong to it', async () => {
  const { hold, how } = await sending(
    [1, 2, 3],
    [
      { id: 'a', type: 'function', func: 'return { payload: msg.payload };', outputs: 1, wires: [['b']] },
      { id: 'b', type: 'split', splt: '\\n', arraySplt: 1, wires: [['c']] },
      { id: 'c', type: 'function', func: 'return { payload: msg.payload };', outputs: 1, wires: [['d']] },
      { id: 'd', type: 'slow', wires: [[]] },
    ],
  );
  await hold(3);
  held[0]?.done();
  held[1]?.done();
  expect(await how()).toBe('');
  held[2]?.done();
  expect(await how()).toBe('taken');
});

test('links and several wires belong to it', async () => {
  const { hold, how } = await sending('x', [
    { id: 'a', type: 'link out', mode: 'link', links: ['b'], wires: [['b']] },
    { id: 'b', type: 'link in', wires: [['c', 'd']] },
    { id: 'c', type: 'slow', wires: [[]] },
    { id: 'd', type: 'slow', wires: [[]] },
  ]);
  await hold(2);
  held[1]?.done();
  expect(await how()).toBe('');
  held[0]?.done();
  expect(await how()).toBe('taken');
});

test('who never says when it is done counts as done at once, and so does a wire to nowhere', async () => {
  const old = await sending('x', [{ id: 'a', type: 'helper' }]);
  await until('taken', async () => (await old.how()) === 'taken');
  const nowhere = await sending('x', []);
  await until('taken', async () => (await nowhere.how()) === 'taken');
});

test('a sender that forgets waits no longer, and late work changes nothing', async () => {
  const { hold, how } = await sending('x', [
    { id: 'a', type: 'slow', wires: [['b']] },
    { id: 'b', type: 'helper' },
  ]);
  await hold(1);
  followed[0]?.forget();
  expect(await how()).toBe('forgotten');
  held[0]?.send(held[0].msg);
  held[0]?.done();
  expect(await how()).toBe('forgotten');
});

test('a sender that closes waits no longer, and takes its hooks with it', async () => {
  const { hold, how } = await sending('x', [{ id: 'a', type: 'slow', wires: [[]] }]);
  await hold(1);
  expect(hooks.has('onComplete')).toBe(true);
  await load([sender], []);
  expect(await how()).toBe('closed');
  expect(hooks.has('onComplete')).toBe(false);
});
