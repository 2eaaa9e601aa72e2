/** From a canonical id to the one record in Odoo that it means. None and several are refused alike. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../ports.ts';
import { resolveExternalId } from '../materials.ts';
import { refusal, type Where } from '../refusals.ts';
import { type Domain, rows } from '../rows.ts';
import type { RecordRef } from './spec.ts';

/** Which field of a model holds the code and the barcode; `name` is the name everywhere. Same in 14 and 19. */
const FIELDS: Readonly<Record<string, { readonly code?: string; readonly barcode?: string }>> = {
  'product.product': { code: 'default_code', barcode: 'barcode' },
  'mrp.workcenter': { code: 'code' },
  'mrp.workcenter.productivity.loss': {},
  'stock.location': { code: 'complete_name', barcode: 'barcode' },
  'stock.warehouse': { code: 'code' },
  'maintenance.equipment': { code: 'serial_no' },
  'res.partner': { code: 'ref', barcode: 'barcode' },
  'res.users': { code: 'login' },
  'hr.employee': { barcode: 'barcode' },
};

const found = z.object({ id: z.number(), display_name: z.string() });
export type Found = z.output<typeof found>;

/** `within` narrows the search where the same name may occur elsewhere. */
export async function findRecord(
  erp: Erp,
  model: string,
  ref: RecordRef,
  where: Where,
  within: Domain = [],
): Promise<Result<Found>> {
  const condition = await conditionFor(erp, model, ref, where);
  if (!condition.ok) return condition;
  const matches = await rows(erp, { model, row: found, domain: [condition.value, ...within], limit: 2 });
  if (!matches.ok) return matches;
  const [record, second] = matches.value;
  if (record && !second) return ok(record);
  const count = record ? 'several records' : 'no record';
  return fail(refusal('unmapped', where, `${count} of ${model} with ${ref.by} "${ref.value}" for ${ref.id}`));
}

async function conditionFor(
  erp: Erp,
  model: string,
  ref: RecordRef,
  where: Where,
): Promise<Result<readonly [string, string, unknown]>> {
  if (ref.by === 'externalId') {
    const id = await resolveExternalId(erp, ref.value, model, where);
    return id.ok ? ok(['id', '=', id.value]) : id;
  }
  const field = ref.by === 'name' ? 'name' : FIELDS[model]?.[ref.by];
  if (field) return ok([field, '=', ref.value]);
  return fail(refusal('unmapped', where, `${model} has no ${ref.by}; bind ${ref.id} by name or external id`));
}
