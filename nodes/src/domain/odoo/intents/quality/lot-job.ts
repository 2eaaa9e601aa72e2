/** What every intent about a lot finds first: the material, the lot, and the rows of this version. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import type { Amount } from '../../amount.ts';
import { exactIn } from '../../conversion.ts';
import { readConstants } from '../../deps.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import { findProduct, type Product } from '../../materials.ts';
import { materialRefSchema } from '../../order-intent.ts';
import { refusal, type Where } from '../../refusals.ts';
import type { Task } from '../spec.ts';
import type { LotGroup } from './lot-group.ts';
import type { LotRows } from './lot-line.ts';
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
  return exactIn(constants.value, quantity, product.unit, task.where);
}

/** What a hold and its release say alike. */
export type OfHold = OfLot & { readonly partition: string; readonly hold: string };

/** The lot by itself, under a hold of that name. */
export const alone = (task: Task<OfHold>, job: LotJob): LotGroup => {
  const { intent, where } = task;
  const { erp, book, lot, product } = job;
  const stem = `${intent.partition}.${intent.hold}`;
  return { erp, book, where, hold: intent.hold, lots: new Map([[lot.id, { ...lot, product, title: where.on, stem }]]) };
};
