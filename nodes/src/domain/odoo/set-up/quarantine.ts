/**
 * A place for held goods in every warehouse: beside the stock, not below it, because Odoo reserves from everything below
 * the place an operation takes from.
 */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../ports.ts';
import { createOnce, one, rows } from '../rows.ts';
import { recordNamed, type SetUpStep, writeRecord } from './step.ts';

export const QUARANTINE = 'Quarantine';

const warehouse = z.object({ id: z.number(), name: z.string(), code: z.string(), view_location_id: one });

export async function quarantineSteps(admin: Erp): Promise<Result<SetUpStep[]>> {
  const houses = await rows(admin, { model: 'stock.warehouse', row: warehouse, domain: [], order: 'id' });
  if (!houses.ok) return houses;
  const steps: SetUpStep[] = [];
  for (const { id, name, code, view_location_id } of houses.value) {
    const place = await placeOf(admin, view_location_id);
    if (!place.ok) return place;
    if (place.value?.active) continue;
    const known = place.value?.id;
    steps.push({
      says: known
        ? `take ${code}/${QUARANTINE} out of the archive`
        : `make the place ${code}/${QUARANTINE} in the warehouse ${name}`,
      run: () =>
        known === undefined
          ? createOnce(admin, 'stock.location', {
              id: `plantwire.quarantine_${id}`,
              name: QUARANTINE,
              usage: 'internal',
              'location_id/.id': String(view_location_id),
            })
          : writeRecord(admin, 'stock.location', known, { active: true }),
    });
  }
  return ok(steps);
}

/** Archives the places that the set-up made, never those of the plant; one that holds goods is refused by Odoo. */
export async function noQuarantineSteps(admin: Erp): Promise<Result<SetUpStep[]>> {
  const houses = await rows(admin, { model: 'stock.warehouse', row: warehouse, domain: [], order: 'id' });
  if (!houses.ok) return houses;
  const steps: SetUpStep[] = [];
  for (const { id, code, view_location_id } of houses.value) {
    const own = await recordNamed(admin, `plantwire.quarantine_${id}`, 'stock.location');
    if (!own.ok) return own;
    const place = await placeOf(admin, view_location_id);
    if (!place.ok) return place;
    const made = own.value;
    if (made === undefined || place.value?.id !== made || !place.value.active) continue;
    const says = `archive the place ${code}/${QUARANTINE}`;
    steps.push({ says, run: () => writeRecord(admin, 'stock.location', made, { active: false }) });
  }
  return ok(steps);
}

async function placeOf(admin: Erp, above: number): Promise<Result<{ id: number; active: boolean } | undefined>> {
  const found = await rows(admin, {
    model: 'stock.location',
    row: z.object({ id: z.number(), active: z.boolean() }),
    domain: [
      ['name', '=', QUARANTINE],
      ['location_id', '=', above],
      ['active', 'in', [true, false]],
    ],
    order: 'active desc, id',
    limit: 1,
  });
  return found.ok ? ok(found.value[0]) : found;
}
