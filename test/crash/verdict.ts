/** Compares what Odoo holds with what the sources know to have happened. */

import { type Quantities, readGroup } from '../flows/bench/odoo-records.ts';
import type { OdooSide } from '../flows/bench/odoo-side.ts';
import { must } from '../live/seed.ts';
import type { Left } from './operator.ts';
import type { Expected } from './source.ts';
import type { Report } from './tally.ts';

export interface Verdict extends Report {
  readonly orders: number;
  /** Sentences; none when every fact has exactly one effect. */
  readonly wrong: readonly string[];
  readonly left: Left;
}

export async function judge(odoo: OdooSide, ledger: readonly Expected[], left: Left, report: Report): Promise<Verdict> {
  const wrong: string[] = ledger.length > 0 ? [] : ['nothing happened: no source emitted anything'];
  for (const expected of ledger) wrong.push(...(await differences(odoo, expected)));
  if (left.queued > 0) wrong.push(`${left.queued} messages are still queued`);
  if (left.untaken > 0) wrong.push(`${left.untaken} events were taken by nobody`);
  for (const letter of left.letters) wrong.push(`dead letter ${letter.id} (${letter.failure.code}): ${letter.text}`);
  return { ...report, orders: ledger.length, wrong, left };
}

async function differences(odoo: OdooSide, expected: Expected): Promise<readonly string[]> {
  if (expected.id === 0) return [`order ${expected.order}: never released`];
  const { parts, total } = await readGroup(odoo.erp, odoo.plant, expected.id);
  const open = parts.filter(({ state }) => state !== 'done').map(({ state }) => state);
  const scraps = await scrapsOf(odoo, expected);
  const held = { ...total, stock: await stockOf(odoo, expected) };
  return [
    ...open.map((state) => `order ${expected.order}: a part is ${state}`),
    ...(['produced', 'scrapped', 'consumed', 'byproducts', 'stock'] as const)
      .filter((what) => !isSame(held[what], expected[what]))
      .map(
        (what) =>
          `order ${expected.order}: ${what} is ${JSON.stringify(held[what])}, ${JSON.stringify(expected[what])} happened`,
      ),
    ...scraps.map((text) => `order ${expected.order}: ${text}`),
  ];
}

const isSame = (a: Quantities, b: Quantities): boolean =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) => Number(a[key] ?? 0) === Number(b[key] ?? 0));

async function stockOf({ erp, plant }: OdooSide, { stock }: Expected): Promise<Quantities> {
  const names = Object.keys(stock).map((key) => key.split('/')[1] ?? '');
  const quants = await must<{ lot_id: [number, string]; quantity: number }[]>(erp, {
    model: 'stock.quant',
    method: 'search_read',
    args: {
      domain: [
        ['lot_id.name', 'in', names],
        ['product_id', '=', plant.fg.id],
        ['location_id', '=', plant.stockLocation],
      ],
      fields: ['lot_id', 'quantity'],
    },
  });
  const held: Record<string, string> = {};
  for (const { lot_id, quantity } of quants) {
    const key = `fg/${lot_id[1]}`;
    held[key] = String(Number(held[key] ?? 0) + quantity);
  }
  return held;
}

/** Every scrap document carries one external id of ours, and none is a draft that was left behind. */
async function scrapsOf({ erp, plant }: OdooSide, { stock }: Expected): Promise<readonly string[]> {
  const lots = Object.keys(stock).map((key) => key.split('/')[1] ?? '');
  const scraps = await must<{ id: number; state: string }[]>(erp, {
    model: 'stock.scrap',
    method: 'search_read',
    args: {
      domain: [
        ['lot_id.name', 'in', lots],
        ['product_id', '=', plant.fg.id],
      ],
      fields: ['state'],
    },
  });
  if (scraps.length === 0) return [];
  const names = await must<Readonly<Record<string, string>>>(erp, {
    model: 'stock.scrap',
    method: 'get_external_id',
    ids: scraps.map(({ id }) => id),
  });
  const ids = Object.values(names);
  const foreign = ids.filter((id) => !id.startsWith('mfgx.'));
  return [
    ...scraps.filter(({ state }) => state !== 'done').map(({ id, state }) => `scrap ${id} is ${state}`),
    ...foreign.map((id) => `a scrap has the external id "${id}"`),
    ...(new Set(ids).size === ids.length ? [] : ['two scraps have one external id']),
  ];
}
