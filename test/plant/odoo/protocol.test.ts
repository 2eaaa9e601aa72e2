/** Both protocols at their edges: who enters, what comes back, what an error looks like. */
import { type Client, clientOf, newLot, type SmallPlant, smallPlant } from './bench.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from './server.ts';

jest.setTimeout(60_000);

let server: SimulatedOdoo;
let client: Client;
let plant: SmallPlant;

beforeAll(async () => {
  server = await startSimulatedOdoo();
  client = clientOf(server);
  plant = await smallPlant(client, 'wire');
});

afterAll(() => server.stop());

describe('JSON-2', () => {
  test('version and health answer without a key', async () => {
    const version = await fetch(`${server.url}/json/version`);
    expect(await version.json()).toEqual({ version_info: [19, 0, 0, 'final', 0, ''], version: '19.0' });
    expect(await (await fetch(`${server.url}/web/health`)).json()).toEqual({ status: 'pass' });
  });

  test.each([
    ['no key', { authorization: '' }],
    ['a wrong key', { authorization: 'bearer nix' }],
    ['another scheme', { authorization: 'basic nix' }],
  ])('%s is 401', async (_what, headers) => {
    const reply = await client.call('stock.lot', 'search', { domain: [] }, headers);
    expect([reply.status, reply.body.name]).toEqual([401, 'werkzeug.exceptions.Unauthorized']);
  });

  test('keys that are no longer accepted look like wrong ones', async () => {
    server.control.acceptKeys(false);
    const reply = await client.call('stock.lot', 'search', { domain: [] });
    server.control.acceptKeys(true);
    expect([reply.status, reply.body.message]).toEqual([401, 'Invalid apikey']);
  });

  test('the scheme may be written in any case', async () => {
    const reply = await client.call(
      'stock.lot',
      'search',
      { domain: [] },
      { authorization: `BEARER ${server.apiKey}` },
    );
    expect(reply.status).toBe(200);
  });

  test('an unknown database is a page, not data', async () => {
    const reply = await client.call('stock.lot', 'search', { domain: [] }, { 'x-odoo-database': 'nix' });
    expect(reply.status).toBe(404);
    expect(reply.body).toContain('No database is selected');
  });

  test('a body that is no JSON, and one that says it is text', async () => {
    const broken = await fetch(`${server.url}/json/2/stock.lot/search`, {
      method: 'POST',
      headers: { authorization: `bearer ${server.apiKey}`, 'content-type': 'application/json' },
      body: '{{',
    });
    expect(broken.status).toBe(400);
    expect((await client.call('stock.lot', 'search', {}, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await fetch(`${server.url}/json/2/stock.lot/search`)).status).toBe(404);
  });

  test('create answers with a list, also for one', async () => {
    const ids = await client.ok('stock.lot', 'create', { vals_list: { name: 'ONE', product_id: plant.fg } });
    expect(ids).toHaveLength(1);
  });

  test('no connection is kept', async () => {
    const response = await fetch(`${server.url}/json/version`);
    expect(response.headers.get('connection')).toBe('close');
  });
});

describe('JSON-RPC', () => {
  const execute = (...args: unknown[]) => client.rpc('object', 'execute_kw', [server.db, 5, server.apiKey, ...args]);

  test('a log-in gives the uid or false, the version needs none', async () => {
    const version = await client.rpc('common', 'version', []);
    expect(version.result).toMatchObject({ server_version_info: [19, 0, 0, 'final', 0, ''], protocol_version: 1 });
    expect((await client.rpc('common', 'authenticate', [server.db, server.login, server.apiKey, {}])).result).toBe(5);
    expect((await client.rpc('common', 'authenticate', [server.db, server.login, 'nix', {}])).result).toBe(false);
  });

  test('create answers with a number for one and a list for a list', async () => {
    const vals = (name: string) => ({ name, product_id: plant.fg });
    expect(typeof (await execute('stock.lot', 'create', [vals('RPC1')])).result).toBe('number');
    expect((await execute('stock.lot', 'create', [[vals('RPC2')]])).result).toHaveLength(1);
  });

  test('None leaves the result out', async () => {
    const order = (await execute('mrp.production', 'create', [{ product_id: plant.fg, product_qty: 1 }])).result;
    await execute('mrp.production', 'action_confirm', [[order]]);
    expect(await execute('mrp.production', 'set_qty_producing', [[order]])).toEqual({ jsonrpc: '2.0', id: 1 });
  });

  test.each([
    ['a wrong key', ['stock.lot', 'search', [[]]], 'odoo.exceptions.AccessDenied', 'nix'],
    ['an unknown model', ['nix', 'read', [[1]]], 'odoo.exceptions.UserError', ''],
    ['an unknown method', ['stock.lot', 'nix', [[1]]], 'builtins.AttributeError', ''],
    ['no ids at all', ['mrp.production', 'action_confirm', []], 'builtins.IndexError', ''],
    ['an argument left out', ['stock.lot', 'create', []], 'builtins.TypeError', ''],
    ['a record that is gone', ['stock.lot', 'write', [[987654], { ref: 'x' }]], 'odoo.exceptions.MissingError', ''],
  ])('%s is an error inside HTTP 200', async (_what, args, name, key) => {
    const body = await client.rpc('object', 'execute_kw', [server.db, 5, key || server.apiKey, ...args]);
    expect(body.error).toMatchObject({ code: 0, message: 'Odoo Server Error', data: { name } });
  });

  test('an older server has neither JSON-2 nor a version page', async () => {
    const old = await startSimulatedOdoo({ major: 14 });
    expect((await fetch(`${old.url}/json/version`)).status).toBe(404);
    const version = await clientOf(old).rpc('common', 'version', []);
    expect(version.result.server_version_info[0]).toBe(14);
    await old.stop();
  });
});

describe('load', () => {
  const fields = ['id', 'name', 'product_id/id'];
  const once = { mode: 'update', noupdate: true };
  const load = (data: unknown[][], context: object = {}, columns = fields) =>
    client.call('stock.lot', 'load', { fields: columns, data, context });
  const nameOf = async (id: number) => (await client.ok('stock.lot', 'read', { ids: [id], fields: ['name'] }))[0].name;

  test('creates once, and leaves alone what was created this way', async () => {
    const first = await load([['wire.once', 'ONCE', 'wire.rmb']], once);
    const again = await load([['wire.once', 'CHANGED', 'wire.rmb']], once);
    expect(again.body).toEqual(first.body);
    expect(await nameOf(first.body.ids[0])).toBe('ONCE');
  });

  test('overwrites what an ordinary load had created, even when asked to create once', async () => {
    const first = await load([['wire.plain', 'PLAIN', 'wire.rmb']]);
    await load([['wire.plain', 'TAKEN', 'wire.rmb']], once);
    expect(await nameOf(first.body.ids[0])).toBe('TAKEN');
  });

  test('one bad row and nothing is stored', async () => {
    const reply = await load([
      ['wire.good', 'GOOD', 'wire.rmb'],
      ['wire.bad', 'BAD', 'wire.nix'],
    ]);
    expect(reply).toMatchObject({ status: 200, body: { ids: false, nextrow: 0 } });
    expect(reply.body.messages[0]).toMatchObject({ record: 1, type: 'error', field: 'product_id' });
    expect(await client.ok('stock.lot', 'search_count', { domain: [['name', '=', 'GOOD']] })).toBe(0);
  });

  test('a row without an id cannot be created once', async () => {
    const reply = await load([['', 'NOBODY', 'wire.rmb']], once);
    expect(reply.body.ids).toBe(false);
    expect(reply.body.messages[0].message).toContain('without specifying its id');
  });

  test('missing rights are a message, not an error', async () => {
    const reply = await client.call('product.product', 'load', { fields: ['id', 'name'], data: [['wire.p', 'x']] });
    expect(reply).toMatchObject({ status: 200, body: { ids: false } });
    expect(reply.body.messages[0].message).toContain('not allowed to create');
  });

  test('true instead of text breaks the call', async () => {
    const reply = await load([['wire.bool', 'X', true]]);
    expect([reply.status, reply.body.name]).toEqual([500, 'builtins.AttributeError']);
  });

  test('an id without a dot belongs to the module of imports, a deleted record is made again', async () => {
    const first = await load([['nodot', 'NODOT', 'wire.rmb']]);
    const found = await client.ok('ir.model.data', 'check_object_reference', { module: '__import__', xml_id: 'nodot' });
    expect(found).toEqual(['stock.lot', first.body.ids[0]]);
    await client.ok('stock.lot', 'unlink', { ids: first.body.ids });
    const second = await load([['nodot', 'NODOT', 'wire.rmb']]);
    expect(second.body.ids[0]).toBeGreaterThan(first.body.ids[0]);
  });

  test('times are read in the zone of the context', async () => {
    const at = async (id: string, tz: string) => {
      const reply = await client.call('mrp.production', 'load', {
        fields: ['id', 'product_id/id', 'product_qty', 'date_start'],
        data: [[id, 'wire.fg', '1', '2026-12-01 08:00:00']],
        context: { tz },
      });
      return (await client.ok('mrp.production', 'read', { ids: reply.body.ids, fields: ['date_start'] }))[0].date_start;
    };
    expect(await at('wire.utc', 'UTC')).toBe('2026-12-01 08:00:00');
    expect(await at('wire.berlin', 'Europe/Berlin')).toBe('2026-12-01 07:00:00');
  });

  test('lines of a transfer are rows with empty cells before them', async () => {
    const columns = ['id', 'picking_type_id/.id', 'location_id/.id', 'location_dest_id/.id'];
    const line = ['id', 'product_id/id', 'product_uom_qty', 'location_id/.id', 'location_dest_id/.id'];
    const stock = String(plant.stock);
    const reply = await client.call('stock.picking', 'load', {
      fields: [...columns, ...line.map((name) => `move_ids/${name}`)],
      data: [
        ['wire.pick', '7', stock, stock, 'wire.pick_1', 'wire.rma', '3', stock, stock],
        ['', '', '', '', 'wire.pick_2', 'wire.rmb', '2', stock, stock],
      ],
      context: once,
    });
    const [picking] = await client.ok('stock.picking', 'read', { ids: reply.body.ids, fields: ['move_ids'] });
    expect(picking.move_ids).toHaveLength(2);
    const names = await client.ok('stock.move', 'get_external_id', { ids: picking.move_ids });
    expect(Object.values(names)).toEqual(['wire.pick_1', 'wire.pick_2']);
  });
});

test('a batch with one bad value leaves nothing of the batch behind', async () => {
  const before = await client.ok('stock.lot', 'search_count', { domain: [] });
  const lot = await newLot(client, plant.fg, 'BEFORE');
  await client.call('stock.lot', 'write', { ids: [lot, 987654], vals: { ref: 'half' } });
  expect((await client.ok('stock.lot', 'read', { ids: [lot], fields: ['ref'] }))[0].ref).toBe(false);
  expect(await client.ok('stock.lot', 'search_count', { domain: [] })).toBe(before + 1);
});
