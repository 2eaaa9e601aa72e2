/** What every intent about a lot finds first: the material, the lot, and the rows of this version. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { type Amount, amount } from '../../amount.ts';
import { readConstants } from '../../deps.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import { findProduct, type Product } from '../../materials.ts';
import { materialRefSchema } from '../../order-intent.ts';
import { refusal, type Where } from '../../refusals.ts';
import { rows } from '../../rows.ts';
import type { Task } from '../spec.ts';
import type { LotLine, LotRows } from './lot-line.ts';
import { lotRows } from './lot-lines.ts';

/** A lot is unique per material, never alone. */
export const ofLot = { material: materialRefSchema, lot: z.string().min(1) };

export interface OfLot {
  readonly material: z.output<typeof materialRefSchema>;
  readonly lot: string;
}

export interface LotJob {
  readonly erp: Erp;
  readonly book: LotRows;
  readonly where: Where;
  readonly product: Product;
  readonly lot: { readonly id: number; readonly name: string };
}

export async function openLot(task: Task<OfLot>): Promise<Result<LotJob>> {
  const { erp, profile, intent, where } = task;
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const book = lotRows(profile);
  if (!book.ok) return book;
  const product = await findProduct(erp, intent.material, where);
  if (!product.ok) return product;
  const lot = await dialect.value.findLot(erp, product.value.id, intent.lot);
  if (!lot.ok) return lot;
  if (lot.value === undefined) return fail(refusal('lot-unknown', where, intent.lot));
  return ok({ erp, book: book.value, where, product: product.value, lot: { id: lot.value, name: intent.lot } });
}

/** A quantity of the message in the unit of the product. */
export async function inProductUnit(
  task: Task<OfLot>,
  { product }: LotJob,
  quantity: { readonly value: string; readonly uom: string },
): Promise<Result<Amount>> {
  const dialect = chooseDialect(task.profile);
  if (!dialect.ok) return dialect;
  const constants = await readConstants(task.erp, dialect.value, task.deps);
  if (!constants.ok) return constants;
  const factor = constants.value.units.factor(quantity.uom, product.unit, task.where);
  return factor.ok ? ok(amount(quantity.value).times(factor.value)) : factor;
}

/** Source documents of our transfers; people find them in Odoo by these words. */
export const HOLD = 'HOLD/';
export const RELEASE = 'RELEASE/';

/** `=`: this very source document; `=like`: all that begin with it. */
type Match = '=' | '=like';
const matching = (field: string, match: Match, origin: string) =>
  [field, match, match === '=' ? origin : `${origin}%`] as const;

/** Done lines of this lot under a source document. */
export const linesUnder = ({ erp, book, lot }: LotJob, match: Match, origin: string): Promise<Result<LotLine[]>> =>
  book.readLines(erp, [['lot_id', '=', lot.id], ['state', '=', 'done'], matching('picking_id.origin', match, origin)]);

export interface Slip {
  readonly id: number;
  readonly name: string;
  readonly origin: string;
}

const slip = z.object({ id: z.number(), name: z.string(), origin: z.string() });

/** Done transfers of this lot under a source document. */
export const transfersUnder = ({ erp, lot }: LotJob, match: Match, origin: string): Promise<Result<Slip[]>> =>
  rows(erp, {
    model: 'stock.picking',
    row: slip,
    domain: [matching('origin', match, origin), ['state', '=', 'done'], ['move_line_ids.lot_id', '=', lot.id]],
    order: 'id',
  });
