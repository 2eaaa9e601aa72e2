/** Orders of the simulated Odoo: what the plant is told when somebody works on them. */
import { openErp } from '../../../../nodes/src/adapters/odoo/client.ts';
import { setUp } from '../../../../nodes/src/adapters/odoo/set-up-command.ts';
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

const site = (plant: SeededPlant, change: object = {}) =>
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
      ...change,
    }),
  );

interface Told {
  readonly type: string;
  readonly deliverymode: string;
  readonly data: Record<string, unknown>;
}

describe.each([
  ['by time', false],
  ['over the outbox', true],
] as const)('Odoo, %s', (_way, outbox) => {
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
    if (outbox) expect(await installOutbox()).toBe(0);
  });
  afterAll(() => odoo.stop());
  beforeEach(() => {
    notes = new Map();
    told = [];
  });

  const installOutbox = (): Promise<number> =>
    setUp(['outbox', 'install'], {
      environment: {
        ...{ ODOO_URL: odoo.url, ODOO_DB: odoo.db, ODOO_LOGIN: odoo.login },
        ...{ ODOO_ADMIN_LOGIN: odoo.adminLogin, ODOO_ADMIN_PASSWORD: odoo.adminPassword },
      },
      nowMs: Date.now(),
      say: () => undefined,
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
    return new OrderFeed(parts, { overlapMs: 60_000, pageSize: 50, start: 'now', outbox }, [...notes.values()]);
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
    const followed = ['order', 'operation', 'component'].map((name) => `${name}:outbox`);
    expect([...notes.keys()].filter((tag) => tag.endsWith(':outbox'))).toEqual(outbox ? followed : []);
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

  test('a replay tells orders as they stand and those that ended, also after a restart; not what we ended ourselves', async () => {
    const [open, cancelled, ours] = [
      await createOrder(admin, plant, 4),
      await createOrder(admin, plant, 4),
      await createOrder(admin, plant, 4),
    ];
    const first = await feed();
    await poll(first);
    const seenIn = Math.floor(Date.now() / 1_000);
    await until('that second is over', () => Math.floor(Date.now() / 1_000) > seenIn);
    await cancel(cancelled, admin);
    await cancel(ours, erp);
    await poll(first);
    await first.sweep();
    const restarted = await feed();
    await poll(restarted);
    await restarted.sweep();
    told.length = 0;
    const [from, to] = ['2000-01-01 00:00:00', '9999-12-31 23:59:59'];
    expect(await restarted.replay(from, to, 'one')).toMatchObject({ ok: true });
    expect([open, cancelled, ours].map(kinds)).toEqual([['released 1'], ['cancelled 2'], []]);
    expect(told.map(({ event }) => (event as Told).deliverymode)).toEqual(told.map(() => 'replay'));
    told.length = 0;
    expect(await restarted.replay(from, from, 'two')).toMatchObject({ ok: true, value: { emitted: 0 } });
    expect(told).toEqual([]);
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

  test('a machine nobody bound keeps the order back, once, and names itself; then the order goes along with it', async () => {
    const order = await createOrder(admin, plant, 4);
    const bare = await feed({ pack: site({ ...plant, prefix: 'OTHER-Z' }) });
    await poll(bare);
    await bare.sweep();
    const refused = told.filter(({ failure, event }) => failure && (event as { order: string }).order === order.name);
    expect(refused.map(({ failure }) => failure?.code)).toEqual(['unmapped']);
    expect(refused[0]?.failure).toMatchObject({
      attempted: `find the equipment "${plant.prefix}" of Odoo`,
      nextStep: 'Add it to "bindings" in site pack p and deploy; the order is released then.',
    });
    expect(kinds(order)).toEqual([]);
    const repaired = await feed();
    await repaired.sweep();
    expect(kinds(order)).toEqual(['released 1']);
    expect(about(order)[0]?.data['segments']).toEqual(
      expect.arrayContaining([expect.objectContaining({ equipmentId: 'ACME/MUC1/PACK/L3' })]),
    );
  });

  test('where a recipe is required, an order without one is kept back and the crosswalk row named; then it goes along', async () => {
    const order = await createOrder(admin, plant, 4);
    const release = { recipe: 'required' };
    const following = await feed({ pack: site(plant, { release }) });
    await poll(following);
    const refused = told.find(({ failure, event }) => failure && (event as { order: string }).order === order.name);
    expect(refused?.failure?.nextStep).toBe(
      'Add { "domain": "recipe", "system": "odoo", "localCode": "FG", "canonicalId": … } to "crosswalk" in site pack p, and deploy; the order is released then.',
    );
    const row = { domain: 'recipe', system: 'odoo', localCode: 'FG', canonicalId: 'RCP/FG/3' };
    const repaired = await feed({ pack: site(plant, { release, crosswalk: [row] }) });
    await repaired.sweep();
    expect(about(order)[0]?.data).toMatchObject({ recipeId: 'RCP/FG', recipeVersion: '3' });
    const another = await feed({ pack: site(plant, { release, crosswalk: [{ ...row, canonicalId: 'RCP/FG/4' }] }) });
    await another.sweep();
    expect(about(order)[1]?.data['changes']).toEqual([{ path: '/recipeVersion', old: '3', new: '4' }]);
  });

  test('what cannot be translated at the first look was there before us and is not told', async () => {
    await createOrder(admin, plant, 4);
    const bare = { ...plant, fg: { ...plant.fg, code: 'OTHER-Y' } };
    const following = await feed({ pack: site(bare), first: 'known' });
    await poll(following);
    expect(told).toEqual([]);
    const fresh = await createOrder(admin, plant, 5);
    await poll(following);
    expect(told.map(({ event }) => (event as { order: string }).order)).toEqual([fresh.name]);
  });

  test('an order that is cancelled while its rows are being read is cancelled, not changed before', async () => {
    const order = await createOrder(admin, plant, 4);
    await poll(await feed());
    let isTorn = false;
    const torn: Erp = {
      ...erp,
      profile: () => erp.profile(),
      async call(call) {
        if (call.model === 'mrp.workorder' && !isTorn) {
          isTorn = true;
          await cancel(order, admin);
        }
        return erp.call(call);
      },
    };
    // The rows are read because something else was written.
    await must(admin, { model: 'mrp.production', method: 'write', ids: [order.id], args: { vals: { priority: '1' } } });
    const following = await feed({ erp: torn });
    await poll(following);
    await poll(following);
    expect(isTorn).toBe(true);
    expect(kinds(order)).toEqual(['released 1', 'cancelled 2']);
  });
});
