/** Changes out of real servers: an order with its components on both versions; what long transactions write on Odoo 19. */
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import { system } from '../../nodes/src/adapters/system.ts';
import type { Message } from '../../nodes/src/domain/message.ts';
import type { FeedParts } from '../../nodes/src/domain/odoo/changes/feed.ts';
import { textOf } from '../../nodes/src/domain/odoo/changes/moment.ts';
import { OrderFeed } from '../../nodes/src/domain/odoo/changes/order-feed.ts';
import { RecordFeed } from '../../nodes/src/domain/odoo/changes/record-feed.ts';
import { orderTables as orderTables14 } from '../../nodes/src/domain/odoo/dialects/v14/changes.ts';
import { orderTables as orderTables19 } from '../../nodes/src/domain/odoo/dialects/v19/changes.ts';
import { type Erp, ok, type Result } from '../../nodes/src/domain/ports.ts';
import { sitePackSchema } from '../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../nodes/src/domain/site/resource.ts';
import type { ErpServer } from '../contract/erp.ts';
import { realOdoo } from './odoo.ts';
import { createOrder, must, type SeededOrder, type SeededPlant, type SeededProduct, seedPlant } from './seed.ts';

const policy = { overlapMs: 30_000, pageSize: 50, start: 'now' };
jest.setTimeout(600_000);

/** A plant of its own on one server, and what a feed tells about it. */
async function follow(version: '19' | '14', server: ErpServer) {
  const prefix = `OE${version}${Date.now().toString(36).slice(-6).toUpperCase()}`;
  const { url, db } = server;
  const connection = { url, db, tls: { rejectUnauthorized: true }, deadlineMs: 90_000, parallelCalls: 8 };
  const asAdmin = { login: server.adminLogin, apiKey: server.adminPassword, protocol: 'jsonrpc' as const };
  const admin = openErp({ ...connection, ...asAdmin });
  const erp = openErp({ ...connection, login: server.login, apiKey: server.apiKey, protocol: 'auto' });
  const plant = await seedPlant(admin, prefix);
  const profile = await erp.profile();
  const told: Message[] = [];
  const parts: FeedParts = {
    ...{ erp, hash: system.hash, ownUid: profile.ok ? profile.value.uid : undefined, ownWrites: 'hide' },
    ...{ enterprise: 'ACME', site: 'MUC1', system: 'odoo', nowMs: () => Date.now() },
    take: async (arrived) => {
      told.push(...arrived.map(({ message }) => message));
      return ok(undefined);
    },
  };
  return { prefix, admin, plant, told, parts };
}

const odoo = realOdoo('19');
const run = odoo.available ? describe : describe.skip;

run(`changes out of Odoo 19${odoo.available ? '' : ` (left out: ${odoo.reason})`}`, () => {
  test('what a long transaction writes is found after newer changes were, and each of them once', async () => {
    const { prefix, admin, plant, told, parts } = await follow('19', await odoo.open());
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
    const feed = new RecordFeed(parts, watch, policy, []);
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
});

for (const [version, tables] of [
  ['19', orderTables19],
  ['14', orderTables14],
] as const) {
  const server = realOdoo(version);
  const runOn = server.available ? describe : describe.skip;

  runOn(`orders of Odoo ${version}${server.available ? '' : ` (left out: ${server.reason})`}`, () => {
    test('one is there already, one is released, changed by its component and cancelled; both are told again', async () => {
      const { admin, plant, told, parts } = await follow(version, await server.open());
      const begun = textOf(Date.now() - 60_000);
      const old = await createOrder(admin, plant, 2);
      const feed = new OrderFeed({ ...parts, tables, pack: site(plant), first: 'release' }, policy, []);
      const done = async (report: Promise<Result<unknown>>) => expect(await report).toMatchObject({ ok: true });
      await done(feed.poll());
      const order = await createOrder(admin, plant, 4);
      await done(feed.poll());
      await needMore(admin, order, plant.rmA);
      await done(feed.poll());
      await must(admin, { model: 'mrp.production', method: 'action_cancel', ids: [order.id] });
      await done(feed.poll());
      await done(feed.poll());
      expect(about(told, old)).toEqual([['released', 1, 'backfill']]);
      const since = [
        ['released', 1, 'live'],
        ['changed', 2, 'live'],
        ['cancelled', 3, 'live'],
      ];
      expect(about(told, order)).toEqual(since);
      await done(feed.replay(begun, textOf(Date.now() + 60_000), 'again'));
      expect(about(told, old).slice(1)).toEqual([['released', 1, 'replay']]);
      expect(about(told, order)).toEqual([...since, ['cancelled', 3, 'replay']]);
    });
  });
}

/** A person raises what an order needs of one material. */
async function needMore(admin: Erp, order: SeededOrder, material: SeededProduct): Promise<void> {
  const [move] = await must<{ id: number }[]>(admin, {
    model: 'stock.move',
    method: 'search_read',
    args: {
      domain: [
        ['raw_material_production_id', '=', order.id],
        ['product_id', '=', material.id],
      ],
      fields: ['id'],
    },
  });
  const vals = { product_uom_qty: 3 };
  await must(admin, { model: 'stock.move', method: 'write', ids: [move?.id ?? 0], args: { vals } });
}

interface Told {
  readonly type: string;
  readonly deliverymode: string;
  readonly data: { readonly operationsRequestId: string; readonly requestVersion: number };
}

const about = (told: readonly Message[], order: SeededOrder) =>
  told
    .map(({ event }) => event as Told)
    .filter(({ data }) => data?.operationsRequestId === order.name)
    .map(({ type, data, deliverymode }) => [type.split('.')[3], data.requestVersion, deliverymode]);

const site = (plant: SeededPlant) =>
  siteResource(
    sitePackSchema.parse({
      ...{ format: 1, name: 'p', title: 'P', enterprise: 'ACME', site: 'MUC1', timeZone: 'Europe/Berlin' },
      ...{ shifts: [{ id: 'A', start: '06:00' }], endpoints: {}, policies: {}, equipment: [] },
      bindings: [
        ...[plant.fg, plant.rmA, plant.rmB, plant.byproduct].map(({ code }) => ({
          ...{ domain: 'material', canonicalId: code.split('-')[1], by: 'code', value: code },
        })),
        { domain: 'equipment', canonicalId: 'ACME/MUC1/PACK/L3', by: 'code', value: plant.prefix },
      ],
    }),
  );
