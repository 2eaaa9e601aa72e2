import { AlarmBench, change, planOf, T0 } from './bench.ts';

const list = [
  { condition: 'FILL.HOT', class: 'bearing', asset: 'PA-1', kind: 'temperature', title: 'Bearing hot' },
  { condition: 'FILL.TRIP', class: 'drive', asset: 'PA-1', priority: 3 },
  { condition: 'CAP.*', class: 'cap', asset: 'PA-2' },
  { condition: 'CAP.DOOR*', class: 'cap', asset: 'PA-2', action: 'none' },
];
const bench = () => new AlarmBench(planOf({ list }));
const on = (condition: string, second: number, more: object = {}) => change(condition, 'activated', second, more);
const off = (condition: string, second: number, more: object = {}) => change(condition, 'returned', second, more);

test('an alarm becomes a request that says what, where and how urgent', () => {
  const { requests } = bench().take(0, on('FILL.TRIP', 0, { message: 'Drive tripped' }));
  expect(requests).toMatchObject([
    {
      data: {
        ...{ physicalAssetId: 'PA-1', class: 'drive', summary: 'Drive tripped', priority: 3, openCycle: T0 / 1_000 },
        ...{ requestKey: `PA-1/drive/${T0 / 1_000}`, trigger: 'alarm', conditionId: 'FILL.TRIP', occurrences: 1 },
      },
    },
  ]);
});

test('what nobody rationalised, or asks nobody to act, is counted and nothing more', () => {
  const done = bench().take(0, on('MIX.LOW', 0), on('CAP.DOOR.OPEN', 0), off('MIX.LOW', 1));
  expect(done.requests).toEqual([]);
  expect(done.tally().silenced).toEqual({ notRationalised: 1, noAction: 1 });
});

test('the longest name on the list counts', () => {
  expect(bench().take(0, on('CAP.JAM', 0)).requests).toMatchObject([{ data: { class: 'cap' } }]);
});

describe('the on-delay', () => {
  test('lets an alarm sound when it has lasted, also without another word of the source', () => {
    const late = bench().take(0, on('FILL.HOT', 0)).tick(59);
    expect([late.requests.length, late.tally().pending]).toEqual([0, 1]);
    expect(late.tick(60).requests).toMatchObject([{ second: 60, data: { summary: 'Bearing hot' } }]);
  });

  test('forgets what went before; below five seconds it was fleeting', () => {
    const done = bench()
      .take(0, on('FILL.HOT', 0), off('FILL.HOT', 4))
      .take(45, on('FILL.HOT', 10), off('FILL.HOT', 40));
    expect(done.tick(200).requests).toEqual([]);
    expect(done.tally().silenced).toEqual({ fleeting: 1, onDelay: 1 });
  });

  test('goes by the source: told late, what lasted long enough did sound', () => {
    const done = bench().take(300, on('FILL.HOT', 0), off('FILL.HOT', 90));
    expect(done.requests).toHaveLength(1);
  });
});

describe('the way back', () => {
  const hot = () => bench().take(0, on('FILL.HOT', 0)).tick(60);
  const value = (celsius: string) => ({ value: { value: celsius, uom: 'CEL' }, limit: { value: '95', uom: 'CEL' } });

  test('an alarm that comes again within the off-delay is the same one', () => {
    const done = hot().take(100, off('FILL.HOT', 100)).take(130, on('FILL.HOT', 130));
    expect(done.tally().silenced).toEqual({ offDelay: 1 });
    expect(done.requests).toHaveLength(1);
  });

  test('a return inside the deadband holds the alarm for longer than the off-delay', () => {
    const done = hot()
      .take(100, off('FILL.HOT', 100, value('94.5')))
      .take(300, on('FILL.HOT', 300));
    expect(done.tally().silenced).toEqual({ deadband: 1 });
    const far = hot()
      .take(100, off('FILL.HOT', 100, value('90')))
      .take(300, on('FILL.HOT', 300));
    expect(far.tally().pending).toBe(1);
  });
});

describe('blocking', () => {
  test.each([
    ['shelved', 'unshelved'],
    ['suppressed', 'unsuppressed'],
    ['outOfService', 'inService'],
    ['disabled', 'enabled'],
  ])('%s holds an alarm back until it is %s and still there', (block, end) => {
    const quiet = bench().take(0, change('FILL.TRIP', block, 0), on('FILL.TRIP', 1));
    expect([quiet.requests.length, quiet.tally().silenced]).toEqual([0, { [block]: 1 }]);
    expect(quiet.take(9, change('FILL.TRIP', end, 9)).requests).toHaveLength(1);
  });

  test('what returned meanwhile stays quiet', () => {
    const done = bench().take(0, change('FILL.TRIP', 'shelved', 0), on('FILL.TRIP', 1), off('FILL.TRIP', 2));
    expect(done.take(3, change('FILL.TRIP', 'unshelved', 3)).requests).toEqual([]);
  });
});

describe('chattering', () => {
  const burst = (from: number) => [0, 10, 20].flatMap((s) => [on('CAP.JAM', from + s), off('CAP.JAM', from + s + 1)]);

  test('the third activation in a minute mutes the condition and is told in the load of the hour', () => {
    const done = bench()
      .take(30, ...burst(0))
      .take(40, on('CAP.JAM', 40), off('CAP.JAM', 41));
    expect(done.tally()).toMatchObject({ activations: 4, passed: 1, silenced: { openRequest: 1, chattering: 2 } });
    expect(done.tick(3_700).notices).toMatchObject([
      { data: { chattering: ['CAP.JAM'], activations: 4, requests: 1 } },
    ]);
  });

  test('what is still there when the silence ends sounds once more', () => {
    const done = bench().take(30, ...burst(0), on('CAP.JAM', 30));
    expect(done.tick(31 + 30 * 60).tally()).toMatchObject({ activations: 5, silenced: { openRequest: 2 } });
  });
});

describe('replays', () => {
  test('after a restart active conditions are told again, and nothing follows', () => {
    const first = on('FILL.TRIP', 0);
    const done = bench().take(0, first).restart().take(60, first, on('FILL.TRIP', 0));
    expect(done.requests).toHaveLength(1);
    expect(done.tally().silenced).toEqual({ replayed: 2 });
  });

  test('what is older than the last change is counted, not applied', () => {
    const done = bench().take(9, off('FILL.TRIP', 9)).take(10, on('FILL.TRIP', 5));
    expect([done.requests.length, done.tally().silenced]).toEqual([0, { outOfOrder: 1 }]);
  });

  test('history and what expired make no work', () => {
    const old = { ...on('FILL.TRIP', 0), expirytime: '2026-11-20T08:01:00Z' };
    const filled = { ...on('CAP.JAM', 0), deliverymode: 'backfill' as const };
    expect(bench().take(120, old, filled).tally().silenced).toEqual({ late: 2 });
  });
});

test('an active condition whose source fell silent is not known to be active any more', () => {
  const event = { ...on('FILL.TRIP', 0), expirytime: '2026-11-20T09:00:00Z' };
  const done = bench().take(0, event).tick(3_601).tick(7_300);
  expect(done.take(7_400, on('FILL.TRIP', 7_400)).requests).toMatchObject([
    {},
    { data: { openCycle: T0 / 1_000 + 7_400 } },
  ]);
});

test('an alarm that stands for a day is told in the load of the hour, without another request', () => {
  const done = bench().take(0, on('FILL.TRIP', 0)).tick(86_401);
  expect(done.notices).toMatchObject([{ data: { stale: ['FILL.TRIP'] } }]);
  expect(done.requests).toHaveLength(1);
});
