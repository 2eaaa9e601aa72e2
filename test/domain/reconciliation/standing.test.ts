/** Differences over snapshots: proposed when they stood long enough, once, and taken back when they are no longer right. */
import fc from 'fast-check';
import { amount } from '../../../nodes/src/domain/odoo/amount.ts';
import { allowed, judge, kindOf, type Line, toleranceOf } from '../../../nodes/src/domain/reconciliation/line.ts';
import { reconciliationSchema } from '../../../nodes/src/domain/reconciliation/policy.ts';
import { advance, type Standing, type Told } from '../../../nodes/src/domain/reconciliation/standing.ts';

const line = (warehouse: string, odoo: string, change: Partial<Line> = {}): Line => ({
  ...{ location: 'A', material: 'M', uom: 'C62', isNegative: odoo.startsWith('-') },
  ...{ warehouse: amount(warehouse), odoo: amount(odoo) },
  ...change,
});
const none = { absolute: '0', percent: '0' };
const at = (index: number): string => new Date(Date.UTC(2026, 10, 20, index)).toISOString();

function run(
  lines: readonly Line[],
  tolerance = none,
  stands: { snapshots: number; hours?: number } = { snapshots: 2 },
) {
  let standing: Standing | undefined;
  return lines.map((one, index): Told => {
    const judged = { line: one, judgement: judge(one, tolerance), tolerance };
    const told = advance(standing, judged, at(index), stands, (_line, difference, since) => ({
      ...{ adjustmentId: `R ${since}`, key: `k ${since}`, quantity: difference.toFixed() },
    }));
    standing = told.standing;
    return told;
  });
}
const reasons = (told: readonly Told[]) => told.map(({ reason }) => reason);

test('a difference that stands is proposed once, in the snapshot in which it stood long enough', () => {
  const told = run(Array(4).fill(line('12', '15')));
  expect(reasons(told)).toEqual(['not-yet-standing', 'proposed', 'proposed-before', 'proposed-before']);
  expect(told[1]?.standing).toMatchObject({ since: at(0), proposal: { adjustmentId: `R ${at(0)}`, quantity: '-3' } });
  expect(told.filter(({ isNew }) => isNew)).toHaveLength(1);
});

test('hours do as well as snapshots, whichever is first', () => {
  const told = run(Array(5).fill(line('12', '15')), none, { snapshots: 100, hours: 3 });
  expect(reasons(told)).toEqual([...Array(3).fill('not-yet-standing'), 'proposed', 'proposed-before']);
});

test('what cannot be judged neither ages nor ends', () => {
  const busy = line('12', '15', { held: { reason: 'being-picked', says: 'WH/OUT/1' } });
  const told = run([line('12', '15'), busy, busy, line('12', '15')]);
  expect(reasons(told)).toEqual(['not-yet-standing', 'being-picked', 'being-picked', 'proposed']);
  expect(told[1]).toMatchObject({ says: 'WH/OUT/1', standing: { seen: 1 } });
});

test('a proposal is taken back when both agree again, and when they differ by something else', () => {
  const same = run([line('12', '15'), line('12', '15'), line('15', '15')]);
  expect(same[2]).toMatchObject({ reason: 'equal', withdraws: { key: `k ${at(0)}` } });
  const other = run([line('12', '15'), line('12', '15'), line('10', '15'), line('10', '15')]);
  expect(reasons(other)).toEqual(['not-yet-standing', 'proposed', 'not-yet-standing', 'proposed']);
  expect(other[2]?.withdraws).toMatchObject({ quantity: '-3' });
  expect(other[3]?.standing?.proposal).toMatchObject({ adjustmentId: `R ${at(2)}`, quantity: '-5' });
});

test('the larger of quantity and percentage is tolerated; a material goes before its class', () => {
  const tolerance = { absolute: '1', percent: '2' };
  expect(allowed(line('100', '98'), tolerance).toNumber()).toBe(2);
  expect(allowed(line('3', '2'), tolerance).toNumber()).toBe(1);
  expect(judge(line('100', '98'), tolerance).verdict).toBe('within-tolerance');
  expect(judge(line('100', '97.9'), tolerance).verdict).toBe('differs');
  const policy = reconciliationSchema.parse({
    ...{ reason: 'R', tolerance: { absolute: '1' } },
    ...{ classes: { bulk: { percent: '5' } }, materials: { M: { absolute: '9' } } },
  });
  expect(toleranceOf(policy, 'M', 'bulk').absolute).toBe('9');
  expect(toleranceOf(policy, 'N', 'bulk').percent).toBe('5');
  expect(toleranceOf(policy, 'N', undefined).absolute).toBe('1');
});

test('stock below zero is a kind of its own, whatever the warehouse says', () => {
  expect(kindOf(line('0', '-3'))).toBe('negative');
  expect(kindOf(line('3', '3'))).toBe('equal');
  expect(judge(line('0', '-3'), none)).toMatchObject({ verdict: 'differs' });
  const { warehouse: _none, ...unknown } = line('1', '1');
  expect(kindOf(unknown)).toBe('unknown');
});

test('whatever comes: of one beginning there is one proposal, and never two that stand at once', () => {
  const anyLine = fc
    .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: -2, max: 4 }), fc.boolean())
    .map(([warehouse, odoo, isHeld]) =>
      line(String(warehouse), String(odoo), isHeld ? { held: { reason: 'in-flight' as const } } : {}),
    );
  fc.assert(
    fc.property(
      fc.array(anyLine, { maxLength: 30 }),
      fc.constantFrom('0', '1'),
      fc.integer({ min: 1, max: 3 }),
      (lines, absolute, snapshots) => {
        const told = run(lines, { absolute, percent: '0' }, { snapshots });
        const open = new Set<string>();
        const all: string[] = [];
        for (const { isNew, standing, withdraws, reason } of told) {
          if (withdraws) expect(open.delete(withdraws.key)).toBe(true);
          if (isNew && standing?.proposal) {
            open.add(standing.proposal.key);
            all.push(standing.proposal.key);
          }
          expect(open.size).toBeLessThanOrEqual(1);
          if (reason === 'proposed-before') expect(open.size).toBe(1);
        }
        expect(new Set(all).size).toBe(all.length);
      },
    ),
  );
});
