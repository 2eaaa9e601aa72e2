/** Events of what lies and moves become intents about the places that the site pack binds. */
import { prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import type { SitePack } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { demoPlant, event } from './plant.ts';

const pack = (): SitePack => {
  const demo = demoPlant();
  return {
    ...demo,
    bindings: [
      ...demo.bindings,
      { domain: 'location', canonicalId: 'DOCK', by: 'code', value: 'WH/Stock/Dock' },
      { domain: 'location', canonicalId: 'A-01', by: 'barcode', value: 'A01' },
    ],
  };
};
const map = prepareMapper(siteResource(pack()));
const dock = { id: 'DOCK', by: 'code', value: 'WH/Stock/Dock' };
const shelf = { id: 'A-01', by: 'barcode', value: 'A01' };
const material = { materialDefinitionId: 'FG-1000' };
const lot = { lotId: 'L2611-042' };
const moved = {
  ...{ moveId: 'T-1', material, lot, quantity: { value: '12', uom: 'C62' } },
  ...{ fromLocationId: 'DOCK', toLocationId: 'A-01' },
};

test('a movement becomes a transfer, or what its purpose says', () => {
  expect(map(event('inventory.moved', moved))).toMatchObject({
    value: { intent: { kind: 'transfer', from: dock, to: shelf, lot: 'L2611-042', partition: 'MUC1:mat:FG-1000' } },
  });
  for (const purpose of ['putaway', 'stage'] as const)
    expect(map(event('inventory.moved', { ...moved, purpose }))).toMatchObject({
      value: { intent: { kind: purpose } },
    });
  expect(map(event('inventory.moved', { ...moved, toLocationId: 'B-99' }))).toMatchObject({
    failure: { code: 'unmapped' },
  });
});

test('a count keeps the order of its place and says what the books said', () => {
  const counted = {
    ...{ countId: 'C-1', lineNo: '3', locationId: 'A-01', material, lot, countedAt: '2026-11-20T09:14:00Z' },
    ...{ countedQuantity: { value: '40', uom: 'C62' }, bookAtFreeze: { value: '42', uom: 'C62' } },
  };
  expect(map(event('inventory.counted', counted))).toMatchObject({
    value: {
      intent: { kind: 'count', place: shelf, quantity: { value: '40' }, expected: { value: '42' }, reference: 'C-1' },
    },
  });
});

test('a correction carries its reason in the words of Odoo', () => {
  const adjusted = {
    ...{ adjustmentId: 'ADJ-1', locationId: 'A-01', material, lot, quantity: { value: '-2', uom: 'C62' } },
    reason: { code: '1', scheme: 'site' },
  };
  expect(map(event('inventory.adjusted', adjusted))).toMatchObject({
    value: { intent: { kind: 'adjust', place: shelf, quantity: { value: '-2' }, reason: expect.any(String) } },
  });
});

test('a shipment names its delivery and what is on the truck; an unknown material names its line', () => {
  const line = { material, lot, quantity: { value: '240', uom: 'C62' } };
  const shipped = { deliveryId: 'WH/OUT/00012', despatchAdviceId: 'DA-1', shippedAt: '2026-11-20T09:10:00Z' };
  expect(map(event('shipment.shipped', { ...shipped, lines: [line] }))).toMatchObject({
    value: {
      intent: {
        kind: 'ship',
        delivery: { by: 'name', value: 'WH/OUT/00012' },
        lines: [{ lot: 'L2611-042', quantity: { value: '240', uom: 'C62' } }],
      },
    },
  });
  const lines = [line, { ...line, material: { materialDefinitionId: 'NOBODY-KNOWS' } }];
  expect(map(event('shipment.shipped', { ...shipped, lines }))).toMatchObject({
    failure: { code: 'unmapped', reason: expect.stringMatching(/^line 2: /) },
  });
});
