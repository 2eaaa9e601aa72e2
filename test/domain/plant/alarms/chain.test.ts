import { AlarmBench, change, planOf, T0 } from './bench.ts';

const list = [
  { condition: 'M*', class: 'fault' },
  { condition: 'FIRE', class: 'fire', priority: 3 },
  { condition: 'STOP', class: 'stop', stopsProduction: true },
];
const bench = (limits: object = {}) => new AlarmBench(planOf({ list, limits }));
const on = (condition: string, second: number) => change(condition, 'activated', second);
const off = (condition: string, second: number) => change(condition, 'returned', second);
/** `count` machines fail, one a second. */
const storm = (count: number, from = 0) => Array.from({ length: count }, (_, nr) => on(`M${nr}.X`, from + nr));

describe('one request per asset and class', () => {
  test('repetitions of an open one are told at most once an hour, with how many there were', () => {
    const done = bench().take(0, on('M1.X', 0));
    for (let minute = 5; minute <= 50; minute += 5)
      done.take(minute * 60, off('M1.X', minute * 60 - 1), on('M1.X', minute * 60));
    expect(done.tick(3_599).requests).toHaveLength(1);
    const [, again] = done.tick(3_600).requests;
    expect(again).toMatchObject({ data: { openCycle: T0 / 1_000, report: 2, occurrences: 10 } });
    expect(new Set(done.requests.map(({ key }) => key)).size).toBe(2);
  });

  test('a cycle ends when all its conditions were quiet for an hour; the next trouble is another request', () => {
    const done = bench().take(0, on('M1.X', 0)).take(60, off('M1.X', 60)).tick(3_599).take(3_600, on('M1.X', 3_600));
    expect(done.tally().silenced).toEqual({ openRequest: 1 });
    done.take(3_700, off('M1.X', 3_700)).tick(7_201);
    expect(done.take(7_300, on('M1.X', 7_300)).requests.at(-1)).toMatchObject({
      data: { openCycle: T0 / 1_000 + 7_300 },
    });
  });

  test('another class of the same asset has its own', () => {
    const both = bench().take(
      0,
      on('M1.X', 0),
      change('STOP', 'activated', 0, { equipmentId: 'ACME/MUC1/PACK/L3/M1' }),
    );
    expect(both.requests.map(({ data }) => data['class'])).toEqual(['fault', 'stop']);
  });
});

describe('the budget', () => {
  test('lets six requests of a line through an hour; the rest waits while its trouble lasts, the most urgent first', () => {
    const done = bench({ floodStart: 100 }).take(8, ...storm(8), on('FIRE', 8));
    expect(done.requests).toHaveLength(6);
    expect(done.tally().silenced).toEqual({ budget: 3 });
    done.take(600, off('M6.X', 600)).tick(3_599);
    expect(done.requests).toHaveLength(6);
    const later = done.tick(3_609).requests.slice(6);
    expect(later.map(({ data }) => [data['class'], data['conditionId']])).toEqual([
      ['fire', 'FIRE'],
      ['fault', 'M7.X'],
    ]);
  });

  test('is of one line; another line has its own', () => {
    const other = change('M99.X', 'activated', 9, { equipmentId: 'ACME/MUC1/PACK/L4/M99' });
    expect(bench({ floodStart: 100 }).take(9, ...storm(8), other).requests).toHaveLength(7);
  });
});

describe('a flood', () => {
  const wide = { requestsPerLineAndHour: 60 };

  test('begins with the eleventh alarm in ten minutes, names the first, and lets only what is urgent pass', () => {
    const done = bench(wide).take(20, ...storm(15), on('FIRE', 16), on('STOP', 17));
    expect(done.requests).toHaveLength(12);
    expect(done.tally().silenced).toEqual({ flood: 5 });
    expect(done.notices).toMatchObject([
      { data: { scope: 'ACME/MUC1/PACK/L3', phase: 'started', firstOut: 'M0.X', count10m: 11 } },
    ]);
  });

  test('ends below five, and then what lasts becomes a request', () => {
    const done = bench(wide)
      .take(20, ...storm(12))
      .take(300, off('M11.X', 300));
    expect(done.tick(560).notices).toHaveLength(1);
    done.tick(640);
    expect(done.notices).toMatchObject([{}, { data: { phase: 'ended', peak10m: 12, topConditions: [{}, {}] } }]);
    expect(done.requests.slice(10).map(({ data }) => data['conditionId'])).toEqual(['M10.X']);
  });

  test('is known after a restart', () => {
    const done = bench(wide)
      .take(20, ...storm(12))
      .restart()
      .take(30, on('M50.X', 30));
    expect(done.tally().silenced).toEqual({ flood: 3 });
    expect(done.tick(640).notices).toHaveLength(2);
  });
});
