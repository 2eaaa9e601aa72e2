/** Rows of the fault table that a healthy real server can be made to answer, and traps our postings rely on. */
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import type { Erp, ErpCall } from '../../nodes/src/domain/ports.ts';
import { type Aim, aimAt, faultRows, hollowRows } from '../contract/fault-rows.ts';
import { until } from '../support/time.ts';
import { realOdoo } from './odoo.ts';
import { createOrder, must, type SeededPlant, seedPlant } from './seed.ts';

const odoo = realOdoo('19');
const run = odoo.available ? describe : describe.skip;
jest.setTimeout(120_000);

run(`Odoo 19 itself${odoo.available ? '' : ` (left out: ${odoo.reason})`}`, () => {
  let erps: { json2: Erp; jsonrpc: Erp };
  let plant: SeededPlant;
  let orders: Erp;
  let aim: Aim;
  let impatient: Erp;

  beforeAll(async () => {
    const server = await odoo.open();
    const connection = {
      url: server.url,
      db: server.db,
      tls: { rejectUnauthorized: true },
      deadlineMs: 90_000,
      parallelCalls: 8,
    };
    const user = { ...connection, login: server.login, apiKey: server.apiKey };
    erps = { json2: openErp({ ...user, protocol: 'json2' }), jsonrpc: openErp({ ...user, protocol: 'jsonrpc' }) };
    orders = erps.json2;
    const admin = openErp({
      ...connection,
      login: server.adminLogin,
      apiKey: server.adminPassword,
      protocol: 'jsonrpc',
    });
    plant = await seedPlant(admin, `F${Date.now().toString(36).slice(-6).toUpperCase()}`);
    aim = await aimAt(orders, plant);
    impatient = openErp({ ...user, protocol: 'json2', deadlineMs: 150 });
  }, 600_000);

  describe.each(['json2', 'jsonrpc'] as const)('by %s', (protocol) => {
    test.each(faultRows.map((row) => [row.what, row] as const))('%s', async (_what, row) => {
      expect(await erps[protocol].call(row.call(aim))).toMatchObject({
        ok: false,
        failure: { code: row.code, class: row.class },
      });
    });

    test.each(hollowRows.map((row) => [row.what, row] as const))('%s is a success that is none', async (_what, row) => {
      expect(await erps[protocol].call(row.call(aim))).toEqual({ ok: true, value: row.returns });
    });
  });

  test('two writes to one record at once both succeed: Odoo repeats the one that lost', async () => {
    const write = (ref: string): ErpCall => ({
      model: 'stock.lot',
      method: 'write',
      ids: [aim.lot],
      args: { vals: { ref } },
    });
    const answers = await Promise.all(['a', 'b', 'c'].map((ref) => orders.call(write(ref))));
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true]);
  });

  test('a call that nobody waits for any more is finished all the same', async () => {
    const order = await createOrder(orders, plant, 3);
    await until('a quick profile', async () => (await impatient.profile()).ok, 60_000);
    const done: ErpCall = {
      model: 'mrp.production',
      method: 'button_mark_done',
      ids: [order.id],
      context: { skip_backorder: true },
    };
    const answer = await impatient.call(done);
    if (!answer.ok)
      expect(answer.failure).toMatchObject({ code: 'odoo-answer-lost', class: 'unknown', retryAfterMs: 30_000 });
    const read: ErpCall = { model: 'mrp.production', method: 'read', ids: [order.id], args: { fields: ['state'] } };
    const state = async () => (await must<{ state: string }[]>(orders, read))[0]?.state;
    await until('the order to be done', async () => (await state()) === 'done', 60_000);
  });

  test('eight creations of one external id at once give one record; losers are told to try again', async () => {
    const call: ErpCall = {
      model: 'stock.lot',
      method: 'load',
      args: {
        fields: ['id', 'name', 'product_id/.id'],
        data: [[`mfgx.lot__${plant.prefix}-race`, `${plant.prefix}-RACE`, String(plant.fg.id)]],
      },
      context: { mode: 'update', noupdate: true },
    };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => must<{ ids: number[] | false; messages: { message: string }[] }>(orders, call)),
    );
    const ids = new Set(answers.flatMap((answer) => answer.ids || []));
    expect(ids.size).toBe(1);
    for (const answer of answers.filter((one) => one.ids === false))
      expect(answer.messages[0]?.message).toMatch(/could not serialize/);
  });

  test('a scrap order is scrapped again when it is validated again', async () => {
    const [id] = await must<number[]>(orders, {
      model: 'stock.scrap',
      method: 'create',
      args: { vals_list: [{ product_id: plant.rmA.id, scrap_qty: 1, location_id: plant.stockLocation }] },
    });
    const moves = async () =>
      (
        await must<{ move_ids: number[] }[]>(orders, {
          model: 'stock.scrap',
          method: 'read',
          ids: [id ?? 0],
          args: { fields: ['move_ids'] },
        })
      )[0]?.move_ids.length;
    await must(orders, { model: 'stock.scrap', method: 'action_validate', ids: [id ?? 0] });
    expect(await moves()).toBe(1);
    await must(orders, { model: 'stock.scrap', method: 'action_validate', ids: [id ?? 0] });
    expect(await moves()).toBe(2);
  });

  test('an order closed without any quantity is closed with all of it, under a lot Odoo invents', async () => {
    const order = await createOrder(orders, plant, 3);
    await must(orders, {
      model: 'mrp.production',
      method: 'button_mark_done',
      ids: [order.id],
      context: { skip_backorder: true },
    });
    const [done] = await must<{ qty_produced: number; lot_producing_ids: number[] }[]>(orders, {
      model: 'mrp.production',
      method: 'read',
      ids: [order.id],
      args: { fields: ['qty_produced', 'lot_producing_ids'] },
    });
    expect(done?.qty_produced).toBe(3);
    expect(done?.lot_producing_ids).toHaveLength(1);
  });

  test('an empty list of fields means all of them', async () => {
    const [product] = await must<Record<string, unknown>[]>(orders, {
      model: 'product.product',
      method: 'search_read',
      args: { domain: [['id', '=', plant.fg.id]], fields: [] },
    });
    expect(Object.keys(product ?? {}).length).toBeGreaterThan(50);
  });
});
