/** Odoo read inside Node-RED: the plant's time zone, and pages at the pace of the flow. */
import type { Red, RedDone, RedNode } from '../../../nodes/src/host/red.ts';
import readEntry from '../../../nodes/src/palette/odoo-read/odoo-read.ts';
import type { Records } from '../../../nodes/src/palette/odoo-read/records.ts';
import sitePackEntry from '../../../nodes/src/palette/site-pack/site-pack.ts';
import { nodeBench } from '../../support/nodes.ts';
import { until } from '../../support/time.ts';
import { OdooTable, tableConnection } from './odoo-table.ts';

const load = nodeBench();

const read = (change: object = {}) => ({
  id: 'read',
  type: 'plantwire-odoo-read',
  configVersion: 3,
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

describe('behind a slow node', () => {
  /** Done with a message when the test says so. */
  let held: { readonly page: number; readonly done: RedDone }[] = [];
  const slow = (red: Red): void =>
    red.nodes.registerType('slow', function (this: RedNode, config: object) {
      red.nodes.createNode(this, config);
      this.on('input', ({ payload }, _send, done) => void held.push({ page: (payload as Records).page, done }));
    });
  const pages = read({ pageSize: 10, wires: [['work', 'out'], ['bad']] });
  const flow = [tableConnection, pages, { id: 'work', type: 'slow', wires: [] }, ...helpers];

  beforeEach(() => {
    held = [];
  });

  test('the next page is read when it is done with one of two, and all arrive', async () => {
    const table = new OdooTable(95);
    const nodes = await load([table.entry, slow, readEntry], flow);
    nodes.send('read', { payload: {}, topic: 'kept' });
    for (let done = 0; done < 9; done += 1) {
      await until(`page ${done + 1}`, () => held.length > done);
      expect(table.pages).toBeLessThanOrEqual(done + 2);
      held[done]?.done();
    }
    const out = await nodes.arrive('out', 10);
    expect(out.map(({ payload }) => (payload as Records).page)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(out[9]).toMatchObject({ topic: 'kept', payload: { last: true } });
  });

  test('a deploy in the middle does not wait for it', async () => {
    const table = new OdooTable(95);
    const nodes = await load([table.entry, slow, readEntry], flow);
    nodes.send('read', { payload: {} });
    await until('two pages', () => held.length === 2);
    const startedMs = Date.now();
    await load([], []);
    // A node drains its own messages for 7 s before it gives up.
    expect(Date.now() - startedMs).toBeLessThan(5_000);
    expect(table.pages).toBe(2);
  });
});
