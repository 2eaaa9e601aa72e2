/** Holds, closed periods and revisions of Odoo 19 Community, and what accounting, expiry and OCA modules add. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { one, rows } from '../../rows.ts';
import { type LotAt, optionalRows, type StillRightReads } from '../../still-right-reads.ts';
import { odooTime } from '../../time.ts';

/** The date of fiscal years and the one nobody can lift; those of tax, sale and purchase do not stop stock entries. */
const LOCK_DATES = ['fiscalyear_lock_date', 'hard_lock_date'] as const;

export const lotHoldsOf =
  (lotModel: string, isExpiryEnforced: boolean) =>
  async (erp: Erp, lot: LotAt): Promise<Result<readonly string[]>> => {
    const marks = await optionalRows(erp, lotModel, ['locked', 'removal_date'], [['id', '=', lot.id]]);
    if (!marks.ok) return marks;
    const elsewhere = await heldElsewhere(erp, lot);
    if (!elsewhere.ok) return elsewhere;
    const { locked, removal_date: removal } = marks.value[0] ?? {};
    const isExpired = isExpiryEnforced && typeof removal === 'string' && removal <= odooTime(lot.at);
    return ok([
      ...(locked === true ? [`lot ${lot.name} is locked`] : []),
      ...(isExpired ? [`lot ${lot.name} was to be removed by ${String(removal)}`] : []),
      ...elsewhere.value,
    ]);
  };

/** Community has no flag for a hold: a held lot lies in a location of its own, and nothing of it where it is needed. */
async function heldElsewhere(erp: Erp, lot: LotAt): Promise<Result<readonly string[]>> {
  const row = z.object({ location_id: z.tuple([z.number(), z.string()]) });
  const inStock = [
    ['lot_id', '=', lot.id],
    ['quantity', '>', 0],
    ['location_id.usage', '=', 'internal'],
  ] as const;
  const all = await rows(erp, { model: 'stock.quant', row, domain: inStock });
  if (!all.ok || all.value.length === 0) return all.ok ? ok([]) : all;
  const domain = [...inStock, ['location_id', 'child_of', [lot.place]] as const];
  const here = await rows(erp, { model: 'stock.quant', row, domain, limit: 1 });
  if (!here.ok || here.value.length > 0) return here.ok ? ok([]) : here;
  const places = new Set(all.value.map(({ location_id: [, name] }) => name));
  return ok([`lot ${lot.name} lies in ${[...places].join(', ')}`]);
}

export const lockedUntilOf =
  (names: readonly string[]) =>
  async (erp: Erp): Promise<Result<string | undefined>> => {
    const profile = await erp.profile();
    if (!profile.ok) return profile;
    const row = z.object({ company_id: one });
    const users = await rows(erp, { model: 'res.users', row, domain: [['id', '=', profile.value.uid ?? 0]] });
    if (!users.ok) return users;
    const company = users.value[0]?.company_id;
    if (company === undefined) return ok(undefined);
    const found = await optionalRows(erp, 'res.company', names, [['id', '=', company]]);
    if (!found.ok) return found;
    const dates = found.value.flatMap((one) => names.map((name) => one[name]));
    return ok(
      dates
        .filter((date): date is string => typeof date === 'string')
        .sort()
        .at(-1),
    );
  };

export async function outdated(erp: Erp, orders: readonly number[]): Promise<Result<readonly string[]>> {
  const found = await optionalRows(erp, 'mrp.production', ['is_outdated_bom', 'name'], [['id', 'in', orders]]);
  if (!found.ok) return found;
  return ok(found.value.filter((order) => order['is_outdated_bom'] === true).map((order) => String(order['name'])));
}

export const reads19: StillRightReads = {
  lotHolds: lotHoldsOf('stock.lot', true),
  lockedUntil: lockedUntilOf(LOCK_DATES),
  outdated,
};
