/** Places of the plant, and the operation type that moves goods between them. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { refusal, type Where } from '../../refusals.ts';
import { one, oneOrNone, rows } from '../../rows.ts';
import { findRecord } from '../references.ts';
import type { RecordRef } from '../spec.ts';

export interface Place {
  readonly id: number;
  readonly name: string;
  /** Ids from the root down to the place. */
  readonly path: readonly number[];
}

const STORES = ['internal', 'transit'];
const row = z.object({ id: z.number(), complete_name: z.string(), usage: z.string(), parent_path: z.string() });

/** A place where goods lie. Vendors, customers, losses and views are none. */
export async function findPlace(erp: Erp, ref: RecordRef, where: Where): Promise<Result<Place>> {
  const found = await findRecord(erp, 'stock.location', ref, where);
  if (!found.ok) return found;
  const read = await rows(erp, { model: 'stock.location', row, domain: [['id', '=', found.value.id]] });
  if (!read.ok) return read;
  const [place] = read.value;
  if (!place || !STORES.includes(place.usage)) {
    return fail(refusal('not-a-store', where, `${found.value.display_name} (${place?.usage ?? 'gone'})`));
  }
  const path = place.parent_path.split('/').filter(Boolean).map(Number);
  return ok({ id: place.id, name: place.complete_name, path });
}

export interface Operation {
  readonly id: number;
  /** Without storage locations switched on Odoo archives the type; it works all the same. */
  readonly archived: boolean;
}

const house = z.object({ id: z.number(), view_location_id: one, int_type_id: oneOrNone });
const kind = z.object({ id: z.number(), active: z.boolean() });

/** Internal transfers of the warehouse that one of the places belongs to, the first that does. */
export async function internalOperation(erp: Erp, places: readonly Place[], where: Where): Promise<Result<Operation>> {
  const houses = await rows(erp, { model: 'stock.warehouse', row: house, domain: [] });
  if (!houses.ok) return houses;
  const owners = places.flatMap((place) => houses.value.filter((one) => place.path.includes(one.view_location_id)));
  const type = owners.find((owner) => owner.int_type_id !== undefined)?.int_type_id;
  const names = places.map((place) => place.name).join(', ');
  if (type === undefined) return fail(refusal('outside-warehouse', where, names));
  return operation(erp, type, where);
}

export async function operation(erp: Erp, id: number, where: Where): Promise<Result<Operation>> {
  const read = await rows(erp, {
    model: 'stock.picking.type',
    row: kind,
    domain: [
      ['id', '=', id],
      ['active', 'in', [true, false]],
    ],
  });
  if (!read.ok) return read;
  const [type] = read.value;
  return type ? ok({ id, archived: !type.active }) : fail(refusal('outside-warehouse', where, `operation type ${id}`));
}
