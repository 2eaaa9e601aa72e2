/** Lots, scraps and units of Odoo 14. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { amount, text } from '../../amount.ts';
import type { ScrapDocument, ScrapRequest } from '../../dialect.ts';
import { nameUnits, type UnitBook } from '../../materials.ts';
import { createOnce, decimal, one, rows } from '../../rows.ts';
import { foreseenScrap, lotsOf, passages, readScrap } from '../v19/stock.ts';

export { readScrap, trackedAmong, validateScrap } from '../v19/stock.ts';

/** 19 says "Product Unit". */
export const digitsName = 'Product Unit of Measure';

export async function digits(erp: Erp): Promise<Result<number>> {
  const answer = await erp.call({
    model: 'decimal.precision',
    method: 'precision_get',
    args: { application: digitsName },
    repeatable: true,
  });
  if (!answer.ok) return answer;
  return ok(typeof answer.value === 'number' ? answer.value : 2);
}

/** Units belong to a category; `factor` says how many of them make one reference unit. */
export async function readUnits(erp: Erp): Promise<Result<UnitBook>> {
  const row = z.object({ id: z.number(), name: z.string(), category_id: one, factor: decimal, rounding: decimal });
  const found = await rows(erp, { model: 'uom.uom', row, domain: [] });
  if (!found.ok) return found;
  return nameUnits(
    erp,
    found.value.map(({ id, name, category_id, factor, rounding }) => ({
      id,
      name,
      root: String(category_id),
      factor: amount(1).dividedBy(factor),
      // Goods do not move in smaller parts (14.0, in its source); 19 has this from its decimals alone.
      ...(rounding.greaterThan(0) ? { step: rounding } : {}),
    })),
  );
}

export async function findLot(erp: Erp, product: number, name: string): Promise<Result<number | undefined>> {
  const lots = await rows(erp, {
    model: 'stock.production.lot',
    row: z.object({ id: z.number() }),
    domain: [
      ['product_id', '=', product],
      ['name', '=', name],
    ],
    order: 'id',
    limit: 1,
  });
  return lots.ok ? ok(lots.value[0]?.id) : lots;
}

export const findLots = lotsOf('stock.production.lot');

/** What was made once is never made again, also when it was unbuilt since. */
export async function alreadyMade(erp: Erp, lots: readonly number[]): Promise<Result<number[]>> {
  const made = await passages(erp, lots, ['location_id.usage', '=', 'production']);
  return made.ok ? ok([...new Set(made.value)]) : made;
}

/** 14 wants the company on every lot: that of the integration user. */
export async function createLot(
  erp: Erp,
  lot: { externalId: string; product: number; name: string },
): Promise<Result<number>> {
  const profile = await erp.profile();
  if (!profile.ok) return profile;
  const users = await rows(erp, {
    model: 'res.users',
    row: z.object({ id: z.number(), company_id: one }),
    domain: [['id', '=', profile.value.uid ?? 0]],
  });
  if (!users.ok) return users;
  return createOnce(erp, 'stock.production.lot', {
    id: lot.externalId,
    name: lot.name,
    'product_id/.id': String(lot.product),
    'company_id/.id': String(users.value[0]?.company_id ?? ''),
  });
}

/** There are no reason tags yet: the reason stands beside the order. */
export async function ensureScrap(erp: Erp, request: ScrapRequest): Promise<Result<ScrapDocument>> {
  const id = await createOnce(erp, 'stock.scrap', {
    id: request.externalId,
    'product_id/.id': String(request.product),
    'product_uom_id/.id': String(request.unit),
    ...(request.lot === undefined ? {} : { 'lot_id/.id': String(request.lot) }),
    scrap_qty: text(request.quantity),
    'location_id/.id': String(request.location),
    'production_id/.id': String(request.order),
    origin: `${request.origin} ${request.reason}`,
  });
  if (!id.ok) return id;
  const foreseen = foreseenScrap(erp, id.value, request);
  if (foreseen) return ok(foreseen);
  const scrap = await readScrap(erp, id.value);
  if (!scrap.ok) return scrap;
  return scrap.value ? ok(scrap.value) : fail(refusalGone(request));
}

const refusalGone = (request: ScrapRequest) => ({
  code: 'odoo-record-missing',
  class: 'business' as const,
  attempted: 'create a scrap order',
  on: request.externalId,
  reason: 'the scrap order is gone right after it was created',
  nextStep: 'Look in Odoo who deletes scrap orders, then replay.',
});
