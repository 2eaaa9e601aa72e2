/** The place where held goods lie: nothing may reserve from it, which in Odoo is a matter of where it hangs in the tree. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { refusal, type Where } from '../../refusals.ts';
import { one, rows } from '../../rows.ts';
import { findRecord } from '../references.ts';
import type { RecordRef } from '../spec.ts';

export interface Quarantine {
  readonly id: number;
  readonly name: string;
  /** Operation type of internal transfers in its warehouse. */
  readonly operation: number;
}

/** Where the site pack names no other. */
const USUAL: RecordRef = { id: 'QUARANTINE', by: 'name', value: 'Quarantine' };

const warehouseRow = z.object({ id: z.number(), name: z.string(), int_type_id: one });
const operationRow = z.object({ id: z.number(), display_name: z.string() });

export async function findQuarantine(erp: Erp, ref: RecordRef | undefined, where: Where): Promise<Result<Quarantine>> {
  const place = await findRecord(erp, 'stock.location', ref ?? USUAL, where, [['usage', '=', 'internal']]);
  if (!place.ok) return place;
  const { id, display_name: name } = place.value;
  const houses = await rows(erp, {
    model: 'stock.warehouse',
    row: warehouseRow,
    domain: [['view_location_id', 'parent_of', [id]]],
    limit: 1,
  });
  if (!houses.ok) return houses;
  const [house] = houses.value;
  if (!house) return fail(refusal('quarantine-unfit', where, `${name} is in no warehouse`));
  const takers = await rows(erp, {
    model: 'stock.picking.type',
    row: operationRow,
    domain: [['default_location_src_id', 'parent_of', [id]]],
    limit: 1,
  });
  if (!takers.ok) return takers;
  const [taker] = takers.value;
  if (taker) return fail(refusal('quarantine-unfit', where, `${taker.display_name} takes goods from ${name}`));
  return ok({ id, name, operation: house.int_type_id });
}
