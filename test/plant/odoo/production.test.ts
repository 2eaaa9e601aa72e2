/** Manufacturing orders from draft to done: questions, backorders, quantities, work orders, time. */
import { type Client, clientOf, closeOrder, newLot, newOrder, produce, type SmallPlant, smallPlant } from './bench.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from './server.ts';

jest.setTimeout(60_000);

let server: SimulatedOdoo;
let client: Client;
let plant: SmallPlant;

beforeAll(async () => {
  server = await startSimulatedOdoo();
  client = clientOf(server);
  plant = await smallPlant(client, 'mo');
});

afterAll(() => server.stop());

const order = async (id: number) => (await client.ok('mrp.production', 'read', { ids: [id] }))[0];
const components = (id: number) =>
  client.ok('stock.move', 'search_read', {
    domain: [['raw_material_production_id', '=', id]],
    fields: ['product_id', 'product_uom_qty', 'quantity', 'picked', 'state', 'move_line_ids'],
  });
const works = (id: number) => client.ok('mrp.workorder', 'search_read', { domain: [['production_id', '=', id]] });
let serial = 0;
const lotOf = (product: number): Promise<number> => {
  serial += 1;
  return newLot(client, product, `LOT${serial}`);
};

test('confirming reserves components, the oldest lot first, and blocks the second work order', async () => {
  const id = await newOrder(client, plant.fg, 10);
  expect(await order(id)).toMatchObject({ state: 'confirmed', reservation_state: 'assigned', consumption: 'warning' });
  expect(await components(id)).toMatchObject([
    { product_uom_qty: 20, quantity: 20, state: 'assigned', picked: false },
    { product_uom_qty: 5, quantity: 5, state: 'assigned', picked: false },
  ]);
  expect(await works(id)).toMatchObject([{ state: 'ready' }, { state: 'blocked' }]);
  await client.ok('mrp.production', 'action_cancel', { ids: [id] });
  expect((await components(id)).map((move: { quantity: number }) => move.quantity)).toEqual([0, 0]);
});

test('writing the produced quantity moves no component, so that closing asks about consumption', async () => {
  const id = await newOrder(client, plant.fg, 5);
  await client.ok('mrp.production', 'write', {
    ids: [id],
    vals: { lot_producing_ids: [[6, 0, [await lotOf(plant.fg)]]], qty_producing: 5 },
  });
  const reply = await closeOrder(client, id);
  expect(reply).toMatchObject({ status: 200, body: { res_model: 'mrp.consumption.warning' } });
  expect((await order(id)).state).toBe('progress');
  const forced = await closeOrder(client, id, { skip_consumption: true });
  expect(forced.body).toBe(true);
  expect((await components(id)).map((move: { state: string }) => move.state)).toEqual(['cancel', 'cancel']);
});

test('closing short asks about the rest; with a backorder the done order is renamed', async () => {
  const id = await newOrder(client, plant.fg, 10, { origin: 'BACK' });
  const { name } = await order(id);
  await produce(client, id, 6, [await lotOf(plant.fg)]);
  expect((await closeOrder(client, id)).body).toMatchObject({ res_model: 'mrp.production.backorder' });
  expect((await order(id)).state).toBe('progress');
  const { body } = await closeOrder(client, id, { skip_backorder: true, mo_ids_to_backorder: [id] });
  expect(body).toMatchObject({ res_model: 'mrp.production' });
  const [done, rest] = [await order(id), await order(body.res_id)];
  expect(done).toMatchObject({
    name: `${name}-001`,
    state: 'done',
    product_qty: 6,
    qty_produced: 6,
    backorder_sequence: 1,
  });
  expect(rest).toMatchObject({
    name: `${name}-002`,
    state: 'confirmed',
    product_qty: 4,
    qty_producing: 0,
    origin: 'BACK',
  });
  expect(rest.production_group_id).toEqual(done.production_group_id);
  expect(await components(rest.id)).toMatchObject([
    { quantity: 8, state: 'assigned' },
    { quantity: 2, state: 'assigned' },
  ]);
  const again = await closeOrder(client, id, { skip_backorder: true, mo_ids_to_backorder: [id] });
  expect([again.status, again.body.name]).toEqual([422, 'odoo.exceptions.ValidationError']);
  expect(await client.ok('mrp.production', 'search_count', { domain: [['origin', '=', 'BACK']] })).toBe(2);
});

