/** What a quality fact is about: a lot of a material, or a manufacturing order. */
import { z } from 'zod';
import { type Erp, type ErpProfile, fail, ok, type Result } from '../../../ports.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import { findProduct } from '../../materials.ts';
import { materialRefSchema } from '../../order-intent.ts';
import { refusal, type Where } from '../../refusals.ts';
import { findRecord } from '../references.ts';
import { recordRefSchema } from '../spec.ts';
import { lotRows } from './lot-lines.ts';
import type { On } from './notes.ts';

export const aboutFields = {
  material: materialRefSchema.optional(),
  lot: z.string().min(1).optional(),
  /** Name of the order; used where no lot is named. */
  order: z.string().min(1).optional(),
  /** A user of Odoo who gets the task; without one it is the integration user's. */
  responsible: recordRefSchema.optional(),
};
const schema = z.object(aboutFields);
export type About = z.output<typeof schema>;

export const nameOf = ({ material, lot, order }: About): string =>
  lot === undefined ? (order ?? 'nothing') : `${material?.id ?? ''} ${lot}`.trim();

export interface Subject extends On {
  readonly name: string;
  /** Product of a lot. */
  readonly product?: number;
}

export async function findSubject(
  { erp, profile, where }: { readonly erp: Erp; readonly profile: ErpProfile; readonly where: Where },
  { material, lot, order }: About,
): Promise<Result<Subject>> {
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const book = lotRows(profile);
  if (!book.ok) return book;
  if (lot !== undefined && material !== undefined) {
    const product = await findProduct(erp, material, where);
    if (!product.ok) return product;
    const id = await dialect.value.findLot(erp, product.value.id, lot);
    if (!id.ok) return id;
    if (id.value === undefined) return fail(refusal('lot-unknown', where, lot));
    return ok({ model: book.value.lotModel, id: id.value, name: lot, product: product.value.id });
  }
  if (order === undefined) return fail(refusal('subject-missing', where));
  const documents = await dialect.value.findOrders(erp, order);
  if (!documents.ok) return documents;
  // Of an order that was split the last part is the one that is open, or was open last.
  const last = documents.value.at(-1);
  if (!last) return fail(refusal('order-not-found', where, order));
  return ok({ model: 'mrp.production', id: last.id, name: last.name });
}

export async function findUser(erp: Erp, { responsible }: About, where: Where): Promise<Result<number | undefined>> {
  if (!responsible) return ok(undefined);
  const user = await findRecord(erp, 'res.users', responsible, where);
  return user.ok ? ok(user.value.id) : user;
}
