import fc from 'fast-check';
import { releasable } from '../../../../nodes/src/domain/site/crosswalk/release.ts';
import { translate } from '../../../../nodes/src/domain/site/crosswalk/translate.ts';
import type { CrosswalkRow } from '../../../../nodes/src/domain/site/pack.ts';
import { buildCrosswalk } from '../../../../nodes/src/domain/site/xref.ts';
import { failureOf } from '../../../support/messages.ts';
import { demoPlant } from '../../mapping/plant.ts';

const at = '2026-11-20T12:00:00Z';
const row = (localCode: string, domain: CrosswalkRow['domain'] = 'material'): CrosswalkRow => ({
  ...{ domain, system: 'mes', localCode, canonicalId: domain === 'material' ? 'FG-1000' : 'R-1', status: 'approved' },
});
const walk = (...rows: CrosswalkRow[]) => {
  const crosswalk = buildCrosswalk({ ...demoPlant(), crosswalk: [] });
  crosswalk.maintain('x', rows);
  return crosswalk;
};
const origin = { system: 'mes', at };

test('codes are replaced where the paths lead, in lists too, and nothing else is touched', () => {
  const event = { data: { item: 'A', lines: [{ item: 'A', qty: 2 }, { item: 42 }, { note: 'A' }] }, other: 'A' };
  const fields = [
    { path: 'data.item', domain: 'material' as const },
    { path: 'data.lines.*.item', domain: 'material' as const },
    { path: 'data.nothing.there', domain: 'reason' as const },
  ];
  expect(translate(event, fields, walk(row('A'), row('42')), origin)).toEqual({
    ok: true,
    value: {
      data: { item: 'FG-1000', lines: [{ item: 'FG-1000', qty: 2 }, { item: 'FG-1000' }, { note: 'A' }] },
      other: 'A',
    },
  });
});

test('every unknown code of a message is named once', () => {
  const fields = [
    { path: 'lines.*', domain: 'material' as const },
    { path: 'why', domain: 'reason' as const },
  ];
  expect(translate({ lines: ['A', 'B', 'B', 'C'], why: 'X' }, fields, walk(row('A')), origin)).toMatchObject({
    failure: {
      code: 'unmapped',
      reason: expect.stringContaining('also unknown: material "C", reason "X"'),
      unknownCodes: [
        { site: 'demo-plant', domain: 'material', system: 'mes', code: 'B', at },
        { domain: 'material', code: 'C' },
        { domain: 'reason', code: 'X' },
      ],
    },
  });
});

const parked = (id: number, lane: string | undefined, ...codes: string[]) => ({
  id,
  ...(lane === undefined ? {} : { lane }),
  failure: {
    ...failureOf('data', 'unmapped'),
    unknownCodes: codes.map((code) => ({ site: 'demo-plant', domain: 'material', system: 'mes', code, at })),
  },
});
const ids = (...letters: ReturnType<typeof parked>[]) =>
  releasable(letters, 'demo-plant', walk(row('A'), row('B'))).map(({ id }) => id);

test('a message goes on when all its codes are mapped, and never before an earlier one of its scope', () => {
  expect(ids(parked(1, 'o1', 'A'), parked(2, 'o1', 'A', 'C'), parked(3, 'o1', 'B'), parked(4, 'o2', 'B'))).toEqual([
    1, 4,
  ]);
  expect(ids(parked(1, undefined, 'C'), parked(2, undefined, 'A'), parked(3, undefined))).toEqual([2]);
});

test('a canonical id without binding waits for the site pack', () => {
  const waiting = (code: string) => ({
    id: 1,
    failure: { ...failureOf('data', 'unmapped'), unknownCodes: [{ site: 'demo-plant', domain: 'material', code }] },
  });
  expect(releasable([waiting('FG-1000')], 'demo-plant', walk())).toHaveLength(1);
  expect(releasable([waiting('FG-999')], 'demo-plant', walk())).toHaveLength(0);
  expect(releasable([waiting('FG-1000')], 'another', walk())).toHaveLength(0);
});

test('in whatever order rows come, what is released of a scope is always the oldest of it', () => {
  const code = fc.constantFrom('A', 'B', 'C', 'D');
  const letters = fc.array(fc.record({ lane: fc.constantFrom('o1', 'o2'), codes: fc.array(code, { minLength: 1 }) }));
  fc.assert(
    fc.property(letters, fc.shuffledSubarray(['A', 'B', 'C', 'D'], { minLength: 4 }), (given, order) => {
      let waiting = given.map(({ lane, codes }, id) => parked(id, lane, ...codes));
      const gone: ReturnType<typeof parked>[] = [];
      order.forEach((_, index) => {
        const crosswalk = walk(...order.slice(0, index + 1).map((one) => row(one)));
        const now = releasable(waiting, 'demo-plant', crosswalk);
        gone.push(...now);
        waiting = waiting.filter((letter) => !now.includes(letter));
      });
      expect(waiting).toEqual([]);
      for (const lane of ['o1', 'o2']) {
        const numbers = gone.filter((letter) => letter.lane === lane).map(({ id }) => id);
        expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
      }
    }),
  );
});
