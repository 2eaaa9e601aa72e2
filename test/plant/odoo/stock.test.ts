/** Stock: reservation, transfers, scrap, counting. */
import { type Client, clientOf, newLot, newOrder, type SmallPlant, smallPlant } from './bench.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from './server.ts';

jest.setTimeout(60_000);

let server: SimulatedOdoo;
let client: Client;
let plant: SmallPlant;
let shelf: number;

beforeAll(async () => {
  server = await startSimulatedOdoo();
  client = clientOf(server);
  plant = await smallPlant(client, 'st');
  shelf = await client.admin('stock.location', 'create', [{ name: 'Shelf', location_id: 4, usage: 'internal' }]);
});

afterAll(() => server.stop());

const quantOf = async (product: number, location: number, lot: number | false) => {
  const [quant] = await client.ok('stock.quant', 'search_read', {
    domain: [
      ['product_id', '=', product],
      ['location_id', '=', location],
      ['lot_id', '=', lot],
    ],
    fields: ['quantity', 'reserved_quantity', 'available_quantity'],
  });
  return quant;
};

async function transfer(product: number, quantity: number): Promise<{ id: number; move: number }> {
  const places = { location_id: plant.stock, location_dest_id: shelf };
  const [id] = await client.ok('stock.picking', 'create', {
    vals_list: [
      {
        picking_type_id: 7,
        ...places,
        move_ids: [[0, 0, { product_id: product, product_uom_qty: quantity, ...places }]],
      },
    ],
  });
  await client.ok('stock.picking', 'action_confirm', { ids: [id] });
  const [{ move_ids }] = await client.ok('stock.picking', 'read', { ids: [id], fields: ['move_ids'] });
  return { id, move: move_ids[0] };
}

const stateOf = async (model: string, id: number) =>
  (await client.ok(model, 'read', { ids: [id], fields: ['state'] }))[0].state;

test('a transfer with nothing picked moves what is reserved', async () => {
  const { id } = await transfer(plant.rmA, 5);
  expect(await stateOf('stock.picking', id)).toBe('assigned');
  expect(await client.ok('stock.picking', 'button_validate', { ids: [id] })).toBe(true);
  expect(await quantOf(plant.rmA, shelf, false)).toMatchObject({ quantity: 5, reserved_quantity: 0 });
  expect(await client.ok('stock.picking', 'button_validate', { ids: [id] })).toBe(true);
  expect(await quantOf(plant.rmA, shelf, false)).toMatchObject({ quantity: 5 });
});

test('a part asks about the rest, which becomes a transfer of its own', async () => {
  const { id, move } = await transfer(plant.rmB, 10);
  const [{ move_line_ids }] = await client.ok('stock.move', 'read', { ids: [move], fields: ['move_line_ids'] });
  const line = {
    picking_id: id,
    move_id: move,
    product_id: plant.rmB,
    lot_id: plant.lots[1],
    quantity: 4,
    picked: true,
  };
  await client.ok('stock.picking', 'write', {
    ids: [id],
    vals: { move_line_ids: [...move_line_ids.map((old: number) => [2, old, 0]), [0, 0, line]] },
  });
  const reply = await client.ok('stock.picking', 'button_validate', { ids: [id] });
  expect(reply.res_model).toBe('stock.backorder.confirmation');
  expect(await stateOf('stock.picking', id)).toBe('assigned');
  expect(await client.ok('stock.picking', 'button_validate', { ids: [id], context: { skip_backorder: true } })).toBe(
    true,
  );
  const [rest] = await client.ok('stock.picking', 'search_read', { domain: [['backorder_id', '=', id]] });
  expect(rest.state).toBe('assigned');
  const [left] = await client.ok('stock.move', 'read', { ids: rest.move_ids, fields: ['product_uom_qty'] });
  expect(left.product_uom_qty).toBe(6);
  await client.ok('stock.picking', 'action_cancel', { ids: [rest.id] });
});

test('stock that arrives serves the order that waits for it', async () => {
  const have = (await quantOf(plant.rmA, plant.stock, false)).available_quantity;
  const order = await newOrder(client, plant.fg, Math.ceil(have / 2) + 10);
  const waiting = async () =>
    (await client.ok('mrp.production', 'read', { ids: [order], fields: ['reservation_state'] }))[0].reservation_state;
  expect(await waiting()).toBe('confirmed');
  for (const [product, lot] of [
    [plant.rmA, false],
    [plant.rmB, plant.lots[1]],
  ] as const)
    await client.ok('stock.quant', 'create', {
      vals_list: [{ product_id: product, location_id: plant.stock, lot_id: lot, inventory_quantity_auto_apply: 5_000 }],
      context: { inventory_mode: true },
    });
  expect(await waiting()).toBe('assigned');
  await client.ok('mrp.production', 'action_cancel', { ids: [order] });
});

test('more scrap than stock asks, and can be forced below zero', async () => {
  const lot = await newLot(client, plant.rmB, 'SCARCE');
  const [scrap] = await client.ok('stock.scrap', 'create', {
    vals_list: [{ product_id: plant.rmB, lot_id: lot, scrap_qty: 3 }],
  });
  const reply = await client.ok('stock.scrap', 'action_validate', { ids: [scrap] });
  expect(reply.res_model).toBe('stock.warn.insufficient.qty.scrap');
  expect(await stateOf('stock.scrap', scrap)).toBe('draft');
  await client.ok('stock.scrap', 'do_scrap', { ids: [scrap] });
  expect(await quantOf(plant.rmB, plant.stock, lot)).toMatchObject({ quantity: -3 });
});

test('a count is absolute and can be repeated; it is not open to everybody as a write', async () => {
  const lot = await newLot(client, plant.rmB, 'COUNT');
  const count = (quantity: number) =>
    client.ok('stock.quant', 'create', {
      vals_list: [
        { product_id: plant.rmB, location_id: plant.stock, lot_id: lot, inventory_quantity_auto_apply: quantity },
      ],
      context: { inventory_mode: true },
    });
  const [first] = await count(50);
  expect(await count(50)).toEqual([first]);
  expect(await count(20)).toEqual([first]);
  expect(await quantOf(plant.rmB, plant.stock, lot)).toMatchObject({ quantity: 20 });
  const refused = await client.call('stock.quant', 'write', {
    ids: [first],
    vals: { inventory_quantity_auto_apply: 1 },
    context: { inventory_mode: true },
  });
  expect([refused.status, refused.body.name]).toEqual([403, 'odoo.exceptions.AccessError']);
});

test('a count that is older than the stock asks first', async () => {
  const lot = await newLot(client, plant.rmB, 'OUTDATED');
  const [id] = await client.ok('stock.quant', 'create', {
    vals_list: [{ product_id: plant.rmB, location_id: plant.stock, lot_id: lot, inventory_quantity_auto_apply: 5 }],
    context: { inventory_mode: true },
  });
  await client.ok('stock.quant', 'write', { ids: [id], vals: { inventory_quantity: 4 } });
  await client.ok('stock.quant', 'write', { ids: [id], vals: { quantity: 6 } });
  const reply = await client.ok('stock.quant', 'action_apply_inventory', { ids: [id] });
  expect(reply.res_model).toBe('stock.inventory.conflict');
  expect(await quantOf(plant.rmB, plant.stock, lot)).toMatchObject({ quantity: 6 });
});
