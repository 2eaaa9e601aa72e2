/** The records of what was made of a lot: every level, each once, whatever loops there are. */
import fc from 'fast-check';
import { descendantsOf } from '../../../nodes/src/domain/odoo/genealogy-lots.ts';
import { type Erp, type ErpProfile, ok } from '../../../nodes/src/domain/ports.ts';

const profile: ErpProfile = { major: 19, version: '19.0', protocol: 'json2', database: 'plant', uid: 5 };
type Makes = Readonly<Record<number, readonly number[]>>;

/** An Odoo in which each lot was consumed once for each lot that was made of it. */
function odoo(makes: Makes): Erp {
  const ties = Object.entries(makes).flatMap(([from, into]) => into.map((to) => ({ from: Number(from), to })));
  const line = (id: number, lot: number, more: object) => ({
    ...{ id, move_id: [id, 'move'], product_id: [lot, 'product'], lot_id: [lot, `L${lot}`] },
    ...{ date: '2026-11-20 08:00:00', picking_id: false, reference: 'WH/MO/1', package_id: false },
    ...{ result_package_id: false, quantity_product_uom: 1, consume_line_ids: [], produce_line_ids: [], ...more },
  });
  const used = ties.map(({ from }, nr) => line(2 * nr + 1, from, { produce_line_ids: [2 * nr + 2] }));
  const made = ties.map(({ to }, nr) => line(2 * nr + 2, to, { consume_line_ids: [2 * nr + 1] }));
  return {
    profile: async () => ok(profile),
    call: async ({ args }) => {
      const domain = (args?.['domain'] ?? []) as readonly (string | readonly [string, string, unknown])[];
      const wantedIn = (field: string): unknown => domain.find((one) => one[0] === field && one[1] === 'in')?.[2];
      const [lots, ids] = [wantedIn('lot_id'), wantedIn('id')] as (readonly number[] | undefined)[];
      const after = Number(domain.find((one) => one[0] === 'id' && one[1] === '>')?.[2] ?? 0);
      const found = lots ? used.filter(({ lot_id }) => lots.includes(Number(lot_id[0]))) : [...used, ...made];
      return ok(found.filter(({ id }) => (ids?.includes(id) ?? true) && id > after));
    },
  };
}

async function madeOf(makes: Makes, lot: number): Promise<{ readonly ids: number[]; readonly isWhole: boolean }> {
  const found = await descendantsOf(odoo(makes), profile, lot);
  if (!found.ok) throw new Error(found.failure.reason);
  return { ids: found.value.lots.map(({ id }) => id), isWhole: found.value.isWhole };
}

test('two levels down, nearest first, and nothing of what stands beside', async () => {
  expect(await madeOf({ 1: [2, 3], 3: [4], 9: [8] }, 1)).toEqual({ ids: [2, 3, 4], isWhole: true });
  expect(await madeOf({ 1: [2] }, 2)).toEqual({ ids: [], isWhole: true });
});

test('every lot that can be reached is found once, never the lot itself, also where rework leads in circles', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 }))),
      async (pairs) => {
        const makes: Record<number, number[]> = {};
        for (const [from, to] of pairs) makes[from] = [...(makes[from] ?? []), to];
        const reached = new Set<number>();
        for (const next = [1]; next.length > 0; ) {
          for (const to of makes[next.pop() ?? 0] ?? [])
            if (!reached.has(to) && to !== 1) next.push(to) && reached.add(to);
        }
        const { ids, isWhole } = await madeOf(makes, 1);
        expect([new Set(ids), ids.length, isWhole]).toEqual([reached, reached.size, true]);
      },
    ),
  ));

test('a chain that is longer than it is followed is told as such', async () => {
  const chain: Record<number, number[]> = {};
  for (let lot = 1; lot <= 40; lot += 1) chain[lot] = [lot + 1];
  const { ids, isWhole } = await madeOf(chain, 1);
  expect([ids.length, isWhole]).toEqual([20, false]);
});
