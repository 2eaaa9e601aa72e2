/** The reconcile node over a real journal, with an Odoo of a few quants: compared once, proposed once, over restarts. */
import { type Erp, fail, ok, type Result } from '../../../nodes/src/domain/ports.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { startReconcile } from '../../../nodes/src/palette/reconcile/behaviour.ts';
import { definition } from '../../../nodes/src/palette/reconcile/definition.ts';
import { demoPlant, event } from '../../domain/mapping/plant.ts';
import { journalBench, started } from '../../support/journal-bench.ts';
import { failureOf, orderMessage, posted, queueOptions } from '../../support/messages.ts';
import { until } from '../../support/time.ts';

jest.setTimeout(60_000);
const bench = journalBench();
const MINUTE = 60_000;
const LATER = 10 * MINUTE;

/** Two places, one product, as Odoo 19 shows them. */
const odoo = { quantity: 15, reserved: 0, isDown: false };
const tables: Readonly<Record<string, () => readonly object[]>> = {
  'stock.location': () => [{ id: 8, display_name: 'WH/Stock', complete_name: 'WH/Stock', parent_path: '1/8/' }],
  'product.product': () => [
    { id: 3, display_name: 'RM-10', default_code: 'RM-10', barcode: false, tracking: 'none', uom_id: [1, 'Units'] },
  ],
  'stock.quant': () => [
    {
      ...{ id: 1, product_id: [3, 'RM-10'], lot_id: false, location_id: [8, 'WH/Stock'] },
      ...{ quantity: odoo.quantity, reserved_quantity: odoo.reserved },
    },
  ],
  'stock.move.line': () => [],
  'uom.uom': () => [{ id: 1, name: 'Units', factor: 1, parent_path: '1/', relative_uom_id: false }],
};
const erp: Erp = {
  profile: async () => ok({ major: 19, version: '19.0', protocol: 'json2', database: 'x' }),
  call: async ({ model, method, args }) => {
    if (odoo.isDown) return fail(failureOf('transient', 'odoo-unreachable'));
    if (method === 'precision_get') return ok(2);
    if (method === 'get_external_id') return ok({ '1': 'uom.product_uom_unit' });
    const wanted = JSON.stringify(args);
    const found = (tables[model] ?? (() => []))();
    // Only one of the places of the plant is there.
    return ok(
      model === 'stock.location' && wanted.includes('complete_name') && !wanted.includes('"WH/Stock"') ? [] : found,
    );
  },
};

function run() {
  const context = bench.context(
    definition.config.parse({ journal: 'journal', sitePack: 'site', connection: 'odoo' }),
    'reconcile-1',
  );
  const site = siteResource({
    ...demoPlant(),
    reconciliation: {
      ...{ tolerance: { absolute: '0', percent: '0' }, classes: {}, materials: {}, reason: 'RECONCILED' },
      ...{ stands: { snapshots: 2 }, drainMinutes: 10 },
    },
  });
  const resource = async <T>(name: string): Promise<Result<T>> =>
    ok(({ site, odoo: erp, journal: bench.journal() } as Record<string, unknown>)[name] as T);
  const sent = (port: string) => {
    const all = context.emitted.filter((one) => one.port === port).map(({ message }) => message);
    return [...new Map(all.map((message) => [message.intake, message.event])).values()] as {
      data: Record<string, unknown>;
      idempotencykey: string;
    }[];
  };
  return { context, sent, start: () => started(startReconcile({ ...context, resource })) };
}

const snapshot = (minute: number, value = '12') => {
  const asOf = new Date(bench.clock.now() + minute * 1_000).toISOString();
  const material = { materialDefinitionId: 'RM-10' };
  const lines = [{ locationId: 'STOCK', material, quantity: { value, uom: 'C62' } }];
  const data = { scope: 'HALL', asOf, locations: ['STOCK'], materials: ['RM-10'], lines };
  return { event: event('inventory.balance.snapshot', data, { system: 'wms', originsystem: 'wms' }), trail: [] };
};
const reasonsIn = (reports: readonly { data: Record<string, unknown> }[]) =>
  reports.flatMap(({ data }) => (data['lines'] as { reason: string }[]).map(({ reason }) => reason));
const untilTold = (node: ReturnType<typeof run>, count: number) =>
  until(
    `${count} reports`,
    async () => {
      await bench.clock.advance(1_000);
      return node.sent('reports').length === count;
    },
    30_000,
  );

