/** Master data from the event to the record in Odoo: each finds what came before it, and changes what it names alone. */
import { openErp } from '../../nodes/src/adapters/odoo/client.ts';
import type { EventName } from '../../nodes/src/domain/canonical/registry.ts';
import { prepareMapper } from '../../nodes/src/domain/mapping/apply.ts';
import type { Receipt } from '../../nodes/src/domain/receipt.ts';
import { siteResource } from '../../nodes/src/domain/site/resource.ts';
import { demoPlant, event } from '../domain/mapping/plant.ts';
import { type SimulatedOdoo, startSimulatedOdoo } from '../plant/odoo/server.ts';
import { Bench } from './intents/bench.ts';

const pack = demoPlant();
const stock = { domain: 'location', canonicalId: 'STOCK', by: 'externalId' } as const;
const bindings = [...pack.bindings, { ...stock, value: 'stock.stock_location_stock' }];
const map = prepareMapper(siteResource({ ...pack, bindings }));

function tell(object: string, canonicalId: string, data: object, revision = 1): Promise<Receipt> {
  const name = `master.${object}.upserted` as EventName;
  const mapped = map(event(name, { canonicalId, revision, validFrom: '2026-11-01', ...data } as never));
  if (!mapped.ok || mapped.value.kind !== 'intent') throw new Error(JSON.stringify(mapped));
  return bench.posted(mapped.value.intent);
}

const mat = (materialDefinitionId: string) => ({ materialDefinitionId });
const pieces = (value: string) => ({ value, uom: 'C62' });
const bottle = { name: 'Bottle', baseUom: 'C62', tracking: 'lot', gtin: '04012345678901' };
const bill = {
  ...{ bomVersion: 'A', material: mat('N-FG'), quantity: pieces('10') },
  components: [{ lineId: '10', material: mat('N-CAP'), quantity: pieces('10') }],
  segments: [{ segmentId: '10', name: 'Blow', equipmentId: 'ACME/MUC1/NEW/P9', duration: 'PT2M30S' }],
};
const all: readonly [object: string, id: string, data: object][] = [
  ['uom', 'XQQ', { name: 'Tray', factor: '24', of: 'C62' }],
  ['material', 'N-FG', bottle],
  ['material', 'N-CAP', { name: 'Cap', baseUom: 'C62' }],
  ['equipment', 'ACME/MUC1/NEW/P9', { name: 'Press 9', efficiencyPct: '95' }],
  ['asset', 'N-PA', { name: 'Drive', serialNumber: 'N-SN-1' }],
  ['location', 'N-A1', { name: 'A1', parentId: 'STOCK' }],
  ['location', 'N-A1-1', { name: 'A1-1', parentId: 'N-A1' }],
  ['supplier', 'N-S', { name: 'Caps Ltd', city: 'Ulm', country: 'DE' }],
  ['customer', 'N-C', { name: 'Bottlers Ltd' }],
  ['bom', 'N-BOM', bill],
  ['supplierprice', 'N-P', { supplierId: 'N-S', material: mat('N-CAP'), price: '0.02', currency: 'USD' }],
];

jest.setTimeout(60_000);
let odoo: SimulatedOdoo;
let bench: Bench;
const first: Receipt['verdict'][] = [];
beforeAll(async () => {
  odoo = await startSimulatedOdoo();
  const { url, db, adminLogin: login, adminPassword: apiKey } = odoo;
  const limits = { tls: { rejectUnauthorized: true }, deadlineMs: 60_000, parallelCalls: 1 };
  bench = new Bench(openErp({ url, db, login, apiKey, protocol: 'jsonrpc', ...limits }));
  for (const [object, id, data] of all) first.push((await tell(object, id, data)).verdict);
});
afterAll(() => odoo.stop());

test('each is posted once, and finds the records that the events before it made', async () => {
  expect(first).toEqual(all.map(() => 'posted'));
  for (const [object, id, data] of all) expect(await tell(object, id, data)).toMatchObject({ verdict: 'already' });
  const of = [['bom_id.code', '=', 'N-BOM/A']];
  const parts = await bench.read('mrp.bom.line', of, ['product_id', 'product_qty']);
  expect(parts).toMatchObject([{ product_id: [expect.any(Number), expect.stringContaining('Cap')], product_qty: 10 }]);
  expect(await bench.read('mrp.routing.workcenter', of, ['name', 'time_cycle_manual'])).toMatchObject([
    { name: 'Blow', time_cycle_manual: 2.5 },
  ]);
  const place = await bench.read('stock.location', [['name', '=', 'A1-1']], ['complete_name']);
  expect(place).toMatchObject([{ complete_name: expect.stringContaining('A1/A1-1') }]);
});

test('what a later state does not name stays, and an earlier one that comes late changes nothing', async () => {
  const shown = () =>
    bench.read('product.product', [['default_code', '=', 'N-FG']], ['name', 'tracking', 'barcode', 'default_code']);
  const kept = { tracking: 'lot', barcode: '4012345678901', default_code: 'N-FG' };
  expect(await shown()).toMatchObject([{ name: 'Bottle', ...kept }]);
  expect(await tell('material', 'N-FG', { name: 'Bottle 0.5 l', baseUom: 'C62' }, 3)).toMatchObject({
    verdict: 'posted',
  });
  expect(await tell('material', 'N-FG', bottle, 2)).toMatchObject({ verdict: 'noted' });
  expect(await shown()).toMatchObject([{ name: 'Bottle 0.5 l', ...kept }]);
  const { segments: _, ...lines } = bill;
  expect(await tell('bom', 'N-BOM', { ...lines, bomVersion: 'B' }, 2)).toMatchObject({ verdict: 'posted' });
  const of = [['bom_id.code', '=', 'N-BOM/B']];
  expect(await bench.read('mrp.routing.workcenter', of, ['name'])).toHaveLength(1);
  expect(await tell('bom', 'N-BOM', { ...bill, bomVersion: 'C', segments: [] }, 3)).toMatchObject({
    verdict: 'posted',
  });
  expect(await bench.read('mrp.routing.workcenter', [['bom_id.code', '=', 'N-BOM/C']], ['name'])).toEqual([]);
});
