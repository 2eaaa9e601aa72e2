/** Orders of the simulated Odoo: what the plant is told when somebody works on them. */
import { openErp } from '../../../../nodes/src/adapters/odoo/client.ts';
import { system } from '../../../../nodes/src/adapters/system.ts';
import type { CounterState } from '../../../../nodes/src/domain/journal.ts';
import type { Message } from '../../../../nodes/src/domain/message.ts';
import { OrderFeed } from '../../../../nodes/src/domain/odoo/changes/order-feed.ts';
import { orderTables } from '../../../../nodes/src/domain/odoo/dialects/v19/changes.ts';
import { type Erp, ok } from '../../../../nodes/src/domain/ports.ts';
import { sitePackSchema } from '../../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../../nodes/src/domain/site/resource.ts';
import { createOrder, must, type SeededOrder, type SeededPlant, seedPlant } from '../../../live/seed.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../../../plant/odoo/server.ts';
import { until } from '../../../support/time.ts';

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

interface Told {
  readonly type: string;
  readonly deliverymode: string;
  readonly data: Record<string, unknown>;
}

describe('Odoo', () => {
  let odoo: SimulatedOdoo;
  let admin: Erp;
  let erp: Erp;
  let plant: SeededPlant;
  let notes: Map<string, CounterState>;
  let told: Message[];

  beforeAll(async () => {
    odoo = await startSimulatedOdoo();
    const { url, db } = odoo;
    const connection = { url, db, tls: { rejectUnauthorized: true }, deadlineMs: 30_000, parallelCalls: 4 };
    admin = openErp({ ...connection, protocol: 'jsonrpc', login: odoo.adminLogin, apiKey: odoo.adminPassword });
    erp = openErp({ ...connection, protocol: 'auto', login: odoo.login, apiKey: odoo.apiKey });
    plant = await seedPlant(admin, 'OE');
  });
  afterAll(() => odoo.stop());
  beforeEach(() => {
    notes = new Map();
    told = [];
  });

  const feed = async (change: object = {}): Promise<OrderFeed> => {
    const profile = await erp.profile();
    const parts = {
      ...{ erp, hash: system.hash, ownUid: profile.ok ? profile.value.uid : undefined, ownWrites: 'hide' as const },
      ...{ enterprise: 'ACME', site: 'MUC1', system: 'odoo', pack: site(plant), first: 'release' as const },
      tables: orderTables,
      nowMs: () => Date.now(),
      take: async (arrived: readonly { message: Message }[], states: readonly CounterState[]) => {
        told.push(...arrived.map(({ message }) => message));
        for (const state of states) notes.set(state.tag, structuredClone(state));
        return ok(undefined);
      },
      ...change,
    };
    return new OrderFeed(parts, { overlapMs: 60_000, pageSize: 50, start: 'now' }, [...notes.values()]);
  };
  const poll = async (following: OrderFeed): Promise<void> => {
    const polled = await following.poll();
    if (!polled.ok) throw new Error(JSON.stringify(polled.failure));
  };
  const about = (order: SeededOrder): Told[] =>
    told.map(({ event }) => event as Told).filter(({ data }) => data?.['operationsRequestId'] === order.name);
  const kinds = (order: SeededOrder): string[] =>
    about(order).map(({ type, data }) => `${type.split('.')[3]} ${String(data['requestVersion'])}`);
  const cancel = (order: SeededOrder, by: Erp) =>
    must(by, { model: 'mrp.production', method: 'action_cancel', ids: [order.id] });

  test('an order that is open at the first look is released as back-fill, a new one live, with all it needs', async () => {
    const old = await createOrder(admin, plant, 12);
    const following = await feed();
    await poll(following);
    const fresh = await createOrder(admin, plant, 5);
    await poll(following);
    await poll(following);
    expect(about(old).map(({ deliverymode }) => deliverymode)).toEqual(['backfill']);
    expect(kinds(fresh)).toEqual(['released 1']);
    expect(about(fresh)[0]).toMatchObject({
      deliverymode: 'live',
      data: {
        material: { materialDefinitionId: 'FG' },
        quantity: { value: '5', uom: 'C62' },
        lotPolicy: { tracking: 'lot' },
        eventTimeZone: 'Europe/Berlin',
        segments: [
          {
            segmentId: '10',
            jobOrderId: `${fresh.name}-10`,
            equipmentId: 'ACME/MUC1/PACK/L3',
            materialRequirements: expect.arrayContaining([
              { materialDefinitionId: 'RMA', materialUse: 'Consumed', quantity: { value: '2.5', uom: 'KGM' } },
              { materialDefinitionId: 'RMB', materialUse: 'Consumed', quantity: { value: '10', uom: 'C62' } },
              {
                materialDefinitionId: 'BYP',
                materialUse: 'By-product Produced',
                quantity: { value: '0.5', uom: 'KGM' },
              },
            ]),
          },
          { segmentId: '20' },
        ],
      },
    });
  });

  test('a component that changes makes a version, chatter makes none, a restart repeats none', async () => {
    const order = await createOrder(admin, plant, 4);
    const following = await feed();
    await poll(following);
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
    await poll(following);
    await must(admin, {
      model: 'mrp.production',
      method: 'write',
      ids: [order.id],
      args: { vals: { origin: 'said by phone' } },
    });
    await poll(following);
    await poll(await feed());
    expect(kinds(order)).toEqual(['released 1', 'changed 2']);
    expect(about(order)[1]?.data['changes']).toEqual([
      { path: expect.stringMatching(/^\/segments\/0\/materialRequirements\/\d\/quantity\/value$/), old: '2', new: '3' },
    ]);
  });

  test('a cancelled order is cancelled once, a deleted one by the sweep', async () => {
    const [cancelled, deleted] = [await createOrder(admin, plant, 4), await createOrder(admin, plant, 4)];
    const following = await feed();
    await poll(following);
    await cancel(cancelled, admin);
    odoo.control.call('mrp.production', 'unlink', [deleted.id]);
    await poll(following);
    await following.sweep();
    await following.sweep();
    expect(kinds(cancelled)).toEqual(['released 1', 'cancelled 2']);
    expect(about(deleted).at(-1)).toMatchObject({
      type: 'mfg.operations.request.cancelled.v1',
      data: { reason: { code: 'DELETED' } },
    });
    expect(kinds(deleted)).toEqual(['released 1', 'cancelled 2']);
  });

  test('what we cancelled ourselves is not told to us, unless it is wanted', async () => {
    const [hidden, shown] = [await createOrder(admin, plant, 4), await createOrder(admin, plant, 4)];
    const first = await feed();
    await poll(first);
    // Odoo shows whole seconds: what is written in the second of the last look cannot be told from it.
    const seenIn = Math.floor(Date.now() / 1_000);
    await until('that second is over', () => Math.floor(Date.now() / 1_000) > seenIn);
    await cancel(hidden, erp);
    await poll(first);
    expect(kinds(hidden)).toEqual(['released 1']);
    const second = await feed({ ownWrites: 'show' });
    await cancel(shown, erp);
    await poll(second);
    expect(kinds(shown)).toEqual(['released 1', 'cancelled 2']);
  });

  test('a material nobody bound keeps the order back, once, until the site pack knows it', async () => {
    const order = await createOrder(admin, plant, 4);
    const bare = { ...plant, rmB: { ...plant.rmB, code: 'OTHER-X' } };
    const following = await feed({ pack: site(bare) });
    await poll(following);
    await following.sweep();
    const refused = told.filter(({ failure, event }) => failure && (event as { order: string }).order === order.name);
    expect(refused.map(({ failure }) => failure?.code)).toEqual(['unmapped']);
    const repaired = await feed();
    await repaired.sweep();
    expect(kinds(order)).toEqual(['released 1']);
  });
});
