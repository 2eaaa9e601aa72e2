/** Which version an order has, whatever is seen of it in which sequence. */
import fc from 'fast-check';
import type { Release } from '../../../../nodes/src/domain/odoo/changes/order-document.ts';
import {
  decide,
  differences,
  type OrderNote,
  type Sighting,
} from '../../../../nodes/src/domain/odoo/changes/order-revision.ts';
import { orderWatches } from '../../../../nodes/src/domain/odoo/changes/order-tables.ts';
import { orderTables as tables14 } from '../../../../nodes/src/domain/odoo/dialects/v14/changes.ts';
import { orderTables as tables19 } from '../../../../nodes/src/domain/odoo/dialects/v19/changes.ts';

test.each([
  [14, tables14, 'date_planned_start'],
  [19, tables19, 'date_start'],
] as const)('Odoo %i: orders, operations and components are watched by its own names', (_major, tables, start) => {
  const watches = orderWatches(tables);
  expect(watches.map(({ model }) => model)).toEqual(['mrp.production', 'mrp.workorder', 'stock.move']);
  expect(watches[0]?.fields).toContain(start);
  const row = {
    id: 9,
    at: '',
    by: 2,
    untouched: false,
    values: { raw_material_production_id: [4, 'X'], production_id: false },
  };
  expect(watches[2]?.orders(row)).toEqual([4]);
});

const release = (value: string): Release => ({ quantity: { value, uom: 'C62' }, segments: [] }) as unknown as Release;
const start: Pick<OrderNote, 'state' | 'version' | 'release'> = { state: 'unknown', version: 0 };

const sighting: fc.Arbitrary<Sighting> = fc.oneof(
  fc.record({
    kind: fc.constant('open' as const),
    release: fc.constantFrom('1', '2', '3').map(release),
    ours: fc.boolean(),
  }),
  fc.record({ kind: fc.constantFrom('cancelled' as const, 'deleted' as const), ours: fc.boolean() }),
  fc.record({ kind: fc.constantFrom('done' as const, 'draft' as const) }),
) as fc.Arbitrary<Sighting>;

test('what is told has rising versions without a gap, begins with a release and ends with one cancellation', () => {
  fc.assert(
    fc.property(fc.array(sighting, { maxLength: 20 }), fc.boolean(), (seen, hides) => {
      let known = start;
      let isOut = false;
      for (const one of seen) {
        const { verdict, ...after } = decide(known, one, hides);
        if (verdict.kind === 'nothing' || verdict.kind === 'ours') expect(after.version).toBe(known.version);
        else expect(after.version).toBe(known.version + 1);
        if ('version' in verdict) expect(verdict.version).toBe(after.version);
        if (verdict.kind === 'released') expect(isOut).toBe(false);
        if (verdict.kind === 'changed' || verdict.kind === 'cancelled') expect(isOut).toBe(true);
        isOut = after.state === 'released';
        known = after;
      }
    }),
  );
});

test('the same sighting twice is told once', () => {
  fc.assert(
    fc.property(fc.array(sighting, { maxLength: 10 }), sighting, (seen, last) => {
      const known = [...seen, last].reduce((state, one) => decide(state, one, false), start);
      expect(decide(known, last, false).verdict.kind).toBe('nothing');
    }),
  );
});

test('our own change is taken over without a word, unless it is wanted', () => {
  const released = decide(start, { kind: 'open', release: release('1'), ours: true }, true);
  expect(released.verdict).toEqual({ kind: 'released', version: 1 });
  const ours: Sighting = { kind: 'open', release: release('2'), ours: true };
  expect(decide(released, ours, true)).toMatchObject({ verdict: { kind: 'ours' }, version: 1, release: release('2') });
  expect(decide(released, ours, false).verdict).toEqual({
    kind: 'changed',
    version: 2,
    changes: [{ path: '/quantity/value', old: '1', new: '2' }],
  });
});

test('a list of another length is told as a whole, names are escaped', () => {
  expect(differences({ a: [1, 2], 'b/c': 1 }, { a: [1], 'b/c': 2 })).toEqual([
    { path: '/a', old: [1, 2], new: [1] },
    { path: '/b~1c', old: 1, new: 2 },
  ]);
});
