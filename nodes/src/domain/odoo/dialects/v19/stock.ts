/** Lots and scraps of Odoo 19, and the digits it keeps. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { text, toFloat } from '../../amount.ts';
import type { ScrapDocument, ScrapRequest } from '../../dialect.ts';
import { nameUnits, type UnitBook } from '../../materials.ts';
import { act, createOnce, decimal, one, oneOrNone, rows } from '../../rows.ts';

/** 14 says "Product Unit of Measure". */
export const digitsName = 'Product Unit';

export async function digits(erp: Erp): Promise<Result<number>> {
  const answer = await erp.call({
    model: 'decimal.precision',
    method: 'precision_get',
    args: { application: digitsName },
    repeatable: true,
  });
  if (!answer.ok) return answer;
  return typeof answer.value === 'number' ? ok(answer.value) : fail(noDigits);
}

const noDigits = {
  code: 'odoo-answer-unreadable',
  class: 'business' as const,
  attempted: `read the decimals of "${digitsName}"`,
  on: 'decimal.precision',
  reason: 'Odoo gave no number',
  nextStep: 'Report it with the version of Odoo.',
};

/** Units hang in a tree; the first step of the path is what they all are measured in. */
export async function readUnits(erp: Erp): Promise<Result<UnitBook>> {
  const row = z.object({ id: z.number(), name: z.string(), parent_path: z.string(), factor: decimal });
  const found = await rows(erp, { model: 'uom.uom', row, domain: [] });
  if (!found.ok) return found;
  return nameUnits(
    erp,
    found.value.map(({ id, name, parent_path, factor }) => ({
      id,
      name,
      factor,
      root: parent_path.split('/')[0] ?? '',
    })),
  );
}

export async function trackedAmong(erp: Erp, products: readonly number[]): Promise<Result<number[]>> {
  const tracked = await rows(erp, {
    model: 'product.product',
    row: z.object({ id: z.number() }),
    domain: [
      ['id', 'in', products],
      ['tracking', '!=', 'none'],
    ],
  });
  return tracked.ok ? ok(tracked.value.map((product) => product.id)) : tracked;
}

export async function findLot(erp: Erp, product: number, name: string): Promise<Result<number | undefined>> {
  const lots = await rows(erp, {
    model: 'stock.lot',
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

export const findLots = lotsOf('stock.lot');

/** Many names in one call. */
export function lotsOf(model: string) {
  return async (erp: Erp, product: number, names: readonly string[]): Promise<Result<ReadonlyMap<string, number>>> => {
    const lots = await rows(erp, {
      model,
      row: z.object({ id: z.number(), name: z.string() }),
      domain: [
        ['product_id', '=', product],
        ['name', 'in', names],
      ],
      order: 'id desc',
    });
    return lots.ok ? ok(new Map(lots.value.map((lot) => [lot.name, lot.id]))) : lots;
  };
}

/** One that was used up, unbuilt or scrapped since may be made again (Odoo 19.0, measured). */
export async function alreadyMade(erp: Erp, lots: readonly number[]): Promise<Result<number[]>> {
  const made = await passages(erp, lots, ['location_id.usage', '=', 'production']);
  if (!made.ok || made.value.length === 0) return made;
  const gone = await passages(erp, made.value, ['location_dest_id.usage', 'in', ['production', 'inventory']]);
  if (!gone.ok) return gone;
  const times = (all: readonly number[], lot: number): number => all.filter((one) => one === lot).length;
  return ok([...new Set(made.value)].filter((lot) => times(made.value, lot) > times(gone.value, lot)));
}

/** Lots of done lines, as often as there are such lines. */
export async function passages(
  erp: Erp,
  lots: readonly number[],
  way: readonly [string, string, unknown],
): Promise<Result<number[]>> {
  const lines = await rows(erp, {
    model: 'stock.move.line',
    row: z.object({ id: z.number(), lot_id: one }),
    domain: [['lot_id', 'in', lots], ['state', '=', 'done'], way],
  });
  return lines.ok ? ok(lines.value.map((line) => line.lot_id)) : lines;
}

export const createLot = (erp: Erp, lot: { externalId: string; product: number; name: string }) =>
  createOnce(erp, 'stock.lot', { id: lot.externalId, name: lot.name, 'product_id/.id': String(lot.product) });

const scrapRow = z.object({
  id: z.number(),
  name: z.string(),
  state: z.string(),
  scrap_qty: decimal,
  product_id: one,
  lot_id: oneOrNone,
  production_id: oneOrNone,
});

export async function readScrap(erp: Erp, id: number): Promise<Result<ScrapDocument | undefined>> {
  const found = await rows(erp, { model: 'stock.scrap', row: scrapRow, domain: [['id', '=', id]] });
  if (!found.ok) return found;
  const scrap = found.value[0];
  if (!scrap) return ok(undefined);
  const { id: record, name, state, scrap_qty, product_id, lot_id, production_id } = scrap;
  return ok({ id: record, name, state, quantity: scrap_qty, product: product_id, lot: lot_id, order: production_id });
}

export async function ensureScrap(erp: Erp, request: ScrapRequest): Promise<Result<ScrapDocument>> {
  const tag = await reasonTag(erp, request.reason);
  if (!tag.ok) return tag;
  const id = await createOnce(erp, 'stock.scrap', {
    id: request.externalId,
    'product_id/.id': String(request.product),
    'product_uom_id/.id': String(request.unit),
    ...(request.lot === undefined ? {} : { 'lot_id/.id': String(request.lot) }),
    scrap_qty: text(request.quantity),
    'location_id/.id': String(request.location),
    'production_id/.id': String(request.order),
    // Reason tags are master data of the plant; without one the reason stands beside the order, never nowhere.
    origin: tag.value === undefined ? `${request.origin} ${request.reason}` : request.origin,
    ...(tag.value === undefined ? {} : { 'scrap_reason_tag_ids/.id': String(tag.value) }),
  });
  if (!id.ok) return id;
  const foreseen = foreseenScrap(erp, id.value, request);
  if (foreseen) return ok(foreseen);
  const scrap = await readScrap(erp, id.value);
  if (!scrap.ok) return scrap;
  return scrap.value ? ok(scrap.value) : fail(vanished(request));
}

/** The draft as it will be in its transaction; an older document of the same key makes the transaction stop there. */
export function foreseenScrap(erp: Erp, id: number, request: ScrapRequest): ScrapDocument | undefined {
  if (!erp.foresight) return undefined;
  erp.foresight.expect('stock.scrap', id, { state: 'draft', scrap_qty: toFloat(request.quantity) });
  const { externalId: name, quantity, product, lot, order } = request;
  return { id, name, state: 'draft', quantity, product, lot, order };
}

async function reasonTag(erp: Erp, reason: string): Promise<Result<number | undefined>> {
  const tags = await rows(erp, {
    model: 'stock.scrap.reason.tag',
    row: z.object({ id: z.number() }),
    domain: [['name', '=', reason]],
    limit: 1,
  });
  return tags.ok ? ok(tags.value[0]?.id) : tags;
}

export const validateScrap = (erp: Erp, id: number) => act(erp, 'stock.scrap', 'action_validate', [id]);

const vanished = (request: ScrapRequest) => ({
  code: 'odoo-record-missing',
  class: 'business' as const,
  attempted: 'create a scrap order',
  on: request.externalId,
  reason: 'the scrap order is gone right after it was created',
  nextStep: 'Look in Odoo who deletes scrap orders, then replay.',
});
