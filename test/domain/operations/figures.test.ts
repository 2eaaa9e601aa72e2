/** Figures that a person chooses: exact, and weighted by the time for which a value held. */
import type { Envelope } from '../../../nodes/src/domain/envelope.ts';
import { entriesOf, type FigureRule, figuresOf, type Said } from '../../../nodes/src/domain/operations/figures.ts';
import { type Entry, spansOf } from '../../../nodes/src/domain/operations/windows/entry.ts';
import { good } from './shift/bench.ts';

const rule = (name: string, how: FigureRule['how'], of = 'data.value', type = ''): FigureRule => ({
  name,
  how,
  of,
  type,
});
const second = (nr: number): string => new Date(Date.parse('2026-11-20T08:00:00Z') + nr * 1_000).toISOString();
const said = (nr: number, value: unknown): Envelope => ({ ...good('1', second(nr)), data: { value } });

function figures(rules: readonly FigureRule[], events: readonly Envelope[], untilSecond: number) {
  const entries = events.flatMap((event, nr): readonly Entry<Said>[] => {
    const read = entriesOf(rules, event, 'L1', `s${nr}`);
    if ('unreadable' in read) throw new Error(read.unreadable);
    return read.entries;
  });
  const untilMs = Date.parse(second(untilSecond));
  const held = spansOf(entries, untilMs).map((one) => ({ ...one, endMs: Math.min(one.endMs, untilMs) }));
  return Object.fromEntries(figuresOf(rules, held).map(({ name, value, states }) => [name, states ?? value]));
}

test('counts, sums and extremes lose no digit', () => {
  const rules = [rule('n', 'count', ''), rule('sum', 'sum'), rule('least', 'min'), rule('most', 'max')];
  const events = ['0.1', '0.2', '123456789.000000001', '-3'].map((value, nr) => said(nr, value));
  expect(figures(rules, events, 10)).toEqual({
    n: '4',
    sum: '123456786.300000001',
    least: '-3',
    most: '123456789.000000001',
  });
});

test('a mean counts each value for as long as it held, not for how often it was told', () => {
  const events = [said(0, 10), said(1, 10), said(2, 10), said(3, 100)];
  expect(figures([rule('mean', 'mean')], events, 6)).toEqual({ mean: '55' });
});

test('times by state', () => {
  const events = [said(0, 'EXECUTE'), said(4, 'HELD'), said(5, 'EXECUTE')];
  expect(figures([rule('state', 'states')], events, 10)).toEqual({
    state: [
      { state: 'EXECUTE', seconds: '9' },
      { state: 'HELD', seconds: '1' },
    ],
  });
});

test('a figure takes the events of its type only, and one of nothing has no value', () => {
  const rules = [
    rule('made', 'sum', 'data.quantity.value', 'production.output.reported'),
    rule('heat', 'max', 'data.heat'),
  ];
  expect(figures(rules, [good('5'), { ...good('7'), type: 'mfg.material.consumed.v1' }], 9)).toEqual({
    made: '5',
    heat: undefined,
  });
});

test('what is no number is not counted as one', () => {
  expect(entriesOf([rule('sum', 'sum')], said(0, 'much'), 'L1', 's')).toEqual({ unreadable: 'sum' });
});
