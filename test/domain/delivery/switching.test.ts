import {
  auditOf,
  decidedText,
  inForce,
  type Switchings,
  switched,
  switchIn,
  toldIn,
  toldRow,
} from '../../../nodes/src/domain/delivery/switching.ts';

const NOON = Date.UTC(2026, 10, 22, 12);
const anna = { actor: 'anna', reason: 'stocktaking' };
const ben = { actor: 'ben', reason: '' };
const twice = (): Switchings => switched(switched([], 'manual', anna, NOON), 'automatic', ben, NOON + 60_000);

test('nobody decided anything: automatic; else the last decision is in force', () => {
  expect(inForce([])).toBe('automatic');
  expect(inForce(switched([], 'manual', anna, NOON))).toBe('manual');
  expect(inForce(twice())).toBe('automatic');
});

test('a decision says who, when and why', () => {
  const [first] = twice();
  expect(first?.decided).toEqual({ by: 'anna', at: '2026-11-22T12:00:00.000Z', reason: 'stocktaking' });
  expect(first?.decided && decidedText(first.decided)).toBe('anna, 2026-11-22 12:00Z, stocktaking');
  const last = twice().at(-1)?.decided;
  expect(last && decidedText(last)).toBe('ben, 2026-11-22 12:01Z');
});

test('the audit is told each decision once, with what it was before', () => {
  const all = twice();
  expect(auditOf('Odoo', all, 0)).toEqual([
    {
      ...anna,
      detail: { switch: { connection: 'Odoo', from: 'automatic', to: 'manual', at: '2026-11-22T12:00:00.000Z' } },
    },
    {
      ...ben,
      detail: { switch: { connection: 'Odoo', from: 'manual', to: 'automatic', at: '2026-11-22T12:01:00.000Z' } },
    },
  ]);
  const [first, last] = all;
  expect(auditOf('Odoo', all, toldIn(first ? [toldRow(first)] : []))).toMatchObject([{ actor: 'ben' }]);
  expect(auditOf('Odoo', all, toldIn(last ? [toldRow(last)] : []))).toEqual([]);
  expect(auditOf('Odoo', all, 0).map(({ detail }) => switchIn(detail)?.to)).toEqual(['manual', 'automatic']);
  expect(switchIn({ choice: 'approve' })).toBeUndefined();
});

test('numbers rise behind a clock that was set back, and the time is the clock’s', () => {
  const all = switched(twice(), 'manual', anna, NOON - 3_600_000);
  const numbers = all.map(({ number }) => number);
  expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  expect(new Set(numbers).size).toBe(3);
  expect(all.at(-1)?.decided?.at).toBe('2026-11-22T11:00:00.000Z');
});

test('what a release before this one kept is no entry: nobody knows who it was', () => {
  const all = switched([{ to: 'read-only', number: 0 }], 'manual', anna, NOON);
  expect(auditOf('Odoo', all, 0)).toMatchObject([{ detail: { switch: { from: 'read-only', to: 'manual' } } }]);
});

test('a connection that is switched every day does not fill the disk', () => {
  let all: Switchings = [];
  for (let day = 0; day < 200; day += 1)
    all = switched(all, 'manual', { ...anna, reason: 'x'.repeat(9_000) }, NOON + day);
  expect(all.length).toBeLessThanOrEqual(50);
  expect(all.at(-1)?.decided?.reason.length).toBeLessThanOrEqual(200);
});
