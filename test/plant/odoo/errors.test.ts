/** Errors with the names and the HTTP statuses of the real one. */
import { type Client, clientOf, newLot, newOrder, type SmallPlant, smallPlant } from './bench.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from './server.ts';

jest.setTimeout(60_000);

let server: SimulatedOdoo;
let client: Client;
let plant: SmallPlant;

beforeAll(async () => {
  server = await startSimulatedOdoo();
  client = clientOf(server);
  plant = await smallPlant(client, 'err');
});

afterAll(() => server.stop());

const cases: [string, string, string, object, number, string][] = [
  ['a model that is not installed', 'quality.alert', 'read', {}, 404, 'werkzeug.exceptions.NotFound'],
  ['an unknown method', 'stock.lot', 'nix', {}, 404, 'werkzeug.exceptions.NotFound'],
  ['a private method', 'stock.move', '_action_done', {}, 403, 'odoo.exceptions.AccessError'],
  ['a missing argument', 'stock.lot', 'create', {}, 422, 'werkzeug.exceptions.UnprocessableEntity'],
  [
    'ids for a model method',
    'stock.lot',
    'create',
    { ids: [1], vals_list: [] },
    422,
    'werkzeug.exceptions.UnprocessableEntity',
  ],
  ['an argument swallowed on the way', 'stock.lot', 'search_read', { domains: [] }, 500, 'builtins.TypeError'],
  [
    'a field that does not exist in a create',
    'stock.lot',
    'create',
    { vals_list: [{ nix: 1 }] },
    500,
    'builtins.ValueError',
  ],
  [
    'a field that does not exist in a domain',
    'stock.lot',
    'search',
    { domain: [['nix', '=', 1]] },
    500,
    'builtins.ValueError',
  ],
  ['an unknown operator', 'stock.lot', 'search', { domain: [['name', '~~', 1]] }, 500, 'builtins.ValueError'],
  ['a record that is gone', 'stock.lot', 'unlink', { ids: [987654] }, 404, 'odoo.exceptions.MissingError'],
  [
    'a required field left out',
    'stock.lot',
    'create',
    { vals_list: [{ name: 'x' }] },
    422,
    'odoo.exceptions.ValidationError',
  ],
  [
    'a model without rights',
    'ir.config_parameter',
    'get_param',
    { key: 'database.uuid' },
    403,
    'odoo.exceptions.AccessError',
  ],
  [
    'an unknown external id',
    'ir.model.data',
    'check_object_reference',
    { module: 'x', xml_id: 'y' },
    500,
    'builtins.ValueError',
  ],
  ['a method of one record for none', 'mrp.production', 'set_qty_producing', {}, 500, 'builtins.ValueError'],
];

test.each(cases)('%s', async (_what, model, method, body, status, name) => {
  const reply = await client.call(model, method, body);
  expect([reply.status, reply.body.name]).toEqual([status, name]);
});

test.each(['2026-12-01T08:00:00', '2026-12-01 08:00:00Z', '2026-12-01 08:00:00.5'])(
  'a time written as %s is a ValueError',
  async (date_start) => {
    const order = await newOrder(client, plant.fg, 1);
    const reply = await client.call('mrp.production', 'write', { ids: [order], vals: { date_start } });
    expect([reply.status, reply.body.name]).toEqual([500, 'builtins.ValueError']);
  },
);

test('a list of values is created whole or not at all', async () => {
  const good = { name: 'WHOLE', product_id: plant.fg };
  expect((await client.call('stock.lot', 'create', { vals_list: [good, { name: 'x' }] })).status).toBe(422);
  expect(await client.ok('stock.lot', 'search_count', { domain: [['name', '=', 'WHOLE']] })).toBe(0);
});

test('two lots of one name and product are refused', async () => {
  await newLot(client, plant.fg, 'TWIN');
  const reply = await client.call('stock.lot', 'create', { vals_list: [{ name: 'TWIN', product_id: plant.fg }] });
  expect([reply.status, reply.body.name]).toEqual([422, 'odoo.exceptions.ValidationError']);
});
