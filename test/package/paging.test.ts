/** Pages of odoo read in a real Node-RED process, behind nodes of Node-RED itself: the flow sets the pace. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import { must } from '../live/seed.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../plant/odoo/server.ts';
import { type Appliance, startAppliance } from '../support/appliance.ts';
import { until } from '../support/time.ts';

jest.setTimeout(60_000);

/** A system that has not answered yet. */
const asked: { readonly page: number; readonly response: ServerResponse }[] = [];
let system: Server;
let odoo: SimulatedOdoo;
let appliance: Appliance;

beforeAll(async () => {
  odoo = await startSimulatedOdoo();
  system = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => asked.push({ page: Number(Buffer.concat(parts).toString()), response }));
  });
  await new Promise<void>((resolve) => system.listen(0, '127.0.0.1', resolve));
  appliance = await startAppliance();
});
afterAll(async () => {
  await appliance.kill();
  for (const { response } of asked) response.end();
  await new Promise((resolve) => system.close(resolve));
  await odoo.stop();
});

const flow = () => [
  { id: 'tab', type: 'tab', label: 'Pages' },
  {
    ...{ id: 'odoo', type: 'plantwire-odoo-connection', configVersion: 1, url: odoo.url, db: odoo.db },
    ...{ login: odoo.login, credentials: { apiKey: odoo.apiKey } },
  },
  { id: 'now', type: 'inject', z: 'tab', props: [], wires: [['read']] },
  {
    ...{ id: 'read', type: 'plantwire-odoo-read', z: 'tab', configVersion: 3, connection: 'odoo' },
    ...{ model: 'uom.uom', pageSize: 1, wires: [['page'], []] },
  },
  { id: 'page', type: 'function', z: 'tab', func: 'return { payload: msg.payload.page };', wires: [['post']] },
  {
    ...{ id: 'post', type: 'http request', z: 'tab', method: 'POST', ret: 'txt', wires: [[]] },
    url: `http://127.0.0.1:${(system.address() as AddressInfo).port}`,
  },
];

/** Pages that Odoo was asked for. */
async function pagesRead(): Promise<number> {
  const counted = /plantwire_odoo_call_seconds_count\{[^}]*model="uom.uom",method="search_read"[^}]*\} (\d+)/;
  return Number(counted.exec(await appliance.metrics())?.[1] ?? 0);
}

test('a system that answers slowly is asked for two pages at a time, and in the end has all of them', async () => {
  const { url, db, login, apiKey } = odoo;
  const tls = { rejectUnauthorized: true };
  const erp = openErp({ url, db, login, apiKey, protocol: 'json2', tls, deadlineMs: 30_000, parallelCalls: 1 });
  const units = await must<number>(erp, { model: 'uom.uom', method: 'search_count', args: { domain: [] } });
  expect(units).toBeGreaterThan(5);
  await appliance.deploy(flow());
  await appliance.inject('now');
  for (let done = 0; done < units; done += 1) {
    // The last page follows when there is room for it, so that two are never exceeded.
    const open = Math.min(done + 2, units);
    await until(`page ${open}`, () => asked.length === open);
    expect(await pagesRead()).toBe(open);
    asked[done]?.response.end();
  }
  expect(asked.map(({ page }) => page)).toEqual(Array.from({ length: units }, (_, at) => at + 1));
});
