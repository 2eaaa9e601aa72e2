/** Events of maintenance become intents about the asset that the site pack binds. */
import type { EventData } from '../../../nodes/src/domain/canonical/registry.ts';
import { prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import type { SitePack } from '../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { demoPlant, event } from './plant.ts';

const pack = (): SitePack => ({
  ...demoPlant(),
  bindings: [{ domain: 'asset', canonicalId: 'PA-871', by: 'code', value: 'SN-871' }],
});
const map = prepareMapper(siteResource(pack()));
const asset = { id: 'PA-871', by: 'code', value: 'SN-871' };
const raised: EventData<'maintenance.request.raised'> = {
  requestKey: 'PA-871/bearing/3',
  physicalAssetId: 'PA-871',
  trigger: 'alarm',
  class: 'bearing',
  openCycle: 3,
  summary: 'Bearing hot',
  priority: 2,
  work: 'corrective',
};

test('a raised request asks for maintenance; a repetition is another fact of the same asset', () => {
  const [first, again] = [
    event('maintenance.request.raised', raised),
    event('maintenance.request.raised', { ...raised, report: 2, occurrences: 7 }),
  ];
  expect(map(first)).toMatchObject({
    value: { intent: { kind: 'maintenanceRequest', asset, class: 'bearing', title: 'Bearing hot', priority: 2 } },
  });
  expect(map(again)).toMatchObject({ value: { intent: { occurrences: 7, partition: 'MUC1:pa:PA-871' } } });
  expect(first.idempotencykey).not.toBe(again.idempotencykey);
});

test('a closed request and a meter reading belong to the ordering scope of the request', () => {
  const closed = { physicalAssetId: 'PA-871', class: 'bearing', closedAt: '2026-11-20T11:00:00Z' };
  expect(map(event('maintenance.request.closed', closed))).toMatchObject({
    value: { intent: { kind: 'closeMaintenance', partition: 'MUC1:pa:PA-871', class: 'bearing' } },
  });
  const reading = { physicalAssetId: 'PA-871', meterId: 'hours', epoch: 0, reading: { value: '512', uom: 'HUR' } };
  expect(
    map(event('equipment.runtime.reported', { ...reading, threshold: { value: '500', uom: 'HUR' } })),
  ).toMatchObject({
    value: { intent: { kind: 'preventiveByMeter', asset, meter: 'hours', interval: { value: '500', uom: 'HUR' } } },
  });
  expect(map(event('equipment.runtime.reported', reading))).toMatchObject({ ok: false });
});

test('an asset that is bound to nothing waits for a person', () => {
  expect(map(event('maintenance.request.raised', { ...raised, physicalAssetId: 'PA-1' }))).toMatchObject({
    failure: { code: 'unmapped', class: 'data' },
  });
});
