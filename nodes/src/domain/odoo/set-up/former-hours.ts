/**
 * Which working hours a work centre had before it got those around the clock: an external id in Odoo itself, so that who
 * takes them back needs no notes of who gave them.
 */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../ports.ts';
import { rows } from '../rows.ts';
import { writeRecord } from './step.ts';

const MODULE = 'plantwire';
const NAME = 'former_hours_';

export interface FormerHours {
  /** Row that remembers it. */
  readonly row: number;
  /** `false`: it had none. */
  readonly calendar: number | false;
}

/** By work centre. */
export async function formerHours(admin: Erp): Promise<Result<ReadonlyMap<number, FormerHours>>> {
  const found = await rows(admin, {
    model: 'ir.model.data',
    row: z.object({ id: z.number(), name: z.string(), res_id: z.number() }),
    domain: [
      ['module', '=', MODULE],
      ['name', '=like', `${NAME}%`],
      ['model', '=', 'resource.calendar'],
    ],
  });
  if (!found.ok) return found;
  return ok(
    new Map(
      found.value.map(({ id, name, res_id }) => [
        Number(name.slice(NAME.length)),
        { row: id, calendar: res_id === 0 ? false : res_id },
      ]),
    ),
  );
}

export async function rememberHours(
  admin: Erp,
  centre: number,
  calendar: number | undefined,
): Promise<Result<unknown>> {
  const known = await formerHours(admin);
  if (!known.ok) return known;
  const row = known.value.get(centre)?.row;
  const vals = { res_id: calendar ?? 0 };
  if (row !== undefined) return writeRecord(admin, 'ir.model.data', row, vals);
  const fresh = { module: MODULE, name: `${NAME}${centre}`, model: 'resource.calendar', noupdate: true, ...vals };
  return admin.call({ model: 'ir.model.data', method: 'create', args: { vals_list: [fresh] } });
}

export const forgetHours = (admin: Erp, row: number): Promise<Result<unknown>> =>
  admin.call({ model: 'ir.model.data', method: 'unlink', ids: [row] });
