import { findEvent } from '../../../nodes/src/domain/canonical/registry.ts';
import { envelopeSchema } from '../../../nodes/src/domain/envelope.ts';
import { at, failures, feed, lines, newRun, planFor, ranges, sample, start, wait } from './bench.ts';

const plan = planFor();

/** A press that runs an order, before anything was counted. */
function running(order = 'WH/MO/00001', counts = 0) {
  const run = newRun();
  feed(run, plan, start(order, counts));
  wait(run, plan, 2);
  return run;
}

describe('publishing', () => {
  test('the first reading is where counting starts: nothing is reported for it', () => {
    const run = running('WH/MO/00001', 4711);
    wait(run, plan, 3600);
    expect(run.messages).toEqual([]);
  });

  test('counts are published as one closed range once the publishing interval has passed', () => {
    const run = running();
    for (let second = 1; second <= 70; second += 1) feed(run, plan, [sample('good', second, second)]);
    expect(ranges(run.messages)).toEqual([
      expect.objectContaining({
        tag: 'good',
        epoch: 1,
        from: '0',
        to: '61',
        quantity: '61',
        order: 'WH/MO/00001',
        lot: 'L1',
      }),
    ]);
  });

  test('a range that no further count closes is closed by time', () => {
    const run = running();
    feed(run, plan, [sample('good', 3, 5)]);
    wait(run, plan, 30);
    expect(run.messages).toEqual([]);
    wait(run, plan, 66);
    expect(lines(run.messages)).toEqual(['good 3 of WH/MO/00001 lot L1']);
    wait(run, plan, 600);
    expect(run.messages).toHaveLength(1);
  });

  test('a range is closed when it holds the wanted number of units', () => {
    const pallets = planFor({ publishEveryUnits: 50 });
    const run = newRun();
    feed(run, pallets, start());
    for (let second = 1; second <= 12; second += 1) feed(run, pallets, [sample('good', second * 10, second)]);
    expect(lines(run.messages)).toEqual(['good 50 of WH/MO/00001 lot L1', 'good 50 of WH/MO/00001 lot L1']);
  });

  test('every event satisfies the strict schema of its type and carries its counter range in id and key', () => {
    const run = running();
    feed(run, plan, [sample('good', 5, 3), sample('scrap', 1, 3), sample('chips', 7, 3), sample('resin', 2.5, 3)]);
    feed(run, plan, [sample('complete', true, 9)]);
    wait(run, plan, 20);
    const events = run.messages.map(({ event }) => envelopeSchema.parse(event));
    expect(failures(run)).toEqual([]);
    expect(events.map(({ type }) => type).sort()).toEqual([
      'mfg.material.consumed.v1',
      'mfg.operations.performance.reported.v1',
      'mfg.production.byproduct.reported.v1',
      'mfg.production.output.reported.v1',
      'mfg.production.scrap.reported.v1',
    ]);
    for (const event of events) {
      expect(findEvent(event.type)?.writer.safeParse(event.data)).toMatchObject({ success: true });
      expect(event).toMatchObject({ partitionkey: 'MUC1:or:WH/MO/00001', originsystem: 'scada-muc1' });
    }
    expect(new Set(events.map(({ id }) => id)).size).toBe(5);
    expect(lines(run.messages)).toContain('chips 0.7 of WH/MO/00001');
    expect(lines(run.messages)).toContain('resin 2.5 of WH/MO/00001 lot C1');
  });

  test('an informational counter is never reported', () => {
    const run = running();
    feed(run, plan, [sample('spare', 9, 3)]);
    wait(run, plan, 3600);
    expect(run.messages).toEqual([]);
  });
});

