/** Rules of single tags: a name before its beginning, the longer beginning first, the rest as usual. */
import { type RuleRow, valueRules } from '../../../../nodes/src/domain/plant/values/rule.ts';
import { usual } from './bench.ts';

const row = (tag: string, more: Partial<RuleRow> = {}): RuleRow => ({
  ...{ tag, deadband: '', of: 'percent' as const, holdMs: '', repeatMinutes: '' },
  ...more,
});

function rulesOf(...rows: readonly RuleRow[]) {
  const found = valueRules({ ...usual, holdMs: 500, repeatMs: 60_000 }, rows);
  if (!found.ok) throw new Error(found.failure.reason);
  return found.value;
}

test('a row says what differs, the rest is as usual', () => {
  const find = rulesOf(row('Oven*', { deadband: '2,5' }), row('Oven.Temp', { holdMs: '0', repeatMinutes: '0.5' }));
  expect(find('Press')).toEqual({ deadband: '1', of: 'absolute', holdMs: 500, repeatMs: 60_000 });
  expect(find('Oven.Gas')).toEqual({ deadband: '2.5', of: 'percent', holdMs: 500, repeatMs: 60_000 });
  expect(find('Oven.Temp')).toEqual({ deadband: '1', of: 'absolute', holdMs: 0, repeatMs: 30_000 });
});

test('the longer beginning goes first; an empty row is none', () => {
  const find = rulesOf(row(''), row('A*', { deadband: '1' }), row('A.B*', { deadband: '2' }));
  expect([find('A.B.C').deadband, find('A.C').deadband]).toEqual(['2', '1']);
});

test.each([
  [[row('', { deadband: '1' })], 'a row has no tag'],
  [[row('A'), row('A')], 'it has two rows'],
  [[row('A*'), row('A*')], 'it has two rows'],
  [[row('A', { deadband: '-1' })], '"-1" is no number from 0 on'],
  [[row('A', { holdMs: '1s' })], '"1s" is no number from 0 on'],
])('%j is refused', (rows, reason) => {
  expect(valueRules(usual, rows)).toMatchObject({ ok: false, failure: { code: 'value-rule-unfit', reason } });
});
