import fc from 'fast-check';
import { misfit } from '../../../../nodes/src/domain/site/crosswalk/fit.ts';
import { planChange } from '../../../../nodes/src/domain/site/crosswalk/plan.ts';
import type { CrosswalkMove, KeptRow } from '../../../../nodes/src/domain/site/crosswalk/row.ts';
import type { CrosswalkRow } from '../../../../nodes/src/domain/site/pack.ts';
import { buildCrosswalk } from '../../../../nodes/src/domain/site/xref.ts';
import { demoPlant } from '../../mapping/plant.ts';

const row = (change: Partial<CrosswalkRow> = {}): CrosswalkRow => ({
  domain: 'material',
  system: 'mes',
  localCode: 'X-1',
  canonicalId: 'FG-1000',
  status: 'approved',
  ...change,
});
const kept = (id: number, change: Partial<CrosswalkRow> = {}): KeptRow => ({
  ...row(change),
  ...{ id, changedAt: 0, changedBy: 'anna', reason: 'test' },
});
const reasons = (rows: readonly KeptRow[], ...moves: CrosswalkMove[]) =>
  planChange(rows, moves).problems.map(({ index, reason }) => `${index}: ${reason}`);
const add = (change: Partial<CrosswalkRow> = {}): CrosswalkMove => ({ kind: 'add', row: row(change) });

test('two approved rows of one code on one day are refused, also when the second is approved later', () => {
  const open = kept(1);
  expect(reasons([open], add({ canonicalId: 'FG-2000', validFrom: '2026-12-01' }))).toEqual([
    '0: row 1 says FG-1000 for all days: no two rows on one day',
  ]);
  const proposed = kept(2, { status: 'proposed', canonicalId: 'FG-2000' });
  expect(reasons([open, proposed], { kind: 'approve', id: 2 })).toHaveLength(1);
  expect(reasons([], add(), add({ canonicalId: 'FG-2000' }))).toEqual([
    '1: a row before it says FG-1000 for all days: no two rows on one day',
  ]);
});

test('a row ends, and its successor begins the day after', () => {
  const moves: CrosswalkMove[] = [
    { kind: 'end', id: 1, validTo: '2026-11-30' },
    add({ canonicalId: 'FG-2000', validFrom: '2026-12-01' }),
  ];
  expect(planChange([kept(1)], moves)).toMatchObject({
    problems: [],
    writes: [{ id: 1, row: { validTo: '2026-11-30' } }, { row: { canonicalId: 'FG-2000' } }],
  });
  expect(reasons([kept(1, { validFrom: '2027-01-01' })], { kind: 'end', id: 1, validTo: '2026-11-30' })).toHaveLength(
    1,
  );
});

test('what is there already changes nothing; what is retired stays so; what is unknown is told', () => {
  expect(planChange([kept(1)], [add({ localCode: ' X-1 ' })])).toEqual({ writes: [], unchanged: 1, problems: [] });
  expect(reasons([kept(1, { status: 'retired' })], { kind: 'approve', id: 1 }, { kind: 'retire', id: 7 })).toEqual([
    '0: row 1 is retired; add a new one',
    '1: there is no row 7',
  ]);
});

test('a row must lead to something of the pack, which goes first', () => {
  const pack = { ...demoPlant(), crosswalk: [row({ localCode: 'P', validTo: '2026-06-30' })] };
  expect(misfit(pack, row({ canonicalId: 'FG-999' }))).toContain('material "FG-999" has no binding');
  expect(misfit(pack, row({ localCode: 'P' }))).toContain('goes first');
  expect(misfit(pack, row({ localCode: 'P', validFrom: '2026-07-01' }))).toBeUndefined();
});

describe('one look-up over pack and maintained rows', () => {
  const at = '2026-11-20T12:00:00Z';
  const walk = (...crosswalk: CrosswalkRow[]) => buildCrosswalk({ ...demoPlant(), crosswalk });
  const found = (crosswalk: ReturnType<typeof walk>, code: string) => crosswalk.canonical('material', 'mes', code, at);

  test('only approved rows translate, and only as long as somebody maintains them', () => {
    const crosswalk = walk();
    crosswalk.maintain('x', [row({ status: 'proposed' }), row({ localCode: 'X-2' })]);
    expect(found(crosswalk, 'X-1')).toMatchObject({
      failure: { code: 'unmapped', unknownCodes: [{ domain: 'material', system: 'mes', code: 'X-1', at }] },
    });
    expect(found(crosswalk, 'X-2')).toEqual({ ok: true, value: 'FG-1000' });
    crosswalk.maintain('x', []);
    expect(found(crosswalk, 'X-2').ok).toBe(false);
  });

  test('a row of the pack goes first where it is valid, a maintained one of the system before one for all', () => {
    const crosswalk = walk(
      row({ validTo: '2026-06-30' }),
      row({ system: '*', localCode: 'A', canonicalId: 'FG-2000' }),
    );
    crosswalk.maintain('x', [row({ canonicalId: 'FG-2000' }), row({ localCode: 'A' })]);
    expect(found(crosswalk, 'X-1')).toEqual({ ok: true, value: 'FG-2000' });
    expect(crosswalk.canonical('material', 'mes', 'X-1', '2026-06-30T12:00:00Z')).toEqual({
      ok: true,
      value: 'FG-1000',
    });
    expect(found(crosswalk, 'A')).toEqual({ ok: true, value: 'FG-1000' });
  });
});

const days = ['2026-01-01', '2026-01-02', '2026-01-03', '2026-01-04', '2026-01-05'];
const anyRow = fc
  .record({
    localCode: fc.constantFrom('a', 'b'),
    canonicalId: fc.constantFrom('FG-1000', 'FG-2000'),
    status: fc.constantFrom('proposed' as const, 'approved' as const, 'retired' as const),
    from: fc.option(fc.constantFrom(...days)),
    to: fc.option(fc.constantFrom(...days)),
  })
  .map(({ from, to, ...rest }) =>
    row({ ...rest, ...(from ? { validFrom: from } : {}), ...(to ? { validTo: to } : {}) }),
  );
const anyMove: fc.Arbitrary<CrosswalkMove> = fc.oneof(
  anyRow.map((one): CrosswalkMove => ({ kind: 'add', row: one })),
  fc.record({ kind: fc.constantFrom('approve' as const, 'retire' as const), id: fc.nat(9) }),
  fc.record({ kind: fc.constant('end' as const), id: fc.nat(9), validTo: fc.constantFrom(...days) }),
);

test('whatever people do, on each day at most one approved row stands for a code', () => {
  fc.assert(
    fc.property(fc.array(fc.array(anyMove, { maxLength: 4 }), { maxLength: 12 }), (changes) => {
      const table = new Map<number, KeptRow>();
      for (const moves of changes) {
        const { writes, problems } = planChange([...table.values()], moves);
        if (problems.length > 0) continue;
        for (const { id = table.size + 1, row: one } of writes) table.set(id, { ...kept(id), ...one });
      }
      for (const day of days) {
        const valid = [...table.values()].filter(
          ({ status, validFrom = '', validTo = '9' }) => status === 'approved' && validFrom <= day && day <= validTo,
        );
        expect(new Set(valid.map(({ localCode }) => localCode)).size).toBe(valid.length);
      }
    }),
  );
});
