/** From events to the event that tells a window. */
import type { Envelope } from '../../../nodes/src/domain/envelope.ts';
import type { Aggregation, Edge } from '../../../nodes/src/domain/operations/aggregation.ts';
import { chosenFigures, type FigureOptions } from '../../../nodes/src/domain/operations/chosen-figures.ts';
import { grainOf, performance } from '../../../nodes/src/domain/operations/shift/performance.ts';
import { Book } from '../../../nodes/src/domain/operations/windows/book.ts';
import { issue } from '../../../nodes/src/domain/operations/windows/issue.ts';
import { take } from '../../../nodes/src/domain/operations/windows/take.ts';
import { siteResource } from '../../../nodes/src/domain/site/resource.ts';
import { hash, pack } from '../plant/bench.ts';
import { good, LINE, scrap, stop } from './shift/bench.ts';

const cycleTimes = [
  { material: 'FG-1', uom: 'C62', seconds: '3' },
  { material: 'FG-1', uom: 'C62', seconds: '2.4', equipment: LINE },
];
const edge: Edge = { site: siteResource({ ...pack, cycleTimes }), hash, system: 'aggregate-1' };
const options = { minutes: 60, graceMinutes: 5, quietSeconds: 0, keepDays: 14 };
const END = Date.parse('2026-11-20T14:00:00Z');

/** Events of a day, summed up in one go. */
function told<S, F>(aggregation: Aggregation<S, F>, events: readonly Envelope[]): readonly Envelope[] {
  const book = new Book<S>();
  for (const event of events) {
    const read = aggregation.read(event);
    if (!('entries' in read)) throw new Error(JSON.stringify(read));
    book.apply(take(aggregation.plan, book, read.entries, END).changes);
  }
  const { reports } = issue(aggregation.plan, book, END);
  return reports.map((report, index) => aggregation.say(report, index + 1, END));
}

test('a shift of a line as key figures, with the planned time of that line', () => {
  const shift = performance({ ...options, windows: 'shift', by: 'line' }, edge, 'shift');
  const stops = [stop('2026-11-20T06:00:00Z', '2026-11-20T07:00:00Z')];
  const [event, ...others] = told(shift, [good('9000'), scrap('100'), ...stops]);
  expect(others).toEqual([]);
  expect(event).toMatchObject({
    ...{ type: 'mfg.equipment.kpi.reported.v1', time: '2026-11-20T13:00:00.000Z', workcenterid: 'L1' },
    data: {
      ...{ equipmentId: LINE, grain: 'shift', shiftId: '2026-11-20/A', revision: 1, facts: 3, uom: 'C62' },
      ...{ pbt: 'PT28800S', apt: 'PT25200S', adet: 'PT3600S', pri: 'PT2.4S', pq: '9100', gq: '9000' },
      ...{ availability: '0.875', effectiveness: '0.866667', quality: '0.989011', oee: '0.75' },
      counts: [{ materialDefinitionId: 'FG-1', uom: 'C62', good: '9000', scrap: '100' }],
      losses: [{ element: 'ADET', reason: 'JAM', stops: 1, duration: 'PT3600S' }],
    },
  });
});

test('each revision is an event of its own, the same one however often it is said', () => {
  const shift = performance({ ...options, windows: 'shift', by: 'line' }, edge, 'shift');
  const figures = shift.plan.figures([], { startMs: 0, endMs: 1 });
  const report = { key: LINE, nameMs: 0, slice: { startMs: 0, endMs: 1 }, figures, entries: 0, isWithdrawn: false };
  const key = (revision: number, sequence: number) => shift.say({ ...report, revision }, sequence, END).idempotencykey;
  expect(key(1, 1)).toBe(key(1, 9));
  expect(key(1, 1)).not.toBe(key(2, 1));
});

test.each([
  [{ windows: 'shift' }, 'shift'],
  [{ windows: 'length', minutes: 60 }, 'hour'],
  [{ windows: 'length', minutes: 1_440 }, 'day'],
  [{ windows: 'length', minutes: 30 }, undefined],
  [{ windows: 'pause', minutes: 60 }, undefined],
] as const)('key figures of %j are told by %s', (change, grain) => {
  expect(grainOf({ ...options, ...change })).toBe(grain);
});

describe('chosen figures', () => {
  const made = { name: 'made', how: 'sum', of: 'data.quantity.value', type: 'production.output.reported' } as const;
  const chosen: FigureOptions = {
    ...options,
    windows: 'length',
    summary: 'made',
    figures: [made],
    keyPath: '',
    by: 'line',
  };

  test.each([
    [{ by: 'line' }, LINE],
    [{ by: 'machine' }, `${LINE}/PRESS1`],
    [{ by: 'site' }, 'MUC1'],
    [{ by: 'path', keyPath: 'data.operationsRequestId' }, 'MO-1'],
  ] as const)('are told for each %j', (change, scope) => {
    const events = told(chosenFigures({ ...chosen, ...change }, edge), [good('0.1'), good('0.2')]);
    expect(events).toMatchObject([
      { data: { scope, grain: 'length', facts: 2, figures: [{ name: 'made', value: '0.3' }] } },
    ]);
  });

  test('need whom they are about, and a number', () => {
    const { read } = chosenFigures(chosen, edge);
    expect(read({ ...good('1'), data: {} })).toEqual({ missing: 'data.equipmentId' });
    const data = { equipmentId: LINE, quantity: { value: 'many' } };
    expect(read({ ...good('1'), data })).toEqual({ missing: 'a number for "made"' });
    expect(read(scrap('1'))).toEqual({ other: true });
  });
});
