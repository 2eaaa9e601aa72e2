/** What must be true after fifty orders, on any Odoo. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bench } from './bench.ts';
import { ORDERS, POISON, type RunOutcome, runFiftyOrders } from './fifty-orders.ts';

/** Taken from a run on the real Odoo 19 and one on the simulated Odoo, which gave the same. */
const RECORDS = join(__dirname, 'fifty-orders.records.json');

export function fiftyOrdersSuite(start: () => Promise<Bench>): void {
  let bench: Bench | undefined;
  let outcome: RunOutcome | undefined;
  const run = (): RunOutcome => {
    if (!outcome) throw new Error('the run did not end');
    return outcome;
  };

  beforeAll(async () => {
    bench = await start();
    outcome = await runFiftyOrders(bench).catch((error: Error) => {
      throw new Error(`${error.message}\n${bench?.appliance.log().split('\n').slice(-60).join('\n')}`);
    });
  }, 1_800_000);

  afterAll(async () => {
    await bench?.close();
  }, 60_000);

  test('nothing is left over but the poison', () => {
    const { letters, queued, untaken } = run();
    expect(letters.map(({ text }) => text).filter((_, index) => index >= POISON.length)).toEqual([]);
    expect(letters.map(({ failure }) => failure.code).sort()).toEqual([...POISON].sort());
    expect({ queued, untaken }).toEqual({ queued: 0, untaken: 0 });
  });

  test('every order is done, with a backorder where the policy says so', () => {
    const { orders, expected } = run();
    expect(orders).toHaveLength(ORDERS);
    expect(orders.map(({ group }) => group.parts.map(({ state }) => state))).toEqual(
      expected.map(({ states }) => states),
    );
    const rests = orders
      .map(({ group }) => group.parts.at(-1))
      .map((part) => (part?.state === 'done' ? undefined : part?.planned));
    expect(rests).toEqual(expected.map(({ rest }) => rest));
  });

  test.each(['produced', 'scrapped', 'consumed', 'byproducts'] as const)(
    '%s per lot is what the counters say',
    (what) => {
      const { orders, expected } = run();
      expect(orders.map(({ group }) => group.total[what])).toEqual(expected.map(({ total }) => total[what]));
    },
  );

  test('no move is made twice: each finished lot is in stock once', () => {
    const { orders, expected } = run();
    expect(orders.map(({ stock }) => stock)).toEqual(expected.map(({ stock }) => stock));
  });

  test('the records are the same on every server', () => {
    expect(comparable(run())).toEqual(JSON.parse(readFileSync(RECORDS, 'utf8')));
  });
}

/**
 * Everything all servers must agree on. Which finished part of a split order carries a reject or a component depends on
 * what was counted when its pallet was full; how many good pieces are in each part, and all sums, do not.
 */
const comparable = ({ orders }: RunOutcome) =>
  orders.map(({ group, ...order }) => {
    const isSplit = group.parts.filter(({ state }) => state === 'done').length > 1;
    return { ...order, total: group.total, parts: isSplit ? group.parts.map(goodOf) : group.parts };
  });

function goodOf({ state, workOrders, produced, scrapped }: RunOutcome['orders'][number]['group']['parts'][number]) {
  const good = Object.entries(produced).map(([lot, made]) => [lot, Number(made) - Number(scrapped[lot] ?? 0)]);
  return { state, workOrders, good: Object.fromEntries(good) as Record<string, number> };
}
