import { unclassifiedList } from '../../../../nodes/src/domain/operations/downtime/unclassified.ts';
import { CAP, DowntimeBench, dataOf, FILL, LINE, PACK, planOf, reason, SHIFT_END, state, T0 } from './bench.ts';

const MIN = 60;
const bench = (settings: object = {}) => new DowntimeBench(planOf(settings));

test('a standstill is told while it lasts, when it is none of the short ones any more, and ends with the same start', () => {
  const plant = bench()
    .take(0, state(FILL, 0, 'Execute'))
    .take(60, state(FILL, 60, 'Aborted', '21'));
  expect(plant.tick(179).rows()).toEqual([]);
  const stop = { equipmentId: FILL, from: 60, reason: 'BREAKDOWN', category: 'unplanned' };
  expect(plant.tick(180).rows()).toEqual([{ ...stop, to: undefined }]);
  plant.take(600, state(FILL, 600, 'Execute')).tick(603);
  expect(plant.rows()).toEqual([{ ...stop, to: 600 }]);
  expect(dataOf(plant.stops).map(({ data }) => data['revision'])).toEqual([1, 2]);
});

test('words of a state name no cause: held and suspended alike are unclassified until a code says more', () => {
  const plant = bench().take(0, state(FILL, 0, 'Execute'), state(CAP, 0, 'Execute'), state(PACK, 0, 'Execute'));
  plant.take(10, state(FILL, 10, 'Held'), state(CAP, 10, 'Suspended', '17'), state(PACK, 10, 'Suspended', '99'));
  plant.tick(600);
  expect(plant.rows().map(({ reason }) => reason)).toEqual(['NO-MATERIAL', 'UNCLASSIFIED', 'UNCLASSIFIED']);
  expect(dataOf(plant.stops).map(({ data }) => data['note'])).toContain('The machine named 99.');
});

test('flicker is no standstill, and no production in between', () => {
  const plant = bench()
    .take(0, state(FILL, 0, 'Execute'))
    .take(100, state(FILL, 100, 'Stopped'));
  for (let second = 200; second < 230; second += 2) {
    plant.take(second, state(FILL, second, second % 4 === 0 ? 'Execute' : 'Stopped'));
  }
  plant
    .take(400, state(FILL, 400, 'Execute'))
    .take(401, state(FILL, 401, 'Held'))
    .take(402, state(FILL, 402, 'Execute'));
  plant.tick(1_000);
  // 228 was the last change of the flicker, to running; it lasted.
  expect(plant.rows()).toMatchObject([{ from: 100, to: 228 }]);
});

test('microstops are counted and summed once a shift, not booked one by one', () => {
  const plant = bench().take(0, state(FILL, 0, 'Execute'));
  for (let number = 1; number <= 5; number += 1) {
    plant.take(number * 600, state(FILL, number * 600, 'Held'));
    plant.take(number * 600 + 30, state(FILL, number * 600 + 30, 'Execute'));
  }
  plant.tick(SHIFT_END + 299);
  expect(plant.stops).toEqual([]);
  plant.tick(SHIFT_END + 300);
  expect(plant.rows()).toEqual([]);
  const booked = { start: '2026-11-20T05:00:00.000Z', end: '2026-11-20T05:02:30.000Z' };
  const sum = { count: 5, duration: 'PT150S', booked, reason: { code: 'MICROSTOP', scheme: 'site' } };
  expect(plant.microstops()).toMatchObject([sum]);
  // A late state shows that one of them was none: the sum is corrected, and the standstill booked.
  plant.take(SHIFT_END + 400, state(FILL, 1_000, 'Execute'), state(FILL, 615, 'Stopped'), state(FILL, 630, 'Stopped'));
  expect(plant.rows()).toMatchObject([{ from: 600, to: 1_000 }]);
  expect(plant.microstops()).toMatchObject([{ count: 4, revision: 2 }]);
});