test('a second part of the same order goes on counting', async () => {
  const id = await newOrder(client, plant.fg, 10, { origin: 'PARTS' });
  let open = id;
  for (const quantity of [2, 3]) {
    await produce(client, open, quantity, [await lotOf(plant.fg)]);
    open = (await closeOrder(client, open, { skip_backorder: true, mo_ids_to_backorder: [open] })).body.res_id;
  }
  await produce(client, open, 1, [await lotOf(plant.fg)]);
  expect((await closeOrder(client, open, { skip_backorder: true })).body).toBe(true);
  const parts = await client.ok('mrp.production', 'search_read', {
    domain: [['origin', '=', 'PARTS']],
    fields: ['name', 'product_qty', 'qty_produced', 'state'],
    order: 'id',
  });
  expect(parts.map((part: { name: string }) => part.name.slice(-4))).toEqual(['-001', '-002', '-003']);
  expect(parts).toMatchObject([
    { qty_produced: 2 },
    { qty_produced: 3 },
    { product_qty: 5, qty_produced: 1, state: 'done' },
  ]);
});

test('the wizards do what their contexts ask', async () => {
  const id = await newOrder(client, plant.fg, 4, { origin: 'WIZARD' });
  await produce(client, id, 1, [await lotOf(plant.fg)]);
  const { body } = await closeOrder(client, id);
  const ids = await client.ok(body.res_model, 'create', { vals_list: [{}], context: body.context });
  const after = await client.ok(body.res_model, 'action_backorder', { ids, context: body.context });
  expect(after.res_model).toBe('mrp.production');
  expect((await order(id)).state).toBe('done');
  expect((await order(after.res_id)).product_qty).toBe(3);
});

test('over-production consumes more and asks nothing', async () => {
  const id = await newOrder(client, plant.fg, 5);
  await produce(client, id, 7, [await lotOf(plant.fg)]);
  expect((await closeOrder(client, id)).body).toBe(true);
  expect((await components(id)).map((move: { quantity: number }) => move.quantity)).toEqual([14, 3.5]);
});

test('an order without a lot closes with a lot of its own invention', async () => {
  const id = await newOrder(client, plant.fg, 3);
  expect((await closeOrder(client, id)).body).toBe(true);
  const done = await order(id);
  expect(done).toMatchObject({ state: 'done', qty_produced: 3 });
  const [lot] = await client.ok('stock.lot', 'read', { ids: done.lot_producing_ids, fields: ['name'] });
  expect(lot.name).toMatch(/^\d{7}$/);
});

test('what was really taken replaces what was reserved', async () => {
  const id = await newOrder(client, plant.fg, 10);
  await produce(client, id, 10, [await lotOf(plant.fg)]);
  const [first, second] = await components(id);
  const line = (lot: number, quantity: number) => [
    0,
    0,
    { product_id: plant.rmB, lot_id: lot, quantity, location_id: plant.stock, picked: true },
  ];
  await client.ok('stock.move', 'write', {
    ids: [second.id],
    vals: {
      manual_consumption: true,
      picked: true,
      move_line_ids: [
        ...second.move_line_ids.map((old: number) => [2, old, 0]),
        line(plant.lots[0], 3),
        line(plant.lots[1], 1.4),
      ],
    },
  });
  await client.ok('stock.move', 'write', { ids: [first.id], vals: { quantity: 19, picked: true } });
  await client.ok('mrp.production', 'set_qty_producing', { ids: [id] });
  const moves = await components(id);
  expect(moves.map((move: { quantity: number }) => move.quantity)).toEqual([20, 4.4]);
});

