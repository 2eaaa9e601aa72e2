/** The node in Node-RED, with its connection, against a simulated Odoo: changes, and a hint over HTTP. */

import journalEntry from '../../../nodes/src/palette/journal/journal.ts';
import connectionEntry from '../../../nodes/src/palette/odoo-connection/odoo-connection.ts';
import node from '../../../nodes/src/palette/odoo-event/odoo-event.ts';
import siteEntry from '../../../nodes/src/palette/site-pack/site-pack.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../../plant/odoo/server.ts';
import { nodeBench } from '../../support/nodes.ts';

const load = nodeBench();
let odoo: SimulatedOdoo;
beforeAll(async () => {
  odoo = await startSimulatedOdoo();
});
afterAll(() => odoo.stop());

const flow = (change: object = {}) => {
  const { url, db, login } = odoo;
  return [
    { id: 'odoo', type: 'plantwire-odoo-connection', configVersion: 1, url, db, login, protocol: 'auto' },
    { id: 'j', type: 'plantwire-journal', configVersion: 1, file: 'changes.sqlite', reserveMb: '0', minFreeMb: '0' },
    { id: 'site', type: 'plantwire-site-pack', configVersion: 1, pack: 'demo-plant' },
    {
      ...{
        id: 'n',
        type: 'plantwire-odoo-event',
        configVersion: 1,
        connection: 'odoo',
        journal: 'j',
        sitePack: 'site',
      },
      ...{
        follow: 'records',
        model: 'stock.lot',
        fields: ['name', 'product_id'],
        pollSeconds: '1',
        wires: [['out'], ['bad']],
        ...change,
      },
    },
    { id: 'out', type: 'helper' },
    { id: 'bad', type: 'helper' },
  ];
};
const lot = (name: string): number => {
  const [product] = odoo.control.records('product.product', [], ['id']);
  const vals = { name, product_id: product?.['id'] ?? made() };
  return (odoo.control.call('stock.lot', 'create', [], { vals_list: [vals] }) as number[])[0] ?? 0;
};
const made = (): number =>
  (
    odoo.control.call('product.product', 'create', [], { vals_list: [{ name: 'P', tracking: 'lot' }] }) as number[]
  )[0] ?? 0;

test('what is made in Odoo comes out as an event, once', async () => {
  const nodes = await load([connectionEntry, journalEntry, siteEntry, node], flow({ start: 'all' }), {
    odoo: { apiKey: odoo.apiKey },
  });
  await nodes.shows('n', 'no message yet', 30_000);
  const id = lot('L-1');
  const [event] = await nodes.arrive('out', 1, 30_000);
  expect(event).toMatchObject({
    payload: {
      type: 'mfg.integration.record.changed.v1',
      data: { model: 'stock.lot', recordId: id, values: { name: 'L-1' } },
    },
    plantwire: { intake: expect.any(String) },
  });
  await nodes.shows('n', '1/min', 30_000);
  expect(nodes.received['bad']).toEqual([]);
}, 90_000);