test('a standstill over the end of a shift has a part in each, linked by its start', () => {
  const from = SHIFT_END - 600;
  const plant = bench()
    .take(0, state(FILL, 0, 'Execute'))
    .take(from, state(FILL, from, 'Stopped', '21'));
  plant.tick(SHIFT_END - 1).tick(SHIFT_END);
  const part = { partOf: from, reason: 'BREAKDOWN' };
  expect(plant.rows()).toMatchObject([
    { from, to: SHIFT_END, ...part },
    { from: SHIFT_END, to: undefined, ...part },
  ]);
  // What ends is told before what begins: only one of them blocks the work centre.
  expect(dataOf(plant.stops.slice(-2)).map(({ data }) => 'end' in data)).toEqual([true, false]);
  plant.take(SHIFT_END + 60, state(FILL, SHIFT_END + 60, 'Execute')).tick(SHIFT_END + 70);
  expect(plant.rows()).toMatchObject([
    { from, to: SHIFT_END, ...part },
    { from: SHIFT_END, to: SHIFT_END + 60, ...part },
  ]);
});

test('a reason that comes later, and a better one after it, correct the same standstill', () => {
  const plant = bench()
    .take(0, state(FILL, 0, 'Execute'))
    .take(100, state(FILL, 100, 'Stopped'));
  plant.take(500, state(FILL, 500, 'Execute')).tick(600);
  plant.take(700, reason(FILL, 300, '17', 700)).take(900, reason(FILL, 120, 'CLEANING', 900));
  // One that was decided earlier arrives last, and one that is told twice.
  plant.take(1_000, reason(FILL, 400, 'BREAKDOWN', 650), reason(FILL, 120, 'CLEANING', 900));
  expect(plant.rows()).toEqual([{ equipmentId: FILL, from: 100, to: 500, reason: 'CLEANING', category: 'planned' }]);
  expect(dataOf(plant.stops).map(({ data }) => data['reason'])).toMatchObject([
    { code: 'UNCLASSIFIED' },
    { code: 'UNCLASSIFIED' },
    { code: 'NO-MATERIAL' },
    { code: 'CLEANING' },
  ]);
});

test('a reason may come before the states it is about; a short standstill that somebody explains is booked', () => {
  const plant = bench().take(50, reason(FILL, 120, 'BREAKDOWN', 50), state(FILL, 0, 'Execute'));
  plant.take(200, state(FILL, 100, 'Stopped'), state(FILL, 160, 'Execute'));
  expect(plant.rows()).toMatchObject([{ from: 100, to: 160, reason: 'BREAKDOWN' }]);
});

test('an unknown reason of a person, and what is older than the site keeps, is refused', () => {
  const plant = bench().take(0, state(FILL, 0, 'Execute'));
  const old = -8 * 86_400;
  plant.take(10, reason(FILL, 5, 'GREMLINS', 10), state(FILL, old, 'Stopped'), reason(FILL, old, 'BREAKDOWN', 10));
  expect(plant.refused).toEqual(['unmapped', 'too-late', 'too-late']);
});

test('a source that falls silent is unknown: no standstill goes on, none begins', () => {
  const plant = bench({ limits: { silentAfterSeconds: 60 } });
  plant.take(0, state(FILL, 0, 'Execute'));
  for (let second = 30; second <= 600; second += 30) plant.take(second, state(FILL, second, 'Stopped', '21'));
  plant.tick(7_200);
  expect(plant.rows()).toMatchObject([{ from: 30, to: 660 }]);
  plant.take(7_500, state(FILL, 7_500, 'Execute')).tick(7_600);
  expect(plant.rows()).toHaveLength(1);
  const end = SHIFT_END + 300;
  plant.tick(end);
  // The shift began 3 h before the first word of the machine, and it was not heard of for most of the rest.
  const unknown = 8 * 3_600 - (30 + 630 + 60);
  expect(plant.timeUse()).toMatchObject([
    {
      running: 'PT90S',
      unplanned: 'PT630S',
      unknown: `PT${unknown}S`,
      stopCount: 1,
      losses: [{ reason: 'BREAKDOWN' }],
    },
  ]);
});

