/** Changes out of the real Odoo 19: those of long transactions too, each once; and an order with its components. */
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import type { Message } from '../../nodes/src/domain/message.ts';
import type { FeedParts } from '../../nodes/src/domain/odoo/changes/feed.ts';
import { OrderFeed } from '../../nodes/src/domain/odoo/changes/order-feed.ts';
import { RecordFeed } from '../../nodes/src/domain/odoo/changes/record-feed.ts';
import { orderTables } from '../../nodes/src/domain/odoo/dialects/v19/changes.ts';
import { type Erp, ok } from '../../nodes/src/domain/ports.ts';
import { sitePackSchema } from '../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../nodes/src/domain/site/resource.ts';
import { realOdoo } from './odoo.ts';
import { createOrder, must, type SeededPlant, seedPlant } from './seed.ts';

const odoo = realOdoo('19');
const run = odoo.available ? describe : describe.skip;
jest.setTimeout(120_000);

run(`changes out of Odoo 19${odoo.available ? '' : ` (left out: ${odoo.reason})`}`, () => {
  let admin: Erp;
  let erp: Erp;
  let plant: SeededPlant;
  let told: Message[];
  const prefix = `OE${Date.now().toString(36).slice(-6).toUpperCase()}`;

  beforeAll(async () => {
    const server = await odoo.open();
    const connection = {
      url: server.url,
      db: server.db,
      tls: { rejectUnauthorized: true },
      deadlineMs: 90_000,
      parallelCalls: 8,
    };
    admin = openErp({ ...connection, login: server.adminLogin, apiKey: server.adminPassword, protocol: 'jsonrpc' });
    erp = openErp({ ...connection, login: server.login, apiKey: server.apiKey, protocol: 'json2' });
    plant = await seedPlant(admin, prefix);
  }, 600_000);
  beforeEach(() => {
    told = [];
  });

  const parts = async (): Promise<FeedParts> => {
    const profile = await erp.profile();
    return {
      ...{ erp, hash: system.hash, ownUid: profile.ok ? profile.value.uid : undefined, ownWrites: 'hide' },
      ...{ enterprise: 'ACME', site: 'MUC1', system: 'odoo', nowMs: () => Date.now() },
      take: async (arrived) => {
        told.push(...arrived.map(({ message }) => message));
        return ok(undefined);
      },
    };
  };
  const policy = { overlapMs: 30_000, pageSize: 50, start: 'now' };

  test('what a long transaction writes is found after newer changes were, and each of them once', async () => {
    const lots = await must<number[]>(admin, {
      model: 'stock.lot',
      method: 'create',
      args: {
        vals_list: Array.from({ length: 60 }, (_, at) => ({ name: `${prefix}-${at}`, product_id: plant.fg.id })),
      },
    });
    const [model] = await must<{ id: number }[]>(admin, {
      model: 'ir.model',
      method: 'search_read',
      args: { domain: [['model', '=', 'stock.lot']], fields: ['id'] },
    });
    const code = `env['stock.lot'].browse([${lots.slice(0, 20).join(',')}]).write({'note': 'late'})\nenv.flush_all()\ntime.sleep(4)`;
    const [action] = await must<number[]>(admin, {
      model: 'ir.actions.server',
      method: 'create',
      args: { vals_list: [{ name: `${prefix} slow`, model_id: model?.id, state: 'code', code }] },
    });
    const watch = {
      name: 'lots',
      model: 'stock.lot',
      fields: ['name', 'note'],
      domain: [['product_id', '=', plant.fg.id]] as const,
    };
    const feed = new RecordFeed(await parts(), watch, policy, []);
    await feed.poll();
    const slow = must(admin, { model: 'ir.actions.server', method: 'run', ids: [action ?? 0] });
    // Its transaction should have begun by then, nobody outside can see whether it has. If not, the order of commits is
    // another one, and everything below must hold all the same.
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    for (const id of lots.slice(20))
      await must(admin, { model: 'stock.lot', method: 'write', ids: [id], args: { vals: { note: 'soon' } } });
    await feed.poll();
    const early = told.length;
    await slow;
    await feed.poll();
    await feed.poll();
    const records = told.map(({ event }) => (event as { data: { recordId: number } }).data.recordId);
    expect(early).toBeGreaterThanOrEqual(40);
    expect([...records].sort((one, other) => one - other)).toEqual([...lots].sort((one, other) => one - other));
    await must(admin, { model: 'ir.actions.server', method: 'unlink', ids: [action ?? 0] });
  });

  test('an order is released, changed by its component, and cancelled', async () => {
    const pack = siteResource(
      sitePackSchema.parse({
        ...{ format: 1, name: 'p', title: 'P', enterprise: 'ACME', site: 'MUC1', timeZone: 'Europe/Berlin' },
        ...{ shifts: [{ id: 'A', start: '06:00' }], endpoints: {}, policies: {}, equipment: [] },
        bindings: [
          ...[plant.fg, plant.rmA, plant.rmB, plant.byproduct].map(({ code }) => ({
            ...{ domain: 'material', canonicalId: code.split('-')[1], by: 'code', value: code },
          })),
          { domain: 'equipment', canonicalId: 'ACME/MUC1/PACK/L3', by: 'code', value: prefix },
        ],
      }),
    );
    const feed = new OrderFeed({ ...(await parts()), tables: orderTables, pack, first: 'known' }, policy, []);
    await feed.poll();
    const order = await createOrder(admin, plant, 4);
    const poll = async () => {
      const polled = await feed.poll();
      if (!polled.ok) throw new Error(JSON.stringify(polled.failure));
    };
    await poll();
    const [move] = await must<{ id: number }[]>(admin, {
      model: 'stock.move',
      method: 'search_read',
      args: {
        domain: [
          ['raw_material_production_id', '=', order.id],
          ['product_id', '=', plant.rmA.id],
        ],
        fields: ['id'],
      },
    });
    await must(admin, {
      model: 'stock.move',
      method: 'write',
      ids: [move?.id ?? 0],
      args: { vals: { product_uom_qty: 3 } },
    });
    await poll();
    await must(admin, { model: 'mrp.production', method: 'action_cancel', ids: [order.id] });
    await poll();
    await poll();
    const about = told
      .map(({ event }) => event as { type: string; data: { operationsRequestId: string; requestVersion: number } })
      .filter(({ data }) => data?.operationsRequestId === order.name);
    expect(about.map(({ type, data }) => [type.split('.')[3], data.requestVersion])).toEqual([
      ['released', 1],
      ['changed', 2],
      ['cancelled', 3],
    ]);
  });
});
