/** Odoo read inside Node-RED: the plant's time zone, and pages at the pace of the flow. */
import readEntry from '../../../nodes/src/palette/odoo-read/odoo-read.ts';
import sitePackEntry from '../../../nodes/src/palette/site-pack/site-pack.ts';
import { nodeBench } from '../../support/nodes.ts';
import { OdooTable, tableConnection } from './odoo-table.ts';

const load = nodeBench();

const read = (change: object = {}) => ({
  id: 'read',
  type: 'plantwire-odoo-read',
  configVersion: 2,
  connection: 'odoo',
  model: 'stock.lot',
  wires: [['out'], ['bad']],
  ...change,
});
const helpers = [
  { id: 'out', type: 'helper' },
  { id: 'bad', type: 'helper' },
];

test.each([
  ['', 'UTC'],
  ['site', 'Europe/Berlin'],
])('with the site pack "%s" a day begins in %s, and the message says so', async (sitePack, timeZone) => {
  const table = new OdooTable(1);
  const site = { id: 'site', type: 'plantwire-site-pack', pack: 'demo-plant', configVersion: 1 };
  const conditions = [{ field: 'create_date', operator: '>=', source: 'time', value: 'today', group: '' }];
  const nodes = await load(
    [table.entry, sitePackEntry, readEntry],
    [tableConnection, site, read({ sitePack, conditions }), ...helpers],
  );
  nodes.send('read', { payload: {} });
  expect(await nodes.arrive('out')).toMatchObject([{ payload: { timeZone, count: 1 } }]);
  const [[, , from] = []] = (table.calls[0]?.args?.['domain'] ?? []) as string[][];
  const midnight = new Date(`${from?.replace(' ', 'T')}Z`).toLocaleTimeString('sv-SE', { timeZone });
  expect(midnight).toBe('00:00:00');
});
