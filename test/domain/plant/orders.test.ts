import { compileValidator } from '../../../nodes/src/domain/validation/compile.ts';
import { at, closings, feed, hash, lines, newRun, planFor, sample, start, wait } from './bench.ts';

const plan = planFor();

/** A press that runs an order, before anything was counted. */
function running(order = 'WH/MO/00001', counts = 0) {
  const run = newRun();
  feed(run, plan, start(order, counts));
  wait(run, plan, 2);
  return run;
}

const T = (seconds: number) => Date.parse(at(seconds));

describe('what counts belong to', () => {
  test('an order change closes the ranges of the old order, ends it and starts the new one', () => {
    const run = running();
    feed(run, plan, [sample('good', 8, 3), sample('scrap', 1, 3)]);
    feed(run, plan, [sample('order', 'WH/MO/00002', 5), sample('lot', 'L2', 5)]);
    feed(run, plan, [sample('good', 11, 6)]);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual([
      'good 8 of WH/MO/00001 lot L1',
      'scrap 1 of WH/MO/00001 lot L1',
      'good 3 of WH/MO/00002 lot L2',
    ]);
    expect(closings(run)).toMatchObject([
      {
        operationsRequestId: 'WH/MO/00001',
        responseVersion: T(5),
        closeRequested: true,
        totals: { good: { value: '8', uom: 'C62' }, scrap: { value: '1', uom: 'C62' } },
        awaits: ['good', 'scrap', 'chips', 'resin'],
      },
    ]);
    expect(run.segments.map(({ partition, tag }) => `${partition} ${tag}`)).toEqual([
      'MUC1:or:WH/MO/00001 good',
      'MUC1:or:WH/MO/00001 scrap',
      'MUC1:or:WH/MO/00001 chips',
      'MUC1:or:WH/MO/00001 resin',
    ]);
  });

  test('the closing report comes behind every range of its order', () => {
    const run = running();
    feed(run, plan, [sample('good', 8, 3), sample('resin', 4, 3)]);
    feed(run, plan, [sample('complete', true, 5)]);
    wait(run, plan, 80);
    const types = run.messages.map(({ event }) => (event as { type: string }).type);
    expect(types.at(-1)).toBe('mfg.operations.performance.reported.v1');
    expect(types).toHaveLength(3);
  });

  test('consumption is awaited only where the policy measures it', () => {
    const simple = { ...plan.options.pack, equipment: plan.options.equipment.map((e) => ({ ...e, policy: 'simple' })) };
    const backflush = planFor({}, simple);
    const run = newRun();
    feed(run, backflush, start());
    feed(run, backflush, [sample('good', 3, 3), sample('complete', true, 4)]);
    wait(run, backflush, 80);
    expect(closings(run)).toMatchObject([{ awaits: ['good', 'scrap', 'chips'] }]);
    expect(closings(run)[0]).not.toHaveProperty('consumptionBasis');
  });

  test('what is awaited is asked when the order closes, for flows come and go', () => {
    const awaited = ['good'];
    const isOne = (_: unknown, { tag }: { tag: string }) => awaited.includes(tag);
    const growing = planFor({ isAwaited: isOne, isReported: isOne });
    const run = newRun();
    feed(run, growing, start());
    feed(run, growing, [sample('good', 3, 3), sample('order', 'WH/MO/00002', 4)]);
    wait(run, growing, 8);
    awaited.push('scrap', 'resin');
    feed(run, growing, [sample('good', 5, 9), sample('order', '', 10)]);
    wait(run, growing, 80);
    expect(closings(run)).toMatchObject([{ awaits: ['good'] }, { awaits: ['good', 'scrap', 'resin'] }]);
  });

  test('consumption that the policy measures and nobody reports is left to Odoo, in every report that may close', () => {
    const alone = planFor({ isReported: (_, { use }) => use === 'good' });
    const run = newRun();
    feed(run, alone, start());
    feed(run, alone, [sample('good', 3, 3), sample('scrap', 1, 3), sample('complete', true, 4)]);
    wait(run, alone, 80);
    const basis = run.messages.map(({ event }) => {
      const { type, data } = event as { type: string; data: { consumptionBasis?: string } };
      return [type, data.consumptionBasis];
    });
    expect(basis).toEqual([
      ['mfg.production.output.reported.v1', 'backflush'],
      ['mfg.production.scrap.reported.v1', undefined],
      ['mfg.operations.performance.reported.v1', 'backflush'],
    ]);
  });

  test('counts with the stamp of the change still belong to the old order, whatever arrives first', () => {
    const run = running();
    feed(run, plan, [sample('order', 'WH/MO/00002', 5)]);
    feed(run, plan, [sample('good', 8, 5)]);
    feed(run, plan, [sample('good', 9, 6)]);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual(['good 8 of WH/MO/00001 lot L1', 'good 1 of WH/MO/00002 lot L1']);
  });

  // Seen with open62541 1.4.11, which stamps written values when it samples them, one tag after the other.
  test.each([
    ['together', [0, 1], false],
    ['the change first', [0, 1], true],
    ['the count first', [1, 0], true],
  ] as const)('a count read in the cycle of a change was made before it: %s', (_, [change, count], apart) => {
    const run = running();
    feed(run, plan, [sample('good', 3, 3)]);
    const cycle = [sample('complete', true, 4 + change / 1000), sample('good', 4, 4 + count / 1000)];
    const told = count < change ? cycle.toReversed() : cycle;
    if (apart) {
      for (const one of told) feed(run, plan, [one]);
      wait(run, plan, 80);
    } else feed(run, plan, told);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual(['good 4 of WH/MO/00001 lot L1']);
    expect(closings(run)).toHaveLength(1);
  });

  test('a count read in the cycle of a change is no late news for it, though it was applied already', () => {
    const run = running();
    feed(run, plan, [sample('good', 4, 4.001)]);
    wait(run, plan, 80);
    feed(run, plan, [sample('complete', true, 4)], { arrivedAtMs: T(81) });
    wait(run, plan, 160);
    expect(lines(run.messages)).toEqual(['good 4 of WH/MO/00001 lot L1']);
  });

  test('a counter and a change that are read again in one cycle after an outage need no decision', () => {
    const run = running();
    feed(run, plan, [sample('good', 8, 3)]);
    feed(run, plan, [{ tag: 'good', value: null, status: 'BadConnectionClosed' }], { arrivedAtMs: T(5) });
    feed(run, plan, [sample('complete', true, 10), sample('good', 12, 10.001)]);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual(['good 12 of WH/MO/00001 lot L1']);
    expect(closings(run)).toHaveLength(1);
  });

  test('a lot change closes the range, so that each event has one lot', () => {
    const run = running();
    feed(run, plan, [sample('good', 8, 3)]);
    feed(run, plan, [sample('lot', 'L2', 4)]);
    feed(run, plan, [sample('good', 10, 5)]);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual(['good 8 of WH/MO/00001 lot L1', 'good 2 of WH/MO/00001 lot L2']);
  });

  test('a component lot closes the range of the counter that takes from it, and no other', () => {
    const run = running();
    feed(run, plan, [sample('good', 8, 3), sample('resin', 4, 3)]);
    feed(run, plan, [sample('resinLot', 'C2', 4)]);
    feed(run, plan, [sample('good', 9, 5), sample('resin', 5, 5)]);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual([
      'resin 4 of WH/MO/00001 lot C1',
      'good 9 of WH/MO/00001 lot L1',
      'resin 1 of WH/MO/00001 lot C2',
    ]);
  });

  test('counts without an order are put aside, one message for the range', () => {
    const run = running('');
    feed(run, plan, [sample('good', 3, 3)]);
    feed(run, plan, [sample('order', 'WH/MO/00002', 5)]);
    feed(run, plan, [sample('good', 5, 6)]);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual([
      'counts-without-order: good 3 of nothing lot L1',
      'good 2 of WH/MO/00002 lot L1',
    ]);
    expect(closings(run)).toEqual([]);
  });

  test('whoever adds the missing order to what was put aside makes a valid event of it', () => {
    const run = running('');
    feed(run, plan, [sample('good', 3, 3)]);
    wait(run, plan, 80);
    const event = run.messages[0]?.event as { data: object };
    const check = compileValidator({ accepts: [], strictness: 'strict', hash });
    expect(check(event)).toMatchObject({ ok: false, failure: { code: 'event-invalid' } });
    expect(check({ ...event, data: { ...event.data, operationsRequestId: 'WH/MO/00009' } })).toMatchObject({
      ok: true,
      value: { partitionkey: 'MUC1:or:WH/MO/00009', idempotencykey: expect.stringMatching(/^k1\./) },
    });
  });

  test('counts after completion belong to nobody until the next order starts', () => {
    const run = running();
    feed(run, plan, [sample('good', 3, 3)]);
    feed(run, plan, [sample('complete', true, 4)]);
    feed(run, plan, [sample('good', 4, 5)]);
    feed(run, plan, [sample('complete', false, 6), sample('order', 'WH/MO/00002', 6)]);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual([
      'good 3 of WH/MO/00001 lot L1',
      'counts-without-order: good 1 of nothing lot L1',
    ]);
    expect(closings(run)).toHaveLength(1);
  });

  test('the same order goes on when the machine takes its completion back', () => {
    const run = running();
    feed(run, plan, [sample('good', 6, 3)]);
    feed(run, plan, [sample('complete', true, 4)]);
    feed(run, plan, [sample('complete', false, 6)]);
    feed(run, plan, [sample('good', 10, 7)]);
    feed(run, plan, [sample('complete', true, 8)]);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual(['good 6 of WH/MO/00001 lot L1', 'good 4 of WH/MO/00001 lot L1']);
    expect(closings(run)).toMatchObject([
      { operationsRequestId: 'WH/MO/00001', totals: { good: { value: '6' } } },
      { operationsRequestId: 'WH/MO/00001', totals: { good: { value: '4' } } },
    ]);
  });

  test('an order that ends without a count is noted and not reported', () => {
    const run = running();
    feed(run, plan, [sample('order', '', 5)]);
    wait(run, plan, 80);
    expect(run.messages).toEqual([]);
    expect(run.notes).toMatchObject([{ kind: 'orderEndedEmpty' }]);
    expect(run.segments).toHaveLength(4);
  });

  test('an order that runs a second time is closed a second time, with a version that rises on every machine alike', () => {
    const run = running();
    feed(run, plan, [sample('good', 3, 3)]);
    feed(run, plan, [sample('order', 'WH/MO/00002', 4)]);
    feed(run, plan, [sample('good', 5, 5)]);
    feed(run, plan, [sample('order', 'WH/MO/00001', 6)]);
    feed(run, plan, [sample('good', 9, 7)]);
    feed(run, plan, [sample('order', '', 8)]);
    wait(run, plan, 80);
    const closed = closings(run).map(({ operationsRequestId, responseVersion }) => [
      operationsRequestId,
      responseVersion,
    ]);
    expect(closed).toEqual([
      ['WH/MO/00001', T(4)],
      ['WH/MO/00002', T(6)],
      ['WH/MO/00001', T(8)],
    ]);
  });

  test('where only completion ends an order, a change of order suspends it', () => {
    const complete = planFor({ orderEnds: 'completeOnly' });
    const run = newRun();
    feed(run, complete, start());
    feed(run, complete, [sample('good', 3, 3)]);
    feed(run, complete, [sample('order', 'WH/MO/00002', 5)]);
    wait(run, complete, 80);
    expect(lines(run.messages)).toEqual(['good 3 of WH/MO/00001 lot L1']);
    expect(closings(run)).toEqual([]);
    expect(run.segments).toEqual([]);
  });

  test('scrap without a reason is put aside with what is missing', () => {
    const run = running();
    feed(run, plan, [sample('reason', '', 2)]);
    feed(run, plan, [sample('scrap', 2, 3)]);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual(['reason-missing: scrap 2 of WH/MO/00001 lot L1']);
    const lane = { partitionkey: expect.stringMatching(/:or:WH\/MO\/00001$/) };
    expect(run.messages.at(-1)?.event).toMatchObject(lane); // so the order is not closed meanwhile
  });

  test('an order change while the counter could not be read leaves the share to a person', () => {
    const run = running();
    feed(run, plan, [sample('good', 8, 3)]);
    feed(run, plan, [sample('good', null, 5, 'BadNoCommunication')]);
    feed(run, plan, [sample('order', 'WH/MO/00002', 10)]);
    feed(run, plan, [sample('good', 20, 15)]);
    feed(run, plan, [sample('good', 22, 16)]);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual([
      'good 8 of WH/MO/00001 lot L1',
      'attribution-unknown: good 12 of WH/MO/00001 lot L1',
      'good 2 of WH/MO/00002 lot L1',
    ]);
  });

  test('a counter that did not move while the order changed unseen needs no decision', () => {
    const run = running();
    feed(run, plan, [sample('good', 8, 3)]);
    feed(run, plan, [{ tag: 'good', value: null, status: 'BadConnectionClosed' }], { arrivedAtMs: T(5) });
    feed(run, plan, [sample('order', 'WH/MO/00002', 10), sample('good', 8, 3)]);
    feed(run, plan, [sample('good', 9, 16)]);
    wait(run, plan, 80);
    expect(lines(run.messages)).toEqual(['good 8 of WH/MO/00001 lot L1', 'good 1 of WH/MO/00002 lot L1']);
  });

  test('while nobody vouches for the order, counts wait and are then split by their stamps', () => {
    const run = running();
    feed(run, plan, [sample('order', null, 3, 'BadNoCommunication')]);
    wait(run, plan, 10);
    feed(run, plan, [sample('good', 5, 12)]);
    wait(run, plan, 90);
    feed(run, plan, [sample('good', 9, 100)]);
    wait(run, plan, 200);
    expect(run.messages).toEqual([]);
    feed(run, plan, [sample('order', 'WH/MO/00002', 50)]);
    wait(run, plan, 300);
    expect(lines(run.messages)).toEqual(['good 5 of WH/MO/00001 lot L1', 'good 4 of WH/MO/00002 lot L1']);
  });

  test('a range never crosses the end of a shift', () => {
    const run = newRun();
    const shift = (seconds: number) => 5 * 3600 + seconds;
    feed(run, plan, [...start(), sample('good', 0, shift(-20))]);
    feed(run, plan, [sample('good', 5, shift(-10))]);
    feed(run, plan, [sample('good', 9, shift(5))]);
    wait(run, plan, shift(90));
    const shifts = run.messages.map(({ event }) => (event as { data: { shiftId: string } }).data.shiftId);
    expect(lines(run.messages)).toEqual(['good 5 of WH/MO/00001 lot L1', 'good 4 of WH/MO/00001 lot L1']);
    expect(shifts).toEqual(['2026-11-20/A', '2026-11-20/B']);
  });
});