describe('what a lower or much higher reading means', () => {
  test('a register that starts again is continued when the way over its end is plausible', () => {
    const run = running('WH/MO/00001', 65_530);
    feed(run, plan, [sample('good', 4, 3)]);
    wait(run, plan, 70);
    expect(ranges(run.messages)).toMatchObject([{ epoch: 1, from: '65530', to: '65540', quantity: '10' }]);
    expect(run.notes).toEqual([]);
  });

  test('a reset starts a new epoch, is noted, and counts what was made since', () => {
    const run = running('WH/MO/00001', 30_000);
    feed(run, plan, [sample('good', 30_007, 3)]);
    feed(run, plan, [sample('good', 3, 5)]);
    wait(run, plan, 70);
    expect(ranges(run.messages)).toMatchObject([
      { epoch: 1, from: '30000', to: '30007' },
      { epoch: 2, from: '0', to: '3' },
    ]);
    expect(run.notes).toEqual([expect.objectContaining({ kind: 'counterReset', on: 'good' })]);
    const second = run.messages[1]?.event as { data: { properties: unknown } };
    expect(second.data.properties).toEqual([{ id: 'counterReset', value: expect.stringContaining('30007') }]);
  });

  test('a replaced device is counted from its own total and a person is asked for the rest', () => {
    const run = running('WH/MO/00001', 30_000);
    feed(run, plan, [sample('good', 20_000, 5)]);
    feed(run, plan, [sample('good', 20_004, 7)]);
    wait(run, plan, 70);
    expect(failures(run)).toMatchObject([{ code: 'counter-replaced', on: 'good' }]);
    expect(failures(run)[0]?.reason).toMatch(/30000 before, 20000 now/);
    expect(ranges(run.messages)).toMatchObject([{ epoch: 2, from: '20000', to: '20004' }]);
  });

  test('a counter set back by hand on an idle watched machine is not counted again', () => {
    const run = running('WH/MO/00001', 99);
    feed(run, plan, [sample('good', 98, 7200)], { observedMs: 2000 });
    wait(run, plan, 7300);
    expect(ranges(run.messages)).toEqual([]);
    expect(failures(run)).toMatchObject([{ code: 'counter-replaced' }]);
  });

  test('an impossible jump is put aside with its numbers while counting goes on behind it', () => {
    const run = running();
    feed(run, plan, [sample('good', 8, 3)]);
    feed(run, plan, [sample('good', 5_008, 4)]);
    feed(run, plan, [sample('good', 5_010, 5)]);
    wait(run, plan, 70);
    expect(lines(run.messages)).toEqual([
      'good 8 of WH/MO/00001 lot L1',
      'counter-jump: good 5000 of WH/MO/00001 lot L1',
      'good 2 of WH/MO/00001 lot L1',
    ]);
    expect(failures(run)[0]?.reason).toBe('8 to 5008 is 5000 counts in 1.0 s, at most 20 are possible');
    expect(envelopeSchema.safeParse(run.messages[1]?.event).success).toBe(true);
  });

  test('a device that comes back from a jump is counted on from where it stood before', () => {
    const run = running();
    feed(run, plan, [sample('good', 8, 3)]);
    feed(run, plan, [sample('good', 50_000, 4)]);
    feed(run, plan, [sample('good', 10, 5)]);
    wait(run, plan, 70);
    expect(ranges(run.messages)).toMatchObject([
      { epoch: 1, from: '0', to: '8' },
      { epoch: 1, from: '8', to: '50000', aside: 'counter-jump' },
      { epoch: 2, from: '8', to: '10', quantity: '2' },
    ]);
  });

  test('an unread 16-bit register that may have started again more than once is put aside', () => {
    const run = running();
    feed(run, plan, [sample('good', null, 5, 'BadNoCommunication')]);
    feed(run, plan, [sample('good', 500, 36_000)]);
    wait(run, plan, 36_100);
    expect(lines(run.messages)).toEqual(['counter-wraps-unknown: good 500 of WH/MO/00001 lot L1']);
  });

  test('a source that sets its clock back is followed, its order change included', () => {
    const run = running();
    feed(run, plan, [sample('good', 8, 300)]);
    wait(run, plan, 302);
    const back = T(60);
    feed(run, plan, [sample('order', 'WH/MO/00002', 59), sample('good', 10, 60)], { arrivedAtMs: back });
    wait(run, plan, 600);
    expect(lines(run.messages)).toEqual(['good 8 of WH/MO/00001 lot L1', 'good 2 of WH/MO/00002 lot L1']);
    expect(run.notes.map(({ kind }) => kind)).toContain('clockSetBack');
  });
});

const T = (seconds: number) => Date.parse(at(seconds));

describe('bad samples', () => {
  test.each([
    ['text', 'twelve', 'text "twelve"'],
    ['not a number', Number.NaN, 'NaN'],
    ['infinite', Number.POSITIVE_INFINITY, 'Infinity'],
    ['negative', -3, '-3'],
    ['a fraction', 2.5, 'whole number'],
    ['nothing', null, 'nothing'],
    ['true', true, 'boolean'],
    ['too large for the register', 70_000, '65536'],
  ])('a reading that is %s is refused with itself, and the next good one goes on', (_name, value, words) => {
    const run = running();
    feed(run, plan, [sample('good', 4, 3)]);
    feed(run, plan, [sample('good', value, 4)]);
    feed(run, plan, [sample('good', 6, 5)]);
    wait(run, plan, 70);
    expect(failures(run)).toMatchObject([{ code: 'counter-value-invalid', on: 'good' }]);
    expect(failures(run)[0]?.reason).toContain(words);
    expect(run.messages.find(({ failure }) => failure)?.event).toMatchObject({ samples: [{ tag: 'good', value }] });
    expect(lines(run.messages)).toEqual(['good 6 of WH/MO/00001 lot L1']);
  });

  test('the same bad sample delivered twice is refused once', () => {
    const run = running();
    for (let time = 0; time < 3; time += 1) feed(run, plan, [sample('good', 'x', 4)]);
    wait(run, plan, 70);
    expect(failures(run)).toHaveLength(1);
  });

  test('a status that is not good holds the range open, and nothing is lost', () => {
    const run = running();
    feed(run, plan, [sample('good', 4, 3)]);
    feed(run, plan, [sample('good', null, 4, 'BadSensorFailure')]);
    wait(run, plan, 300);
    expect(run.messages).toEqual([]);
    feed(run, plan, [sample('good', 9, 301)]);
    wait(run, plan, 420);
    expect(ranges(run.messages)).toMatchObject([{ from: '0', to: '9' }]);
  });

  test('a flag where an order name should be is refused', () => {
    const run = running();
    feed(run, plan, [sample('order', true, 4)]);
    wait(run, plan, 10);
    expect(failures(run)).toMatchObject([{ code: 'context-value-invalid', on: 'order' }]);
  });
});
