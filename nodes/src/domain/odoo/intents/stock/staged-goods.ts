/** What a scan at a staging place names: whole packages with what Odoo knows to be in them, or goods by lot. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { refusal } from '../../refusals.ts';
import { decimal, one, oneOrNone, rows } from '../../rows.ts';
import type { Task } from '../spec.ts';
import { asNotYet } from './absent.ts';
import { stockMoves } from './dialect.ts';
import { type Goods, goodsFields, goodsOf, someQuantity } from './goods.ts';
import type { Heap } from './on-hand.ts';

export const looseItem = z.strictObject({ ...goodsFields, quantity: someQuantity });
/** By its SSCC or another number. */
export const packageItem = z.strictObject({ package: z.string().min(1) });
export type Item = z.output<typeof looseItem> | z.output<typeof packageItem>;

export interface Wanted {
  readonly goods: Goods;
  readonly lotName: string | undefined;
  /** The package as it stands, with this of it in it; loose goods have none. */
  readonly unit?: { readonly id: number; readonly name: string; readonly heap: Heap };
}

/** What is not there yet is waited for. */
export async function wantedOf(task: Task<unknown>, items: readonly Item[]): Promise<Result<Wanted[]>> {
  const wanted: Wanted[] = [];
  for (const item of items) {
    const found = 'package' in item ? await contentsOf(task, item.package) : await looseOf(task, item);
    if (!found.ok) return found;
    wanted.push(...found.value);
  }
  return ok(wanted);
}

async function looseOf(task: Task<unknown>, item: z.output<typeof looseItem>): Promise<Result<Wanted[]>> {
  const goods = await goodsOf(task, item);
  return goods.ok ? ok([{ goods: goods.value, lotName: item.lot }]) : fail(asNotYet(goods.failure, task.where));
}

const quant = z.object({
  id: z.number(),
  product_id: one,
  location_id: one,
  lot_id: oneOrNone,
  quantity: decimal,
});
const productRow = z.object({
  id: z.number(),
  display_name: z.string(),
  tracking: z.enum(['none', 'lot', 'serial']),
  uom_id: one,
});

async function contentsOf({ erp, profile, where }: Task<unknown>, name: string): Promise<Result<Wanted[]>> {
  const table = stockMoves(profile);
  if (!table.ok) return table;
  const found = await rows(erp, {
    model: 'stock.quant',
    row: quant,
    domain: [
      ['package_id.name', '=', name],
      ['quantity', '>', 0],
      ['location_id.usage', 'in', ['internal', 'transit']],
    ],
    order: 'id',
  });
  if (!found.ok) return found;
  if (found.value.length === 0) return fail(refusal('waiting-for-goods', where, `package ${name} holds nothing`));
  const unit = await rows(erp, {
    model: table.value.packageModel,
    row: z.object({ id: z.number() }),
    domain: [['name', '=', name]],
    order: 'id',
    limit: 1,
  });
  if (!unit.ok) return unit;
  const [id] = unit.value;
  const products = await rows(erp, {
    model: 'product.product',
    row: productRow,
    domain: [['id', 'in', [...new Set(found.value.map(({ product_id }) => product_id))]]],
  });
  if (!products.ok) return products;
  return ok(
    found.value.flatMap((heap) => {
      const product = products.value.find((candidate) => candidate.id === heap.product_id);
      if (!product || !id) return [];
      const { display_name, tracking, uom_id } = product;
      const quantity = heap.quantity.toDecimalPlaces(DUST);
      const goods = {
        product: { id: product.id, name: display_name, tracking, unit: uom_id },
        ...{ lot: heap.lot_id, quantity, digits: DUST },
      };
      const whole: Heap = { id: heap.id, location: heap.location_id, lot: heap.lot_id, package: id.id, quantity };
      return [{ goods, lotName: undefined, unit: { id: id.id, name, heap: whole } }];
    }),
  );
}

/** Odoo's own sums carry noise behind its decimals. */
const DUST = 6;
