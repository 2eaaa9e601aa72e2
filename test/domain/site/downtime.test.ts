import { checkPack } from '../../../nodes/src/domain/site/check.ts';
import { demoPlant } from '../mapping/plant.ts';

const problemsOf = (downtime: object) =>
  checkPack({ ...demoPlant(), downtime })
    .problems.map(({ path, severity }) => `${severity} ${path}`)
    .filter((line) => line.includes(' downtime.'));

test('every reason of a standstill leads to Odoo', () => {
  const reasons = [{ code: 'BREAKDOWN' }, { code: 'GREMLINS' }];
  expect(problemsOf({ reasons, unclassified: 'NOBODY-KNOWS', microstop: 'MICROSTOP' })).toEqual([
    'warning downtime.reasons[1].code',
    'warning downtime.unclassified',
  ]);
});

test('a planned standstill has its reason, a reason is listed once, and machines are part of their line', () => {
  expect(problemsOf({ states: [{ model: 'packml', mode: 'Manual', is: 'planned' }] })[0]).toMatch(
    /^error downtime\.states\[0\]/,
  );
  const line = 'ACME/MUC1/PRESS';
  const lines = [
    { line, order: [`${line}/P1`, 'ACME/MUC1/FILL/F1'] },
    { line, order: [] },
  ];
  expect(problemsOf({ reasons: [{ code: 'BREAKDOWN' }, { code: 'BREAKDOWN' }], lines })).toEqual([
    'error downtime.reasons[1].code',
    'error downtime.lines[0].order[1]',
    'error downtime.lines[1].line',
  ]);
});
