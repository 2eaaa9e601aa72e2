/** Every call that answers "fine" without having done what it was asked, or that does it again. */
import { type Client, clientOf, closeOrder, newLot, newOrder, produce, type SmallPlant, smallPlant } from './bench.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from './server.ts';

jest.setTimeout(60_000);

let server: SimulatedOdoo;
let client: Client;
let plant: SmallPlant;

beforeAll(async () => {
  server = await startSimulatedOdoo();
  client = clientOf(server);
  plant = await smallPlant(client, 'trap');
});

afterAll(() => server.stop());

const read = async (model: string, id: number, fields: readonly string[]) =>
  (await client.ok(model, 'read', { ids: [id], fields }))[0];

const stockOf = async (product: number, lot: number | false = false): Promise<number> => {
  const quants = await client.ok('stock.quant', 'search_read', {
    domain: [
      ['product_id', '=', product],
      ['lot_id', '=', lot],
      ['location_id.usage', '=', 'internal'],
    ],
    fields: ['quantity'],
  });
  return quants.reduce((sum: number, quant: { quantity: number }) => sum + quant.quantity, 0);
};

describe('true, and nothing happened', () => {
  test('a record method without ids answers true', async () => {
    expect(await client.ok('mrp.production', 'action_confirm')).toBe(true);
    expect(await client.ok('mrp.production', 'button_mark_done')).toBe(true);
    expect(await client.ok('stock.lot', 'write', { vals: { ref: 'x' } })).toBe(true);
  });

  test('missing ids and ids as text vanish from a read without a word', async () => {
    expect(await client.ok('stock.lot', 'read', { ids: [987654] })).toEqual([]);
    expect(await client.ok('stock.lot', 'read', { ids: [String(plant.lots[0])] })).toEqual([]);
  });

  test('a read of ids alone answers with ids that do not exist', async () => {
    expect(await client.ok('stock.lot', 'read', { ids: [987654], fields: ['id'] })).toEqual([{ id: 987654 }]);
  });

  test('closing a draft answers null, makes up a lot and leaves the order a draft', async () => {
    const [draft] = await client.ok('mrp.production', 'create', {
      vals_list: [{ product_id: plant.fg, product_qty: 3 }],
    });
    expect(await closeOrder(client, draft)).toEqual({ status: 200, body: null });
    const order = await read('mrp.production', draft, ['state', 'lot_producing_ids']);
    expect(order.state).toBe('draft');
    expect(order.lot_producing_ids).toHaveLength(1);
  });

  test('closing a cancelled order answers null', async () => {
    const order = await newOrder(client, plant.fg, 3);
    await client.ok('mrp.production', 'action_cancel', { ids: [order] });
    expect((await closeOrder(client, order)).body).toBeNull();
    expect((await read('mrp.production', order, ['state'])).state).toBe('cancel');
  });
});

describe('values that change silently', () => {
  test.each([
    ['text', 'abc'],
    ['a number in a text', '2'],
    ['the form a read has', [2, 'Administrator']],
  ])('a many2one given as %s is cleared', async (_what, value) => {
    const order = await newOrder(client, plant.fg, 1);
    expect(await client.ok('mrp.production', 'write', { ids: [order], vals: { user_id: value } })).toBe(true);
    expect((await read('mrp.production', order, ['user_id'])).user_id).toBe(false);
  });

  test('null is zero, "false" is true, and a quantity is rounded to the precision of the database', async () => {
    const order = await newOrder(client, plant.fg, 5);
    const write = (vals: object) => client.ok('mrp.production', 'write', { ids: [order], vals });
    await write({ qty_producing: 2.4567 });
    expect((await read('mrp.production', order, ['qty_producing'])).qty_producing).toBe(2.46);
    await write({ qty_producing: null, is_locked: 'false' });
    expect(await read('mrp.production', order, ['qty_producing', 'is_locked'])).toMatchObject({
      qty_producing: 0,
      is_locked: true,
    });
  });

  test('an order can be declared done without any stock move', async () => {
    const order = await newOrder(client, plant.fg, 2);
    expect(await client.ok('mrp.production', 'write', { ids: [order], vals: { state: 'done' } })).toBe(true);
    const moves = await client.ok('stock.move', 'search_count', {
      domain: [['state', '=', 'done'], '|', ['production_id', '=', order], ['raw_material_production_id', '=', order]],
    });
    expect(moves).toBe(0);
  });

  test('a stock user can write the quantity of a quant, and no move tells of it', async () => {
    const before = await client.ok('stock.move', 'search_count', { domain: [['product_id', '=', plant.rmA]] });
    const [quant] = await client.ok('stock.quant', 'search_read', {
      domain: [
        ['product_id', '=', plant.rmA],
        ['location_id', '=', plant.stock],
      ],
      fields: ['quantity'],
    });
    await client.ok('stock.quant', 'write', { ids: [quant.id], vals: { quantity: quant.quantity + 1 } });
    expect(await stockOf(plant.rmA)).toBe(quant.quantity + 1);
    expect(await client.ok('stock.move', 'search_count', { domain: [['product_id', '=', plant.rmA]] })).toBe(before);
  });

  test('the quantity of a confirmed order changes alone, its components stay', async () => {
    const order = await newOrder(client, plant.fg, 4);
    await client.ok('mrp.production', 'write', { ids: [order], vals: { product_qty: 8 } });
    const moves = await client.ok('stock.move', 'search_read', {
      domain: [['raw_material_production_id', '=', order]],
      fields: ['product_uom_qty'],
    });
    expect(moves.map((move: { product_uom_qty: number }) => move.product_uom_qty)).toEqual([8, 2]);
  });

  test('a computed field that is written is ignored', async () => {
    const order = await newOrder(client, plant.fg, 4);
    expect(await client.ok('mrp.production', 'write', { ids: [order], vals: { qty_produced: 3 } })).toBe(true);
    expect((await read('mrp.production', order, ['qty_produced'])).qty_produced).toBe(0);
  });

  test('names of lots that differ in blanks or case are different lots', async () => {
    const ids = await client.ok('stock.lot', 'create', {
      vals_list: ['WS1', ' WS1 ', 'ws1'].map((name) => ({ name, product_id: plant.fg })),
    });
    expect(new Set(ids).size).toBe(3);
  });

  test('clearing the lines of a move leaves orphans that keep the stock reserved', async () => {
    const order = await newOrder(client, plant.fg, 4);
    const [move] = await client.ok('stock.move', 'search_read', {
      domain: [
        ['raw_material_production_id', '=', order],
        ['product_id', '=', plant.rmB],
      ],
      fields: ['move_line_ids'],
    });
    const reserved = async (): Promise<number> => {
      const quants = await client.ok('stock.quant', 'search_read', {
        domain: [
          ['product_id', '=', plant.rmB],
          ['location_id', '=', plant.stock],
        ],
        fields: ['reserved_quantity'],
      });
      return quants.reduce((sum: number, quant: { reserved_quantity: number }) => sum + quant.reserved_quantity, 0);
    };
    const before = await reserved();
    await client.ok('stock.move', 'write', { ids: [move.id], vals: { move_line_ids: [[5, 0, 0]] } });
    expect((await read('stock.move', move.id, ['quantity'])).quantity).toBe(0);
    expect((await read('stock.move.line', move.move_line_ids[0], ['move_id'])).move_id).toBe(false);
    expect(await reserved()).toBe(before);
  });
});

