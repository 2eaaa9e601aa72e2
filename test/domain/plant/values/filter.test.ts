/** What is passed on of the values of a tag: deadband, debounce, repeats, and statuses that are not good. */
import { START_MS, sampleAt, ValueBench } from './bench.ts';

test('a value inside the deadband is held back, one outside leaves, measured from what was told last', () => {
  const bench = new ValueBench({ deadband: '1' });
  expect([10, 10.5, 11, 11.1, 10.2, 10].map((value, second) => bench.tell(second * 1_000, value))).toEqual([
    ...[[10], [], [], [11.1], [], [10]],
  ]);
  expect(bench.values.load).toMatchObject({ heard: 6, passed: 3, held: { deadband: 3 } });
});

test('the deadband is exact: 0.4 is not more than 0.1 away from 0.3', () => {
  const bench = new ValueBench({ deadband: '0.1' });
  expect([0.3, 0.4, 0.41].map((value, second) => bench.tell(second, value))).toEqual([[0.3], [], [0.41]]);
});

test('a percentage is one of the value told last, also below zero; of zero it is nothing', () => {
  const bench = new ValueBench({ deadband: '10', of: 'percent' });
  expect([-100, -109, -111, 0, 0.1].map((value, second) => bench.tell(second, value))).toEqual([
    ...[[-100], [], [-111], [0], [0.1]],
  ]);
});

test('text and flags know no deadband: every other value is news', () => {
  const bench = new ValueBench({ deadband: '100', of: 'percent' });
  expect(['Idle', 'Idle', 'Run', true, false, 0, null].map((value, second) => bench.tell(second, value))).toEqual([
    ...[['Idle'], [], ['Run'], [true], [false], [0], [null]],
  ]);
  expect(bench.values.load.held).toEqual({ unchanged: 1 });
});

test('what JSON does not know is told once, also after a restart', () => {
  const bench = new ValueBench();
  expect(bench.tell(0, Number.NaN)).toEqual([Number.NaN]);
  bench.restart();
  expect(bench.tell(1_000, Number.NaN)).toEqual([]);
  expect(bench.tell(2_000, 1)).toEqual([1]);
});

describe('debounce', () => {
  test('a value leaves when it has held, with the time from which on it did', () => {
    const bench = new ValueBench({ deadband: '0', holdMs: 1_000 });
    expect(bench.tell(0, 'A')).toEqual(['A']);
    expect(bench.tell(100, 'B')).toEqual([]);
    expect(bench.tell(600, 'B')).toEqual([]);
    expect(bench.tick(1_099)).toEqual([]);
    expect(bench.tick(1_100)).toEqual(['B']);
    expect(bench.passed.at(-1)).toEqual(sampleAt(100, 'B'));
    expect(bench.values.load).toMatchObject({ heard: 3, passed: 2, held: { unchanged: 1 } });
  });

  test('a value that comes and goes is a bounce', () => {
    const bench = new ValueBench({ deadband: '0', holdMs: 1_000 });
    for (const [ms, value] of [
      [0, 'A'],
      [100, 'B'],
      [200, 'A'],
      [300, 'C'],
      [400, 'B'],
    ] as const)
      bench.tell(ms, value);
    expect(bench.tick(1_399)).toEqual([]);
    expect(bench.tick(1_400)).toEqual(['B']);
    expect(bench.values.load).toMatchObject({ heard: 5, passed: 2, held: { debounce: 2, unchanged: 1 } });
  });

  test('a number holds as long as it stays within the deadband of where it went', () => {
    const bench = new ValueBench({ deadband: '1', holdMs: 1_000 });
    for (const [ms, value] of [
      [0, 0],
      [100, 5],
      [500, 5.8],
      [900, 4.2],
    ] as const)
      bench.tell(ms, value);
    expect(bench.tick(1_100)).toEqual([5]);
    expect(bench.values.load).toMatchObject({ heard: 4, passed: 2, held: { deadband: 2 } });
  });

  test('samples that waited on their way are judged by the clock of their source', () => {
    const bench = new ValueBench({ deadband: '0', holdMs: 1_000 });
    const late = [sampleAt(0, 'A'), sampleAt(1_000, 'B'), sampleAt(61_000, 'C'), sampleAt(61_100, 'D')];
    expect(bench.take(120_000, ...late)).toEqual(['A', 'B']);
    expect(bench.tick(121_000)).toEqual(['D']);
    expect(bench.values.load.held).toEqual({ debounce: 1 });
  });

  test('what waits survives a restart', () => {
    const bench = new ValueBench({ deadband: '0', holdMs: 1_000 });
    bench.tell(0, 'A');
    bench.tell(100, 'B');
    bench.restart();
    expect(bench.tick(1_200)).toEqual(['B']);
    bench.restart();
    expect(bench.tell(2_000, 'B')).toEqual([]);
  });

  test('our clock may be set back: nothing waits for it to catch up', () => {
    const bench = new ValueBench({ deadband: '0', holdMs: 1_000 });
    bench.tell(0, 'A');
    bench.tell(100, 'B');
    expect(bench.tick(-3_600_000)).toEqual(['B']);
  });
});

