/** A delivery that Odoo asks for: the part of it that is still open, and what its moves want. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Amount } from '../../amount.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { decimal, one, oneOrNone, rows } from '../../rows.ts';
import { findRecord } from '../references.ts';
import type { RecordRef } from '../spec.ts';
import type { Stock } from './validate.ts';

const part = z.object({ id: z.number(), name: z.string(), state: z.string() });
type Part = z.output<typeof part>;

/** The transfer of this name and its backorders, in the order in which they came to be. */
export async function partsOf(
  { erp, where }: Pick<Stock, 'erp' | 'where'>,
  delivery: RecordRef,
): Promise<Result<Part[]>> {
  const root = await findRecord(erp, 'stock.picking', delivery, where);
  if (!root.ok) return root;
  const parts: Part[] = [];
  let ids = [root.value.id];
  let field = 'id';
  while (ids.length > 0) {
    const found = await rows(erp, { model: 'stock.picking', row: part, domain: [[field, 'in', ids]], order: 'id' });
    if (!found.ok) return found;
    parts.push(...found.value);
    ids = found.value.map(({ id }) => id);
    field = 'backorder_id';
  }
  return ok(parts);
}

/** The first part that is not shipped yet. */
export async function openPart(stock: Stock, delivery: RecordRef): Promise<Result<Part>> {
  const parts = await partsOf(stock, delivery);
  if (!parts.ok) return parts;
  const open = parts.value.find(({ state }) => state !== 'done' && state !== 'cancel');
  if (open) return ok(open);
  const names = parts.value.map(({ name, state }) => `${name} is ${state}`).join(', ');
  const isCancelled = parts.value.every(({ state }) => state === 'cancel');
  return fail(refusal(isCancelled ? 'document-cancelled' : 'document-missing', stock.where, names));
}

/** Which transfer holds the line that an earlier attempt made, if it made one. */
export async function pickingOfLine({ erp, where }: Stock, externalId: string): Promise<Result<number | undefined>> {
  const line = await resolveExternalId(erp, externalId, 'stock.move.line', where);
  if (!line.ok) return line.failure.code === 'unmapped' ? ok(undefined) : line;
  const row = z.object({ id: z.number(), picking_id: oneOrNone });
  const found = await rows(erp, { model: 'stock.move.line', row, domain: [['id', '=', line.value]] });
  return found.ok ? ok(found.value[0]?.picking_id) : found;
}

export interface OpenMove {
  readonly id: number;
  readonly product: number;
  /** What it asks for, in the unit of the product. */
  readonly demand: Amount;
  readonly from: number;
  readonly to: number;
}

const moveRow = z.object({
  id: z.number(),
  product_id: one,
  product_qty: decimal,
  location_id: one,
  location_dest_id: one,
});

export async function openMoves({ erp }: Stock, picking: number): Promise<Result<OpenMove[]>> {
  const found = await rows(erp, {
    model: 'stock.move',
    row: moveRow,
    domain: [
      ['picking_id', '=', picking],
      ['state', 'not in', ['done', 'cancel']],
    ],
    order: 'id',
  });
  if (!found.ok) return found;
  return ok(
    found.value.map(({ id, product_id, product_qty, location_id, location_dest_id }) => ({
      id,
      product: product_id,
      demand: product_qty,
      from: location_id,
      to: location_dest_id,
    })),
  );
}
