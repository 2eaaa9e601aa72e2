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

test('what a carrier says, or does not say, is about its delivery', () => {
  const said = { deliveryId: 'WH/OUT/00012', milestone: 'exception' as const, milestoneAt: '2026-11-20T19:40:00Z' };
  expect(() => event('shipment.milestone.changed', said)).toThrow('an exception says why');
  const reason = { code: 'DAMAGE', scheme: 'carrier', text: 'Pallet damaged' };
  const delivery = { by: 'name', value: 'WH/OUT/00012' };
  expect(map(event('shipment.milestone.changed', { ...said, reason, trackingId: 'JD01' }))).toMatchObject({
    value: { intent: { kind: 'shipmentMilestone', delivery, milestone: 'exception', reason: 'Pallet damaged' } },
  });
  const overdue = {
    ...{ interface: 'carrier', about: 'deliveryId', subject: 'WH/OUT/00012', revision: 1, level: 'late' as const },
    ...{
      asked: 'shipment.shipped',
      askedEventId: 'e1',
      askedAt: '2026-11-20T08:00:00Z',
      dueAt: '2026-11-20T08:10:00Z',
    },
  };
  expect(map(event('integration.acknowledgement.overdue', overdue))).toMatchObject({
    value: { intent: { kind: 'shipmentMilestone', delivery, milestone: 'late' } },
  });
});

test('a scan names what stands there, by label or by lot; what is packed names its package', () => {
  const items = [{ sscc: '340123450000000017' }, { material, lot, quantity: { value: '2', uom: 'DZN' } }];
  const staged = { scanId: 'S-1', locationId: 'DOCK', deliveryId: 'WH/OUT/00012', items };
  expect(map(event('shipment.staged', staged))).toMatchObject({
    value: {
      intent: {
        ...{ kind: 'stageDelivery', to: dock, delivery: { by: 'name', value: 'WH/OUT/00012' }, complete: false },
        items: [{ package: '340123450000000017' }, { lot: 'L2611-042', quantity: { value: '24', uom: 'C62' } }],
      },
    },
  });
  expect(map(event('shipment.staged', { ...staged, locationId: 'NOWHERE' }))).toMatchObject({
    failure: { code: 'unmapped' },
  });
  const [, child] = items;
  const packed = { packId: 'P-1', sscc: '340123450000000017', action: 'add' as const, locationId: 'A-01' };
  expect(map(event('logistics.unit.packed', { ...packed, children: [child as never] }))).toMatchObject({
    value: { intent: { kind: 'pack', package: '340123450000000017', place: shelf, items: [{ lot: 'L2611-042' }] } },
  });
});
