/** Rows of the fault table that a healthy real server can be made to answer, and traps our postings rely on. */
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import type { FailureClass } from '../../nodes/src/domain/failure.ts';
import type { Erp, ErpCall } from '../../nodes/src/domain/ports.ts';
import { realOdoo } from './odoo.ts';
import { createOrder, must, type SeededPlant, seedPlant } from './seed.ts';

const odoo = realOdoo('19');
const run = odoo.available ? describe : describe.skip;
jest.setTimeout(120_000);

interface Row {
  readonly what: string;
  /** `lot` is a record that the user may write. */
  readonly call: (lot: number) => ErpCall;
  readonly code: string;
  readonly class: FailureClass;
}

const write =
  (vals: Record<string, unknown>) =>
  (lot: number): ErpCall => ({
    model: 'stock.lot',
    method: 'write',
    ids: [lot],
    args: { vals },
  });
const create = (model: string, vals: Record<string, unknown>) => (): ErpCall => ({
  model,
  method: 'create',
  args: { vals_list: [vals] },
});

const ROWS: readonly Row[] = [
  {
    what: 'required field missing',
    call: create('stock.lot', { name: 'X' }),
    code: 'odoo-refused-values',
    class: 'business',
  },
  {
    what: 'unknown field in a create',
    call: create('stock.lot', { nope: 1 }),
    code: 'odoo-call-refused',
    class: 'business',
  },
  { what: 'unknown field in a write', call: write({ nope: 1 }), code: 'odoo-call-refused', class: 'business' },
  {
    what: 'time with T and Z',
    call: create('mrp.production', { date_start: '2026-11-20T08:00:00Z' }),
    code: 'odoo-call-refused',
    class: 'business',
  },
  {
    what: 'unknown external id',
    call: () => ({
      model: 'ir.model.data',
      method: 'check_object_reference',
      args: { module: 'mfgx', xml_id: 'nope' },
    }),
    code: 'odoo-call-refused',
    class: 'business',
  },
  {
    what: 'argument missing',
    call: () => ({ model: 'decimal.precision', method: 'precision_get' }),
    code: 'odoo-call-refused',
    class: 'business',
  },
  {
    what: 'model the user may not touch',
    call: create('ir.actions.server', { name: 'x' }),
    code: 'odoo-access-denied',
    class: 'business',
  },
];

run(`Odoo 19 itself${odoo.available ? '' : ` (left out: ${odoo.reason})`}`, () => {
  let erps: { json2: Erp; jsonrpc: Erp };
  let plant: SeededPlant;
  let orders: Erp;
  let lot: number;

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
    const made = await erps.json2.call(create('stock.lot', { name: `${plant.prefix}-F`, product_id: plant.rmB.id })());
    lot = made.ok ? Number((made.value as number[])[0]) : 0;
  }, 600_000);

  describe.each(['json2', 'jsonrpc'] as const)('by %s', (protocol) => {
    test.each(ROWS.map((row) => [row.what, row] as const))('%s', async (_what, row) => {
      expect(await erps[protocol].call(row.call(lot))).toMatchObject({
        ok: false,
        failure: { code: row.code, class: row.class },
      });
    });
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