describe('two standstills at once', () => {
  const both = (plant: DowntimeBench) =>
    plant
      .take(0, state(LINE, 0, 'Execute'), state(FILL, 0, 'Execute'))
      .take(100, state(FILL, 100, 'Stopped', '17'))
      .take(1_000, state(LINE, 1_000, 'Stopped', '21'))
      .take(2_000, state(LINE, 2_000, 'Execute'))
      .take(3_000, state(FILL, 3_000, 'Execute'))
      .tick(3_100);

  test('the line comes first: the machine is booked where the line ran', () => {
    expect(both(bench()).rows()).toMatchObject([
      { equipmentId: LINE, from: 1_000, to: 2_000 },
      { equipmentId: FILL, from: 100, to: 1_000, partOf: 100, causedBy: LINE },
      { equipmentId: FILL, from: 2_000, to: 3_000, partOf: 100 },
    ]);
  });

  test('or each is booked, where the line is declared so', () => {
    expect(both(bench({ limits: { lineStops: 'each' } })).rows()).toMatchObject([
      { equipmentId: LINE, from: 1_000, to: 2_000 },
      { equipmentId: FILL, from: 100, to: 3_000, causedBy: LINE },
    ]);
  });

  const starved = (plant: DowntimeBench) =>
    plant
      .take(0, state(FILL, 0, 'Execute'), state(CAP, 0, 'Execute'), state(PACK, 0, 'Execute'))
      .take(100, state(FILL, 100, 'Aborted', '21'))
      .take(130, state(CAP, 130, 'Suspended'), reason(CAP, 140, 'STARVED', 130))
      .take(160, state(PACK, 160, 'Suspended'), reason(PACK, 170, 'STARVED', 160))
      .take(900, state(FILL, 900, 'Execute'), state(CAP, 1_200, 'Execute'), state(PACK, 930, 'Execute'))
      .tick(2_000);

  test('a starved machine names the one upstream that stood still by itself', () => {
    expect(starved(bench()).rows()).toMatchObject([
      { equipmentId: CAP, from: 130, to: 1_200, reason: 'STARVED', causedBy: FILL },
      { equipmentId: FILL, from: 100, to: 900 },
      { equipmentId: PACK, from: 160, to: 930, causedBy: FILL },
    ]);
  });

  test('or is booked only as long as its cause does not stand still', () => {
    // 30 s of the last one are left over, less than a microstop.
    expect(starved(bench({ limits: { neighbours: 'first' } })).rows()).toMatchObject([
      { equipmentId: CAP, from: 900, to: 1_200, partOf: 130 },
      { equipmentId: FILL, from: 100, to: 900 },
    ]);
  });
});

test('what nobody explains in time is told once, and listed until somebody does', () => {
  const plant = bench().take(0, state(FILL, 0, 'Execute'), state(CAP, 0, 'Execute'));
  plant.take(100, state(FILL, 100, 'Stopped', '99'), state(CAP, 100, 'Stopped'));
  plant
    .take(400, state(FILL, 400, 'Execute'))
    .tick(100 + 30 * MIN)
    .tick(100 + 31 * MIN)
    .restart()
    .tick(7_200);
  const shown = dataOf(plant.notices).map(({ data }) => [data['equipmentId'], data['named'], data['age']]);
  expect(shown).toEqual([
    [FILL, '99', 'PT1800S'],
    [CAP, undefined, 'PT1800S'],
  ]);
  const list = () => unclassifiedList(plant.plan, plant.memory, T0 + 7_200_000);
  expect(list()).toMatchObject([
    { equipmentId: CAP, lostSeconds: 7_100 },
    { equipmentId: FILL, lostSeconds: 300, named: '99' },
  ]);
  plant.take(7_300, reason(CAP, 200, 'BREAKDOWN', 7_300));
  expect(list()).toMatchObject([{ equipmentId: FILL }]);
});

test('a mode of the site is planned, and late states move a start: the wrong one is withdrawn', () => {
  const plant = bench().take(0, state(FILL, 0, 'Execute'));
  plant.take(100, state(FILL, 100, 'Stopped', undefined, { mode: 'Maintenance' })).tick(500);
  expect(plant.rows()).toMatchObject([{ from: 100, reason: 'CLEANING', category: 'planned' }]);
  plant.take(600, state(FILL, 50, 'Stopped', undefined, { mode: 'Maintenance' }));
  expect(plant.rows()).toMatchObject([{ from: 50, to: undefined, reason: 'CLEANING' }]);
  expect(dataOf(plant.stops).map(({ data }) => [data['start'] === data['end'], data['revision']])).toEqual([
    [false, 1],
    [true, 2],
    [false, 1],
  ]);
});
