/** Where the goods of an advice belong: the receipts in Odoo that wait for them, and what is announced beyond the order. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { type Amount, amount, sum, text, ZERO } from '../../amount.ts';
import { readConstants } from '../../deps.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import { findProduct, type Product } from '../../materials.ts';
import { rows, textOrNone } from '../../rows.ts';
import type { Task } from '../spec.ts';
import { notOnOrder } from './candidates.ts';
import { tradeTable } from './dialect.ts';
import type { Expect } from './expect-schema.ts';
import { type OpenMove, openMoves } from './open-moves.ts';
import { linesOf, type Purchase, type PurchaseLine } from './purchase.ts';

export interface Awaited {
  readonly transfers: readonly Transfer[];
  /** One sentence for each material of which more is announced than the order still takes. */
  readonly surplus: readonly string[];
}

const transferRow = z.object({ id: z.number(), name: z.string(), state: z.string(), scheduled_date: textOrNone });
export type Transfer = z.output<typeof transferRow>;

export function readTransfers({ erp }: Task<unknown>, ids: readonly number[]): Promise<Result<Transfer[]>> {
  if (ids.length === 0) return Promise.resolve(ok([]));
  return rows(erp, { model: 'stock.picking', row: transferRow, domain: [['id', 'in', [...ids]]], order: 'id' });
}

interface Announced {
  readonly product: Product;
  readonly ordered: readonly PurchaseLine[];
  readonly lines: readonly Expect['lines'][number][];
}

/** Fails for the first line that the order does not have. */
export async function awaitedBy(task: Task<Expect>, order: Purchase): Promise<Result<Awaited>> {
  const table = tradeTable(task.profile);
  if (!table.ok) return table;
  const announced = await byMaterial(task, order);
  if (!announced.ok) return announced;
  const ids = new Set<number>();
  const surplus: string[] = [];
  for (const one of announced.value) {
    const moves = await openMoves(task.erp, table.value, one.ordered);
    if (!moves.ok) return moves;
    for (const { picking } of moves.value) ids.add(picking);
    const above = await beyond(task, one, moves.value);
    if (!above.ok) return above;
    if (above.value !== undefined) surplus.push(above.value);
  }
  const transfers = await readTransfers(task, [...ids]);
  return transfers.ok ? ok({ transfers: transfers.value, surplus }) : transfers;
}

async function byMaterial({ erp, intent, where }: Task<Expect>, order: Purchase): Promise<Result<Announced[]>> {
  const found: Announced[] = [];
  for (const material of new Set(intent.lines.map(({ material: { id } }) => id))) {
    const lines = intent.lines.filter((line) => line.material.id === material);
    const [first] = lines;
    if (!first) continue;
    const product = await findProduct(erp, first.material, where);
    if (!product.ok) return product;
    const ordered = linesOf(order.lines, product.value.id, first.lineNo);
    if (ordered.length === 0) return fail(await notOnOrder(erp, where, order, product.value));
    found.push({ product: product.value, ordered, lines });
  }
  return ok(found);
}

async function beyond(
  { erp, profile, intent, where, deps }: Task<Expect>,
  { product, ordered, lines }: Announced,
  moves: readonly OpenMove[],
): Promise<Result<string | undefined>> {
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const constants = await readConstants(erp, dialect.value, deps);
  if (!constants.ok) return constants;
  const unit = moves[0]?.unit ?? product.unit;
  let announced: Amount = ZERO;
  for (const { quantity } of lines) {
    const factor = constants.value.units.factor(quantity.uom, unit, where);
    if (!factor.ok) return factor;
    announced = announced.plus(amount(quantity.value).times(factor.value));
  }
  const percent = lines[0]?.overPercent ?? intent.overPercent;
  const open = sum(moves.map((move) => move.open));
  const allowed = open.plus(
    sum(ordered.map(({ product_qty }) => product_qty))
      .times(percent)
      .dividedBy(100),
  );
  const told = `${product.name}: ${text(announced.toDecimalPlaces(9))} announced, ${text(open)} expected`;
  return ok(announced.greaterThan(allowed) ? told : undefined);
}
