/** The lines of Odoo that tie lots together, read page by page; how each version names what a line moved. */
import { z } from 'zod';
import { type Erp, type ErpProfile, ok, type Result } from '../ports.ts';
import type { Amount } from './amount.ts';
import { forVersion } from './dialects/choose.ts';
import { traceRows14 } from './dialects/v14/genealogy.ts';
import { traceRows19 } from './dialects/v19/genealogy.ts';
import { type Domain, rows } from './rows.ts';
import type { TraceLine, TraceRows } from './trace-line.ts';

/** Rows of one answer; many2many columns make them long. */
const PAGE = 500;

export const traceRows = (profile: ErpProfile): Result<TraceRows> =>
  forVersion(profile, { v14: traceRows14, v19: traceRows19 });

/** Names of the model of lots, over all versions. */
export const LOT_MODELS: readonly string[] = [traceRows14.lotModel, traceRows19.lotModel];

/** Every done line that matches, by id; `most` bounds what is held in memory. */
export async function traceLines(
  erp: Erp,
  book: TraceRows,
  domain: Domain,
  most: number,
): Promise<Result<{ readonly lines: TraceLine[]; readonly isWhole: boolean }>> {
  const lines: TraceLine[] = [];
  for (let last = 0; ; ) {
    const page = await book.readLines(erp, [...domain, ['state', '=', 'done'], ['id', '>', last]], PAGE);
    if (!page.ok) return page;
    lines.push(...page.value.filter(({ quantity }) => !quantity.isZero()));
    last = page.value.at(-1)?.id ?? last;
    if (page.value.length < PAGE) return ok({ lines, isWhole: true });
    if (lines.length >= most) return ok({ lines, isWhole: false });
  }
}

const reference = z.union([z.tuple([z.number(), z.string()]), z.literal(false)]);
const moveRow = z.object({ id: z.number(), production_id: reference, raw_material_production_id: reference });

/** Name of the manufacturing order that each of these moves belongs to. */
export async function ordersOf(erp: Erp, moves: readonly number[]): Promise<Result<ReadonlyMap<number, string>>> {
  const orders = new Map<number, string>();
  for (let at = 0; at < moves.length; at += PAGE) {
    const domain: Domain = [['id', 'in', moves.slice(at, at + PAGE)]];
    const found = await rows(erp, { model: 'stock.move', row: moveRow, domain });
    if (!found.ok) return found;
    for (const { id, production_id, raw_material_production_id } of found.value) {
      const order = production_id || raw_material_production_id;
      if (order) orders.set(id, order[1]);
    }
  }
  return ok(orders);
}

const productRow = z.object({
  id: z.number(),
  display_name: z.string(),
  default_code: z.union([z.string(), z.literal(false)]),
  tracking: z.enum(['none', 'lot', 'serial']),
});
export interface TracedProduct {
  readonly name: string;
  readonly tracking: 'none' | 'lot' | 'serial';
}

export async function productsOf(
  erp: Erp,
  ids: readonly number[],
): Promise<Result<ReadonlyMap<number, TracedProduct>>> {
  if (ids.length === 0) return ok(new Map());
  const found = await rows(erp, { model: 'product.product', row: productRow, domain: [['id', 'in', ids]] });
  if (!found.ok) return found;
  return ok(
    new Map(
      found.value.map(({ id, display_name, default_code, tracking }) => [
        id,
        { name: default_code || display_name, tracking },
      ]),
    ),
  );
}

export const total = (lines: readonly { readonly quantity: Amount }[], zero: Amount): Amount =>
  lines.reduce((sum, { quantity }) => sum.plus(quantity), zero);
