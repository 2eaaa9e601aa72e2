/** Moves a quantity of one lot from a place to another: one transfer with one line, made once and validated. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { type Amount, text, toFloat } from '../../amount.ts';
import { refusal, type Where } from '../../refusals.ts';
import { act, createOnce, rows } from '../../rows.ts';
import { questionIn } from '../../wizard.ts';
import type { LotRows } from './lot-line.ts';

export interface Transfer {
  readonly externalId: string;
  /** Shown in Odoo as the source document. */
  readonly origin: string;
  readonly operation: number;
  readonly product: number;
  readonly unit: number;
  readonly lot: number;
  readonly from: number;
  readonly to: number;
  readonly quantity: Amount;
  readonly package?: number | undefined;
  readonly owner?: number | undefined;
}

const row = z.object({ id: z.number(), name: z.string(), state: z.string() });
export type Moved = z.output<typeof row>;

/** Nobody is asked: a hold must not wait for an answer, and what is moved stays in the house. */
const NO_QUESTIONS = { skip_backorder: true, skip_expired: true, skip_sms: true };

export async function moveLot(erp: Erp, book: LotRows, transfer: Transfer, where: Where): Promise<Result<Moved>> {
  const id = await createOnce(erp, 'stock.picking', columns(book, transfer), [], { active_test: false });
  if (!id.ok) return id;
  const fitted = await fit(erp, book, id.value, transfer);
  if (!fitted.ok) return fitted;
  const validated = await act(erp, 'stock.picking', 'button_validate', [id.value], {}, { context: NO_QUESTIONS });
  // Odoo 14 refuses a transfer that somebody else has just validated; so did it succeed?
  if (!validated.ok && validated.failure.class !== 'business') return validated;
  const found = await rows(erp, { model: 'stock.picking', row, domain: [['id', '=', id.value]] });
  if (!found.ok) return found;
  const [moved] = found.value;
  if (moved?.state === 'done') return ok(moved);
  if (!validated.ok) return validated;
  const question = questionIn(validated.value, where);
  return fail(question ?? refusal('not-posted', where, `transfer ${moved?.name ?? id.value} is ${moved?.state}`));
}

/** With its line in the same call, so that no attempt adds a second one. */
function columns(book: LotRows, transfer: Transfer): Record<string, string> {
  const { from, to } = transfer;
  const line = {
    'product_id/.id': String(transfer.product),
    'product_uom_id/.id': String(transfer.unit),
    'lot_id/.id': String(transfer.lot),
    'location_id/.id': String(from),
    'location_dest_id/.id': String(to),
    ...(transfer.package === undefined ? {} : { 'package_id/.id': String(transfer.package) }),
    ...(transfer.owner === undefined ? {} : { 'owner_id/.id': String(transfer.owner) }),
    ...book.lineColumns(text(transfer.quantity)),
  };
  return {
    id: transfer.externalId,
    // Odoo 14 keeps internal transfers archived until storage locations are switched on.
    'picking_type_id/.id': String(transfer.operation),
    'location_id/.id': String(from),
    'location_dest_id/.id': String(to),
    origin: transfer.origin,
    ...Object.fromEntries(Object.entries(line).map(([name, value]) => [`move_line_ids/${name}`, value])),
  };
}

/** A transfer that an earlier attempt left open may say another quantity than lies there now. */
async function fit(erp: Erp, book: LotRows, id: number, { quantity }: Transfer): Promise<Result<unknown>> {
  if (erp.foresight) return ok(undefined);
  const domain = [
    ['picking_id', '=', id],
    ['state', 'not in', ['done', 'cancel']],
  ] as const;
  const lines = await book.readLines(erp, domain);
  if (!lines.ok) return lines;
  const other = lines.value.find((line) => !line.quantity.equals(quantity));
  if (!other) return ok(undefined);
  const vals = book.lineValues(toFloat(quantity));
  return act(erp, 'stock.move.line', 'write', [other.id], { vals }, { repeatable: true });
}