describe('quality', () => {
  test('a status that is not good is passed on as it is, once, and its value is never compared', () => {
    const bench = new ValueBench({ deadband: '1' });
    bench.tell(0, 10);
    expect(bench.tell(1_000, 10, 'BadNoCommunication')).toEqual([10]);
    expect(bench.passed.at(-1)).toEqual(sampleAt(1_000, 10, 'BadNoCommunication'));
    expect(bench.tell(2_000, 99, 'BadNoCommunication')).toEqual([]);
    expect(bench.tell(3_000, 99, 'UncertainLastUsableValue')).toEqual([99]);
    expect(bench.values.load.held).toEqual({ notGood: 1 });
  });

  test('a good value behind a bad status is news, though it is the one from before', () => {
    const bench = new ValueBench({ deadband: '1' });
    bench.tell(0, 10);
    bench.tell(1_000, null, 'BadWaitingForInitialData');
    expect(bench.tell(2_000, 10)).toEqual([10]);
  });

  test('a short gap in watching is a bounce where values are debounced', () => {
    const bench = new ValueBench({ deadband: '1', holdMs: 1_000 });
    bench.tell(0, 10);
    bench.take(5_000, { tag: 'T1', value: null, status: 'BadWaitingForInitialData' });
    expect(bench.take(5_040, sampleAt(0, 10))).toEqual([]);
    expect(bench.tick(10_000)).toEqual([]);
    expect(bench.values.load.held).toEqual({ debounce: 1, unchanged: 1 });
  });
});

describe('repeats', () => {
  test('what was heard last is told again when nothing was told for so long', () => {
    const bench = new ValueBench({ deadband: '1', repeatMs: 60_000 });
    bench.tell(0, 10);
    bench.tell(30_000, 10.4);
    expect(bench.tick(59_999)).toEqual([]);
    expect(bench.tick(60_000)).toEqual([10.4]);
    expect(bench.passed.at(-1)).toEqual(sampleAt(30_000, 10.4));
    expect(bench.tick(119_999)).toEqual([]);
    expect(bench.tick(120_000)).toEqual([10.4]);
    expect(bench.values.load).toMatchObject({ heard: 2, passed: 1, repeated: 2, held: { deadband: 1 } });
  });

  test('a value that never holds is told at the latest then', () => {
    const bench = new ValueBench({ deadband: '0', holdMs: 1_000, repeatMs: 60_000 });
    for (let ms = 0; ms < 60_000; ms += 500) bench.tell(ms, ms);
    expect(bench.passed).toHaveLength(1);
    expect(bench.tick(60_000)).toEqual([59_500]);
  });

  test('the time since it was told goes on over a restart', () => {
    const bench = new ValueBench({ repeatMs: 60_000 });
    bench.tell(0, 10);
    bench.restart();
    expect(bench.tick(59_999)).toEqual([]);
    expect(bench.tick(60_000)).toEqual([10]);
  });
});

test('a sample without a clock says when it came, however late it leaves', () => {
  const bench = new ValueBench({ repeatMs: 60_000 });
  bench.take(0, { tag: 'T1', value: 1, status: 'Good' });
  bench.tick(60_000);
  const serverTimestamp = new Date(START_MS).toISOString();
  expect(bench.passed.map((sample) => sample.serverTimestamp)).toEqual([serverTimestamp, serverTimestamp]);
});

test('a tag of which nothing came for a month is forgotten, not repeated for ever', () => {
  const bench = new ValueBench({ repeatMs: 60_000 });
  bench.tell(0, 1);
  expect(bench.tick(31 * 86_400_000)).toEqual([]);
  expect(bench.values.tags.size).toBe(0);
});

test('tags are told apart, also by the endpoint they come from', () => {
  const bench = new ValueBench();
  expect(bench.take(0, sampleAt(0, 1, 'Good', 'A'), sampleAt(0, 2, 'Good', 'B'))).toEqual([1, 2]);
  expect([...bench.values.tags.keys()]).toEqual(['["plc","A"]', '["plc","B"]']);
});
