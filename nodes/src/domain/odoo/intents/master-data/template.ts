/** A product with its template and unit: bills and prices hang on the template. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import { refusal } from '../../refusals.ts';
import { one, rows } from '../../rows.ts';
import { findRecord } from '../references.ts';
import type { RecordRef } from '../spec.ts';
import type { Standing } from './master.ts';

export interface Templated {
  readonly id: number;
  readonly template: number;
  readonly unit: number;
}

const row = z.object({ id: z.number(), product_tmpl_id: one, uom_id: one });

export async function templateOf({ erp, where }: Standing, ref: RecordRef): Promise<Result<Templated>> {
  const found = await findRecord(erp, 'product.product', ref, where);
  if (!found.ok) return found;
  const read = await rows(erp, { model: 'product.product', row, domain: [['id', '=', found.value.id]] });
  if (!read.ok) return read;
  const [product] = read.value;
  if (!product) return fail(refusal('unmapped', where, ref.id));
  return ok({ id: product.id, template: product.product_tmpl_id, unit: product.uom_id });
}
