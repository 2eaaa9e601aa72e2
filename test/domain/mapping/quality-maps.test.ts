/** Decisions of quality become holds and releases of the lot. */
import type { EventData } from '../../../nodes/src/domain/canonical/registry.ts';
import { prepareMapper } from '../../../nodes/src/domain/mapping/apply.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { demoPlant, event } from './plant.ts';

const pack = demoPlant();
const map = prepareMapper(
  siteResource({
    ...pack,
    bindings: [...pack.bindings, { domain: 'location', canonicalId: 'CAGE', by: 'code', value: 'WH/Cage' }],
  }),
);
const hold: EventData<'quality.disposition.changed'> = {
  dispositionId: 'HOLD-1',
  action: 'hold',
  material: { materialDefinitionId: 'FG-1000' },
  lot: { lotId: 'L1' },
  reason: { code: 'TORQUE-LOW', scheme: 'qms', text: 'Torque below limit' },
  effectiveAt: '2026-11-20T10:31:00Z',
};

test('a hold says which lot, why, and of a part how much and where', () => {
  const lot = { kind: 'holdLot', hold: 'HOLD-1', lot: 'L1', partition: 'MUC1:lot:FG-1000:L1' };
  expect(map(event('quality.disposition.changed', hold))).toMatchObject({
    value: { intent: { ...lot, reason: 'Torque below limit', at: '2026-11-20T10:31:00.000Z' } },
  });
  const part = { ...hold, quantity: { value: '4', uom: 'C62' }, holdLocation: 'CAGE' };
  expect(map(event('quality.disposition.changed', part))).toMatchObject({
    value: { intent: { quantity: { value: '4', uom: 'C62' }, quarantine: { value: 'WH/Cage' } } },
  });
});

test('what was made of the lot is held as well unless the site pack or the decision itself says otherwise', () => {
  const careless = prepareMapper(siteResource({ ...demoPlant(), holds: { downstream: 'tell' } }));
  const reach = (of: typeof map, more: object) => of(event('quality.disposition.changed', { ...hold, ...more }));
  const found = [reach(map, {}), reach(careless, {}), reach(careless, { downstream: 'hold' })];
  for (const [index, downstream] of ['hold', 'tell', 'hold'].entries())
    expect(found[index]).toMatchObject({ value: { intent: { kind: 'holdLot', downstream } } });
  const { holds: _none, ...silent } = demoPlant();
  expect(reach(prepareMapper(siteResource(silent)), {})).toMatchObject({ value: { intent: { downstream: 'hold' } } });
});

test('a release names the hold it ends and stays behind it in the lane of the lot', () => {
  const { reason: _why, ...rest } = hold;
  const release = event('quality.disposition.changed', { ...rest, action: 'release' });
  expect(map(release)).toMatchObject({
    value: { intent: { kind: 'releaseLot', hold: 'HOLD-1', partition: 'MUC1:lot:FG-1000:L1' } },
  });
  expect(release.idempotencykey).not.toBe(event('quality.disposition.changed', hold).idempotencykey);
});

test('a hold without a reason, and a part that is nothing, are no decisions', () => {
  const { reason: _why, ...silent } = hold;
  expect(() => event('quality.disposition.changed', silent)).toThrow('a hold says why');
  const nothing = { ...hold, quantity: { value: '0', uom: 'C62' } };
  expect(() => event('quality.disposition.changed', nothing)).toThrow('more than nothing');
});

test('other decisions are one intent that names the decision', () => {
  for (const action of ['useAsIs', 'reject', 'rework', 'scrap', 'return'] as const) {
    const decided = event('quality.disposition.changed', { ...hold, action });
    expect(map(decided)).toMatchObject({ value: { intent: { kind: 'disposition', decision: action } } });
  }
});

test('results and nonconformances name a lot or an order', () => {
  const { material, lot } = hold;
  const result: EventData<'quality.test.reported'> = {
    testId: 'T-1',
    revision: 0,
    testSpecificationId: 'SPEC-7',
    material,
    lot,
    measurements: [{ property: 'width', value: '12.5', uom: 'MMT' }],
    overall: 'fail',
    evaluatedAt: '2026-11-20T09:00:00Z',
  };
  expect(map(event('quality.test.reported', result))).toMatchObject({
    value: { intent: { kind: 'qualityResult', lot: lot.lotId, overall: 'fail', specification: 'SPEC-7' } },
  });
  const nc: EventData<'quality.nonconformance.changed'> = {
    ncId: 'NC-4',
    revision: 1,
    status: 'opened',
    severity: 'major',
    description: 'Cracks',
    operationsRequestId: 'WH/MO/00042',
  };
  expect(map(event('quality.nonconformance.changed', nc))).toMatchObject({
    value: { intent: { kind: 'nonconformance', order: 'WH/MO/00042', partition: 'MUC1:or:WH/MO/00042' } },
  });
});
