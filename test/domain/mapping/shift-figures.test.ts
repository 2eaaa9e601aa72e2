/** Key figures in the words of Odoo's table: minutes, percent, lines for people. */
import { shiftSummaryFigures } from '../../../nodes/src/domain/mapping/shift-figures.ts';

const kpi = {
  equipmentId: 'ACME/MUC1/PRESS/P1',
  interval: { start: '2026-11-20T05:00:00Z', end: '2026-11-20T13:00:00Z' },
  ...{
    grain: 'shift',
    revision: 1,
    shiftId: '2026-11-20/A',
    apt: 'PT6H',
    pbt: 'PT7H30M',
    aust: 'PT30M',
    adet: 'PT3605S',
  },
};

test('durations are minutes, ratios percent, scrap the rest of what was produced', () => {
  const figures = shiftSummaryFigures({
    ...kpi,
    ...{
      uom: 'C62',
      pq: '11200',
      gq: '11088',
      availability: '0.8',
      effectiveness: '0.933333',
      quality: '0.99',
      oee: '0.7392',
    },
    counts: [{ materialDefinitionId: 'FG-1000', uom: 'C62', good: '11088', scrap: '112' }],
    losses: [
      { element: 'ADET', reason: 'JAM', stops: 2, duration: 'PT3605S' },
      { element: 'planned', reason: 'BREAK', stops: 1, duration: 'PT1800S' },
    ],
    energy: [
      { medium: 'electricity', uom: 'KWH', quantity: '41.5' },
      { medium: 'air', uom: 'MTQ', quantity: '7' },
    ],
    facts: 97,
  });
  expect(figures).toEqual({
    ...{ good: '11088', scrap: '112', uom: 'C62', stops: 2, electricityKwh: '41.5' },
    minutes: { busy: '450', production: '360', setup: '30', delay: '60.08', down: '0', unknown: '0' },
    percent: { availability: '80', effectiveness: '93.33', quality: '99', oee: '73.92' },
    details: [
      'FG-1000: 11088 C62 good, 112 scrap, yield 99 %',
      'delay JAM: 60.08 min, 2×',
      'planned BREAK: 30 min, 1×',
      'electricity: 41.5 KWH',
      'air: 7 MTQ',
      '97 reports',
    ],
  });
});

test('what is not known stays away, and is said', () => {
  const counts = [
    { materialDefinitionId: 'FG-1', uom: 'C62', good: '1', scrap: '0' },
    { materialDefinitionId: 'FG-2', uom: 'KGM', good: '-2', scrap: '1' },
  ];
  const figures = shiftSummaryFigures({ ...kpi, counts });
  expect(figures).toMatchObject({ percent: {}, stops: 0 });
  expect(figures).not.toHaveProperty('good');
  expect(figures?.details).toEqual([
    'FG-1: 1 C62 good, 0 scrap, yield 100 %',
    'FG-2: -2 KGM good, 1 scrap',
    'Effectiveness and OEE are unknown: no planned time per unit.',
  ]);
});

test('anything else is no summary', () => {
  expect(shiftSummaryFigures({ gq: 7 })).toBeUndefined();
});