describe('calls that are dangerous to repeat', () => {
  test('validating a scrap twice scraps twice', async () => {
    const before = await stockOf(plant.rmB, plant.lots[1]);
    const [scrap] = await client.ok('stock.scrap', 'create', {
      vals_list: [{ product_id: plant.rmB, lot_id: plant.lots[1], scrap_qty: 2 }],
    });
    for (const _time of [1, 2]) expect(await client.ok('stock.scrap', 'action_validate', { ids: [scrap] })).toBe(true);
    expect(await stockOf(plant.rmB, plant.lots[1])).toBe(before - 4);
    expect((await read('stock.scrap', scrap, ['move_ids'])).move_ids).toHaveLength(2);
  });

  test('unbuilding twice unbuilds twice', async () => {
    const order = await newOrder(client, plant.fg, 4);
    const lot = await newLot(client, plant.fg, 'UNBUILD');
    await produce(client, order, 4, [lot]);
    await closeOrder(client, order);
    const [unbuild] = await client.ok('mrp.unbuild', 'create', {
      vals_list: [{ mo_id: order, product_id: plant.fg, product_qty: 1, lot_id: lot }],
    });
    for (const _time of [1, 2]) await client.ok('mrp.unbuild', 'action_validate', { ids: [unbuild] });
    expect(await stockOf(plant.fg, lot)).toBe(2);
  });

  test('applying a count that nobody made sets the stock to zero', async () => {
    const lot = await newLot(client, plant.rmB, 'COUNTED');
    const [quant] = await client.ok('stock.quant', 'create', {
      vals_list: [{ product_id: plant.rmB, location_id: plant.stock, lot_id: lot, inventory_quantity_auto_apply: 7 }],
      context: { inventory_mode: true },
    });
    expect(await stockOf(plant.rmB, lot)).toBe(7);
    await client.ok('stock.quant', 'action_apply_inventory', { ids: [quant] });
    expect(await stockOf(plant.rmB, lot)).toBe(0);
  });

  test('writing the quantity of a done order corrects the stock', async () => {
    const order = await newOrder(client, plant.fg, 10);
    const lot = await newLot(client, plant.fg, 'CORRECTED');
    await produce(client, order, 10, [lot]);
    expect((await closeOrder(client, order)).body).toBe(true);
    await client.ok('mrp.production', 'write', { ids: [order], vals: { qty_producing: 8 } });
    expect(await stockOf(plant.fg, lot)).toBe(8);
  });

  test('closing a done order again moves nothing, but loses which lots went into it', async () => {
    const order = await newOrder(client, plant.fg, 2);
    const lot = await newLot(client, plant.fg, 'GENEALOGY');
    await produce(client, order, 2, [lot]);
    await closeOrder(client, order);
    const upstream = () =>
      client.ok('stock.move.line', 'search_count', {
        domain: [
          ['produce_line_ids.lot_id', '=', lot],
          ['lot_id', '!=', false],
        ],
      });
    expect(await upstream()).toBe(1);
    expect((await closeOrder(client, order)).body).toBe(true);
    expect(await stockOf(plant.fg, lot)).toBe(2);
    expect(await upstream()).toBe(0);
  });
});
