import { z } from 'zod';
import type { System } from '../../nodes/src/domain/ports.ts';
import { defineNode, fields } from '../../nodes/src/host/define.ts';
import type { Behaviour, NodeContext } from '../../nodes/src/host/node.ts';
import { register } from '../../nodes/src/host/register.ts';
import { fakeRed } from '../support/red.ts';
import { testClock } from '../support/time.ts';

const definition = defineNode({
  type: 'probe',
  version: 2,
  category: 'operations',
  role: 'step',
  summary: 'A node for these tests.',
  inputs: [{ name: 'in', carries: 'anything' }],
  outputs: [{ name: 'passed', carries: 'event' }],
  config: z.object({ url: z.string().min(1).register(fields, { title: 'Address' }) }),
  upgrades: [{ from: 1, former: ['address'], change: ({ address, ...rest }) => ({ ...rest, url: address }) }],
});
const saved = { id: 'n1', type: 'plantwire-probe', url: 'http://odoo', configVersion: 2, wires: [[]] };

function bench(start: (context: NodeContext<z.output<typeof definition.config>>) => Behaviour) {
  const system: System = { clock: testClock(), ids: { uuid: () => 'u', random: () => 0.5 }, hash: (text) => text };
  const host = fakeRed('/data');
  host.load(register(definition, system, start));
  return { host };
}

describe('saved versions and deployed nodes', () => {
  test('a form can ask what an upgrade makes of a saved node, and is told when there is no way', async () => {
    const { host } = bench(() => ({}));
    const ask = (config: object) => host.call('post', '/plantwire/upgrade/probe', { body: { config } });
    expect(host.permissions.get('post /plantwire/upgrade/probe')).toBe('plantwire.read');
    expect((await ask({ address: 'http://old', configVersion: 1 })).body).toEqual({
      ok: true,
      config: { url: 'http://old', configVersion: 2 },
    });
    expect((await ask({ configVersion: 3 })).body).toEqual({
      ok: false,
      text: expect.stringContaining('newer version'),
    });
  });

  test('every enabled node of the type is seen as deployed, read like its own', () => {
    const seen: (() => readonly { url?: string }[])[] = [];
    const { host } = bench((context) => {
      seen.push(context.deployed);
      return {};
    });
    host.create(saved);
    host.create({ id: 'n2', type: 'plantwire-probe', address: 'http://old', configVersion: 1 });
    host.place({ ...saved, id: 'n3', url: 'http://switched-off', d: true });
    host.place({ id: 't9', type: 'tab', disabled: true });
    host.place({ ...saved, id: 'n4', url: 'http://tab-switched-off', z: 't9' });
    host.place({ ...saved, id: 'n5', type: 'plantwire-other' });
    expect(seen[0]?.().map(({ url }) => url)).toEqual(['http://odoo', 'http://old']);
  });
});
