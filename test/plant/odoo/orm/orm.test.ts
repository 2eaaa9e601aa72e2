/** The small ORM by itself: rounding, transactions, domains. */
import fc from 'fast-check';
import { startSimulatedOdoo } from '../server.ts';
import { Store } from './store.ts';
import { compareAt, roundTo } from './value.ts';

jest.setTimeout(60_000);

test('rounding is half up on the decimal value, whatever the binary noise', () => {
  fc.assert(
    fc.property(fc.integer({ min: -10_000_000, max: 10_000_000 }), fc.integer({ min: 0, max: 9 }), (cents, rest) => {
      const value = (cents * 10 + Math.sign(cents || 1) * rest) / 1000;
      const up = rest >= 5 ? 1 : 0;
      expect(roundTo(value, 2)).toBeCloseTo((cents + Math.sign(cents || 1) * up) / 100, 8);
      expect(compareAt(roundTo(value, 2), value, 1)).toBe(roundTo(roundTo(value, 2) - value, 1));
    }),
  );
  expect([roundTo(2.675, 2), roundTo(1.005, 2), roundTo(-2.675, 2), roundTo(99367.000025, 6)]).toEqual([
    2.68, 1.01, -2.68, 99367.000025,
  ]);
});

type Step = readonly ['insert' | 'update' | 'delete', number, number];

test('a rollback restores rows and indexes, whatever happened in between', () => {
  const step: fc.Arbitrary<Step> = fc.tuple(
    fc.constantFrom('insert' as const, 'update' as const, 'delete' as const),
    fc.integer({ min: 1, max: 6 }),
    fc.integer({ min: 1, max: 3 }),
  );
  fc.assert(
    fc.property(fc.array(step), fc.array(step), (kept, undone) => {
      const store = new Store();
      const run = (steps: readonly Step[]): void => {
        for (const [what, id, parent] of steps) {
          if (what === 'insert') store.insert('t', { parent });
          if (what === 'update') store.update('t', id, { parent });
          if (what === 'delete') store.delete('t', id);
        }
      };
      const view = () => [
        store
          .ids('t')
          .map((id) => [id, store.row('t', id)?.parent])
          .sort(),
        [1, 2, 3].map((parent) => store.referring('t', 'parent', parent)),
      ];
      run(kept);
      const before = JSON.stringify(view());
      const savepoint = store.savepoint();
      run(undone);
      store.rollback(savepoint);
      expect(JSON.stringify(view())).toBe(before);
    }),
  );
});

describe('domains', () => {
  const found = async (domain: unknown): Promise<unknown[]> => {
    const server = await startSimulatedOdoo();
    const records = server.control.records('stock.location', domain as never, ['name']);
    await server.stop();
    return records.map((record) => record.name);
  };

  test.each([
    [
      'and is implied',
      [
        ['usage', '=', 'internal'],
        ['name', '=', 'Stock'],
      ],
      ['Stock'],
    ],
    [
      'or and not are prefixes',
      ['|', ['usage', '=', 'supplier'], '!', ['usage', '!=', 'customer']],
      ['Customers', 'Vendors'],
    ],
    ['a path goes through a relation', [['location_id.name', '=', 'WH']], ['Stock']],
    ['children include the root', [['id', 'child_of', 4]], ['WH', 'Stock']],
    [
      'in takes false for unset',
      [
        ['location_id', 'in', [4, false]],
        ['usage', 'in', ['internal', 'view']],
      ],
      ['WH', 'Stock'],
    ],
    ['like knows wildcards', [['name', '=like', 'S%ck']], ['Stock']],
    ['ilike ignores case', [['name', 'ilike', 'sToC']], ['Stock']],
    ['any looks inside', [['location_id', 'any', [['usage', '=', 'view']]]], ['Stock']],
  ])('%s', async (_what, domain, names) => {
    expect(await found(domain)).toEqual(names);
  });
});