beforeEach(() => Object.assign(odoo, { quantity: 15, reserved: 0, isDown: false }));

test('a difference is proposed in the second snapshot, once, also when that comes again after a restart', async () => {
  const before = run();
  const node = await before.start();
  expect(await node.handle(snapshot(0))).toMatchObject({ kind: 'drop', reason: 'filtered' });
  await untilTold(before, 1);
  const second = snapshot(60);
  await node.handle(second);
  await untilTold(before, 2);
  expect(reasonsIn(before.sent('reports'))).toEqual(['not-yet-standing', 'proposed']);
  const [proposal] = before.sent('proposals');
  expect(proposal).toMatchObject({
    type: 'mfg.inventory.adjusted.v1',
    data: { locationId: 'STOCK', quantity: { value: '-3', uom: 'C62' }, reason: { code: 'RECONCILED' } },
  });
  await node.close?.();
  await bench.restart();
  const after = run();
  const again = await after.start();
  expect(await again.handle(second)).toMatchObject({ kind: 'drop', reason: 'duplicate' });
  const changed = structuredClone(second) as unknown as {
    event: { data: { lines: { quantity: { value: string } }[] } };
  };
  for (const line of changed.event.data.lines) line.quantity.value = '11';
  expect(await again.handle(changed as never)).toMatchObject({ failure: { code: 'snapshot-conflict' } });
  expect(await again.handle(snapshot(-3600))).toMatchObject({ kind: 'drop', reason: 'filtered' });
  odoo.quantity = 12;
  await again.handle(snapshot(600));
  await until('both agree', async () => {
    await bench.clock.advance(1_000);
    return reasonsIn(after.sent('reports')).includes('equal');
  });
  const gone = after.sent('proposals').find(({ data }) => data['decisionId'] !== undefined);
  expect(gone?.data).toMatchObject({ decisionId: proposal?.idempotencykey });
  await again.close?.();
});

test('it waits for what is on its way, and says so when the time is over', async () => {
  const journal = bench.journal();
  await journal.openQueue(queueOptions({ queue: 'odoo' }));
  const flying = event('inventory.moved', {
    ...{ moveId: 'T-1', material: { materialDefinitionId: 'RM-10' }, quantity: { value: '3', uom: 'C62' } },
    ...{ fromLocationId: 'STOCK', toLocationId: 'STAGE-1' },
  });
  const message = { ...orderMessage('m'), event: { ...flying, time: '2020-01-01T00:00:00.000Z' } };
  await journal.enqueue({ queue: 'odoo', lane: 'x', priority: 1, message });
  const node = run();
  const behaviour = await node.start();
  await behaviour.handle(snapshot(0));
  await bench.clock.advance(MINUTE);
  await until('it waits', () => node.context.reports.at(-1)?.health === 'waiting');
  expect(node.sent('reports')).toEqual([]);
  await bench.clock.advance(LATER);
  await untilTold(node, 1);
  expect(reasonsIn(node.sent('reports'))).toEqual(['in-flight']);
  const [leased] = await journal.lease('odoo', 1).then((found) => (found.ok ? found.value : []));
  if (leased) await journal.settle(leased.token, { kind: 'delivered', receipt: posted });
  await behaviour.handle(snapshot(1800));
  await untilTold(node, 2);
  expect(reasonsIn(node.sent('reports'))).toEqual(['in-flight', 'not-yet-standing']);
  await behaviour.close?.();
});

test('while Odoo is down a snapshot waits; what is being picked is told and not counted', async () => {
  Object.assign(odoo, { isDown: true, reserved: 2 });
  const node = run();
  const behaviour = await node.start();
  await behaviour.handle(snapshot(0));
  await bench.clock.advance(2_000);
  await until('it is told', () => node.context.reports.at(-1)?.health === 'degraded');
  odoo.isDown = false;
  await untilTold(node, 1);
  expect(reasonsIn(node.sent('reports'))).toEqual(['being-picked']);
  await behaviour.close?.();
});

test('anything but a snapshot is refused, and a place that nobody knows', async () => {
  const behaviour = await run().start();
  expect(await behaviour.handle({ event: 7, trail: [] })).toMatchObject({ failure: { code: 'not-a-snapshot' } });
  const given = structuredClone(snapshot(0)) as unknown as { event: { data: { locations: string[] } } };
  given.event.data.locations.push('NOWHERE');
  expect(await behaviour.handle(given as never)).toMatchObject({ failure: { code: 'unmapped' } });
  await behaviour.close?.();
});
