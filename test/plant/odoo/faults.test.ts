/** Faults inside the simulated Odoo, and its control page. */
import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { type Client, clientOf, type SmallPlant, smallPlant } from './bench.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from './server.ts';

jest.setTimeout(60_000);

let server: SimulatedOdoo;
let client: Client;
let plant: SmallPlant;

beforeAll(async () => {
  server = await startSimulatedOdoo();
  client = clientOf(server);
  plant = await smallPlant(client, 'fault');
});

afterEach(() => server.control.clearFaults());
afterAll(() => server.stop());

const create = (name: string) => client.call('stock.lot', 'create', { vals_list: [{ name, product_id: plant.fg }] });
const known = (name: string): number => server.control.records('stock.lot', [['name', '=', name]], ['name']).length;

test('a lost answer comes after the commit', async () => {
  server.control.fault({ kind: 'lost', match: { model: 'stock.lot', method: 'create' }, times: 1 });
  await expect(create('LOST')).rejects.toThrow('fetch failed');
  expect(known('LOST')).toBe(1);
});

test('a cut connection never reached Odoo', async () => {
  server.control.fault({ kind: 'cut', times: 1 });
  await expect(create('CUT')).rejects.toThrow('fetch failed');
  expect(known('CUT')).toBe(0);
});

test('a duplicate delivery is carried out twice and answered once', async () => {
  const [scrap] = (await client.call('stock.scrap', 'create', { vals_list: [{ product_id: plant.rmA, scrap_qty: 1 }] }))
    .body;
  server.control.fault({ kind: 'duplicate', match: { method: 'action_validate' }, times: 1 });
  expect((await client.call('stock.scrap', 'action_validate', { ids: [scrap] })).body).toBe(true);
  expect(server.control.records('stock.move', [['scrap_id', '=', scrap]], ['state'])).toHaveLength(2);
});

test('refused connections end with the fault', async () => {
  const off = server.control.fault({ kind: 'refuse' });
  const cause = async (): Promise<string> => {
    try {
      await fetch(`${server.url}/web/health`);
      return 'answered';
    } catch (error) {
      return (error as { cause?: { code?: string } }).cause?.code ?? 'other';
    }
  };
  const until = async (wanted: string): Promise<void> => {
    const deadline = Date.now() + 5_000;
    while ((await cause()) !== wanted) if (Date.now() > deadline) throw new Error(`never ${wanted}`);
  };
  await until('ECONNREFUSED');
  off();
  await until('answered');
});

test('pages, statuses and errors of Odoo itself', async () => {
  server.control.fault({ kind: 'html', times: 1 });
  expect(await create('HTML')).toMatchObject({ status: 200, body: expect.stringContaining('<html>') });
  server.control.fault({ kind: 'status', status: 503, times: 1 });
  expect((await create('503')).status).toBe(503);
  server.control.fault({ kind: 'error', times: 1 });
  expect(await create('CONFLICT')).toMatchObject({
    status: 500,
    body: { name: 'psycopg2.errors.SerializationFailure' },
  });
  server.control.fault({ kind: 'error', name: 'odoo.exceptions.UserError', message: 'no', status: 422, times: 1 });
  expect(await create('NO')).toMatchObject({ status: 422, body: { name: 'odoo.exceptions.UserError', message: 'no' } });
  expect(['HTML', '503', 'CONFLICT', 'NO'].map(known)).toEqual([0, 0, 0, 0]);
});

test('a slow server answers late', async () => {
  server.control.fault({ kind: 'slow', delayMs: 80, times: 1 });
  const started = performance.now();
  expect((await create('SLOW')).status).toBe(200);
  expect(performance.now() - started).toBeGreaterThanOrEqual(75);
});

test('a fault hits what it names, as often as it says, after what it lets pass', async () => {
  server.control.fault({ kind: 'status', status: 502, match: { method: 'create' }, times: 2, skip: 1 });
  const statuses: number[] = [];
  for (const name of ['N1', 'N2', 'N3', 'N4']) statuses.push((await create(name)).status);
  expect(statuses).toEqual([200, 502, 502, 200]);
  server.control.fault({ kind: 'cut', match: { model: 'stock.quant' } });
  expect((await create('N5')).status).toBe(200);
});

test('faults match JSON-RPC calls by model and method too', async () => {
  server.control.fault({ kind: 'error', match: { model: 'stock.lot', method: 'search' }, times: 1 });
  const body = await client.rpc('object', 'execute_kw', [server.db, 5, server.apiKey, 'stock.lot', 'search', [[]], {}]);
  expect(body.error.data.name).toBe('psycopg2.errors.SerializationFailure');
});

describe('the control page', () => {
  const control = (path: string, init?: RequestInit) => fetch(`${server.url}/_sim/${path}`, init);
  const post = (path: string, body: unknown) => control(path, { method: 'POST', body: JSON.stringify(body) });

  test('switches faults on and off, and shows them', async () => {
    expect((await post('faults', { kind: 'status', status: 500, match: { model: 'stock.lot' } })).status).toBe(200);
    expect(await (await control('faults')).json()).toMatchObject([{ kind: 'status', left: 'unlimited' }]);
    expect((await create('PAGE')).status).toBe(500);
    await control('faults', { method: 'DELETE' });
    expect((await create('PAGE')).status).toBe(200);
  });

  test('refuses what is no fault', async () => {
    const reply = await post('faults', { kind: 'gremlin' });
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain('must be one of');
  });

  test('shows records and counts calls', async () => {
    await create('SEEN');
    const domain = encodeURIComponent(JSON.stringify([['name', '=', 'SEEN']]));
    expect(await (await control(`records/stock.lot?domain=${domain}&fields=name`)).json()).toMatchObject([
      { name: 'SEEN' },
    ]);
    expect((await control('records/nix')).status).toBe(404);
    expect(await (await control('calls')).json()).toMatchObject({ 'stock.lot.create': expect.any(Number) });
  });

  test('is closed to other machines', async () => {
    const outside = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .find((one) => one.family === 'IPv4' && !one.internal)?.address;
    const wide = await startSimulatedOdoo({ host: '0.0.0.0' });
    const status = await new Promise<number>((resolve, reject) => {
      const host = outside ?? '127.0.0.1';
      request({ host, port: wide.port, path: '/_sim/calls', method: 'GET' }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
    await wide.stop();
    expect(status).toBe(outside === undefined ? 200 : 403);
  });

  test('resets to a fresh database, seeded again', async () => {
    const seeded = await startSimulatedOdoo({
      seed: (control_) => {
        control_.call('res.partner', 'create', [], { vals_list: [{ name: 'Seed' }] });
      },
    });
    const own = clientOf(seeded);
    await own.ok('res.partner', 'create', { vals_list: [{ name: 'Later' }] });
    await fetch(`${seeded.url}/_sim/reset`, { method: 'POST' });
    const names = await own.ok('res.partner', 'search_read', {
      domain: [['name', 'in', ['Seed', 'Later']]],
      fields: ['name'],
    });
    expect(names.map((partner: { name: string }) => partner.name)).toEqual(['Seed']);
    await seeded.stop();
  });
});