test('one lot for a lot-tracked product, and a serial number only once', async () => {
  const id = await newOrder(client, plant.fg, 2);
  const lots = [await lotOf(plant.fg), await lotOf(plant.fg)];
  const reply = await client.call('mrp.production', 'write', {
    ids: [id],
    vals: { lot_producing_ids: [[6, 0, lots]] },
  });
  expect([reply.status, reply.body.name]).toEqual([422, 'odoo.exceptions.UserError']);
  const pieces = [await lotOf(plant.serial), await lotOf(plant.serial)];
  const serials = await newOrder(client, plant.serial, 2);
  expect((await closeOrder(client, serials)).body).toMatchObject({ res_model: 'mrp.production.serials' });
  await produce(client, serials, 2, pieces);
  expect((await closeOrder(client, serials)).body).toBe(true);
  const again = await newOrder(client, plant.serial, 1);
  await produce(client, again, 1, pieces.slice(0, 1));
  expect((await closeOrder(client, again)).status).toBe(422);
});

test('the quantity wizard takes components, work orders and products along', async () => {
  const id = await newOrder(client, plant.fg, 10);
  const ids = await client.ok('change.production.qty', 'create', { vals_list: [{ mo_id: id, product_qty: 15 }] });
  for (const _time of [1, 2]) expect(await client.ok('change.production.qty', 'change_prod_qty', { ids })).toEqual({});
  expect((await order(id)).product_qty).toBe(15);
  expect((await components(id)).map((move: { product_uom_qty: number }) => move.product_uom_qty)).toEqual([30, 7.5]);
  expect((await works(id)).map((work: { duration_expected: number }) => work.duration_expected)).toEqual([15, 7.5]);
});

test('work orders start, finish and bring their order with them', async () => {
  const id = await newOrder(client, plant.fg, 4);
  const [first, second] = await works(id);
  expect(await client.ok('mrp.workorder', 'button_start', { ids: [first.id] })).toBeNull();
  expect(await order(id)).toMatchObject({ state: 'progress', qty_producing: 4 });
  expect(await client.ok('mrp.workorder', 'button_finish', { ids: [first.id, second.id] })).toBe(true);
  expect((await order(id)).state).toBe('to_close');
  const refused = await client.call('mrp.workorder', 'button_start', { ids: [first.id] });
  expect([refused.status, refused.body.name]).toEqual([422, 'odoo.exceptions.UserError']);
  expect((await closeOrder(client, id)).body).toBe(true);
});

test('reported quantities of all work orders become the quantity of the order', async () => {
  const id = await newOrder(client, plant.fg, 6);
  const [first, second] = await works(id);
  await client.ok('mrp.workorder', 'write', { ids: [first.id], vals: { qty_produced: 4 } });
  expect((await order(id)).qty_producing).toBe(0);
  await client.ok('mrp.workorder', 'write', { ids: [second.id], vals: { qty_produced: 3 } });
  expect((await order(id)).qty_producing).toBe(3);
  expect((await components(id)).map((move: { quantity: number }) => move.quantity)).toEqual([6, 1.5]);
});

test('downtime blocks the work centre until it ends, and counts the hours of its calendar', async () => {
  const id = await newOrder(client, plant.fg, 1);
  const [work] = await works(id);
  const log = (name: string, end: string) =>
    client.ok('mrp.workcenter.productivity', 'load', {
      fields: ['id', 'workcenter_id/.id', 'loss_id/id', 'date_start', 'date_end'],
      data: [[`mo.${name}`, String(plant.workcenter), 'mrp.block_reason1', '2026-11-20 22:00:00', end]],
      context: { tz: 'UTC' },
    });
  await log('down', '');
  const refused = await client.call('mrp.workorder', 'button_start', { ids: [work.id] });
  expect(refused.status).toBe(422);
  await log('down', '2026-11-21 02:00:00');
  const [entry] = await client.ok('mrp.workcenter.productivity', 'search_read', {
    domain: [['workcenter_id', '=', plant.workcenter]],
    fields: ['duration'],
  });
  expect(entry.duration).toBe(240);
  expect(await client.ok('mrp.workorder', 'button_start', { ids: [work.id] })).toBeNull();
});

test('a confirmed order may be deleted, a done one may not be cancelled', async () => {
  const id = await newOrder(client, plant.fg, 1);
  expect(await client.ok('mrp.production', 'unlink', { ids: [id] })).toBe(true);
  expect(await client.ok('mrp.production', 'read', { ids: [id] })).toEqual([]);
  const done = await newOrder(client, plant.fg, 1);
  await closeOrder(client, done);
  expect((await client.call('mrp.production', 'action_cancel', { ids: [done] })).status).toBe(422);
});
