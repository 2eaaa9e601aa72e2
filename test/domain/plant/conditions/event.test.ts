import { conditionEvent, conditionIdOf, equipmentOf } from '../../../../nodes/src/domain/plant/conditions/event.ts';
import { sitePackSchema } from '../../../../nodes/src/domain/site/pack.ts';
import { siteResource } from '../../../../nodes/src/domain/site/resource.ts';
import { hash, pack } from '../bench.ts';
import { at, notice } from './bench.ts';

const crosswalk = [
  { domain: 'equipment', system: 'plc', localCode: 'Pump 7', canonicalId: 'ACME/MUC1/UTIL/P7' },
  { domain: 'asset', system: 'plc', localCode: 'Press1', canonicalId: 'PA-1' },
];
const site = siteResource(sitePackSchema.parse({ ...pack, crosswalk }));
const place = { site, endpoint: 'plc' };
const press = 'ACME/MUC1/PACK/L1/PRESS1';

test('a change becomes a valid event with machine, asset and the EventId as its name', () => {
  const change = {
    transition: 'activated',
    eventId: 'AQID',
    notice: notice('Press1.DriveTripped', 3),
    at: at(3),
  } as const;
  const made = conditionEvent(change, place, Date.parse(at(4)), hash);
  expect(made).toMatchObject({
    ok: true,
    value: {
      ...{ time: at(3), recordedtime: at(4), originsystem: 'plc', type: 'mfg.equipment.condition.changed.v1' },
      data: {
        ...{ conditionId: 'Press1.DriveTripped', sourceEventId: 'AQID', equipmentId: press, physicalAssetId: 'PA-1' },
        ...{ transition: 'activated', active: true, acked: false, severity: 500, retain: true },
      },
    },
  });
});

test('the same change is the same event, whenever it is made', () => {
  const change = { transition: 'activated', eventId: 'AQID', notice: notice('Press1.Trip', 3), at: at(3) } as const;
  const [first, second] = [4, 400].map((second) => conditionEvent(change, place, Date.parse(at(second)), hash));
  const keyOf = (made: typeof first) => (made?.ok ? [made.value.id, made.value.idempotencykey] : []);
  expect(keyOf(first)).toHaveLength(2);
  expect(keyOf(first)).toEqual(keyOf(second));
});

test.each([
  ['Press1', press],
  ['2:Press1', press],
  ['Press1.Drive', press],
  ['Press10', 'ACME/MUC1/plc/Press10'],
  ['Pump 7', 'ACME/MUC1/UTIL/P7'],
  ['Area 1/Boiler', 'ACME/MUC1/plc/Area_1_Boiler'],
])('alarms of the source %s are those of %s', (sourceName, equipment) => {
  expect(equipmentOf(notice('x.y', 0, { sourceName }), place)).toBe(equipment);
});

test('whatever a server calls things, the event keeps its contract', () => {
  const odd = {
    sourceName: ' Líne\u0000 1 ',
    conditionName: 'x'.repeat(300),
    conditionClass: '',
    message: '',
    eventId: '',
  };
  const change = { transition: 'returned', eventId: '', notice: notice('a.b', 1, odd), at: at(1) } as const;
  expect(conditionEvent(change, place, Date.parse(at(1)), hash)).toMatchObject({ ok: true });
  expect(conditionIdOf(change.notice, hash)).toHaveLength(80);
  expect(conditionIdOf(notice('Press1.Press1_Trip', 1), hash)).toBe('Press1_Trip');
});
