/** Moves quantities of lots from place to place: for each one transfer with one line, made once and validated. */
import { z } from 'zod';
import type { Failure } from '../../../failure.ts';
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
  /** The package that the goods are in afterwards. */
  readonly into?: number | undefined;
  readonly owner?: number | undefined;
  /** What is said of it when it cannot be done. */
  readonly where: Where;
}

const row = z.object({ id: z.number(), name: z.string(), state: z.string() });
export interface Moved extends z.output<typeof row> {
  readonly quantity: Amount;
}

interface Made {
  readonly id: number;
  readonly transfer: Transfer;
}

/** Nobody is asked: a hold must not wait for an answer, and what is moved stays in the house. */
const NO_QUESTIONS = { skip_backorder: true, skip_expired: true, skip_sms: true };

/**
 * Every step for all before the next: posted as a batch it is a few transactions, however many they are. One that Odoo
 * refuses keeps none of the others; it is told in the end.
 */
export async function moveLots(erp: Erp, book: LotRows, transfers: readonly Transfer[]): Promise<Result<Moved[]>> {
  if (transfers.length === 0) return ok([]);
  const refused = new Map<Transfer, Failure>();
  const made: Made[] = [];
  for (const transfer of transfers) {
    const id = await createOnce(erp, 'stock.picking', columns(book, transfer), [], { active_test: false });
    if (id.ok) made.push({ id: id.value, transfer });
    else if (id.failure.class !== 'business') return id;
    else refused.set(transfer, id.failure);
  }
  const fitted = await fit(erp, book, made);
  if (!fitted.ok) return fitted;
  for (const { id, transfer } of made) {
    const validated = await act(erp, 'stock.picking', 'button_validate', [id], {}, { context: NO_QUESTIONS });
    // Odoo 14 refuses a transfer that somebody else has just validated; so did it succeed?
    if (!validated.ok && validated.failure.class !== 'business') return validated;
    const question = validated.ok ? questionIn(validated.value, transfer.where) : validated.failure;
    if (question) refused.set(transfer, question);
  }
  return confirmed(erp, made, refused);
}

async function confirmed(
  erp: Erp,
  made: readonly Made[],
  refused: ReadonlyMap<Transfer, Failure>,
): Promise<Result<Moved[]>> {
  const found = await rows(erp, { model: 'stock.picking', row, domain: [['id', 'in', made.map(({ id }) => id)]] });
  if (!found.ok) return found;
  const byId = new Map(found.value.map((one) => [one.id, one]));
  const moved: Moved[] = [];
  const open = new Set(refused.keys());
  for (const { id, transfer } of made) {
    const shown = byId.get(id);
    if (shown?.state !== 'done') {
      if (!open.has(transfer)) return fail(notDone(transfer, shown ?? { name: String(id), state: 'gone' }));
      continue;
    }
    open.delete(transfer);
    moved.push({ ...shown, quantity: transfer.quantity });
  }
  const [first] = open;
  const failure = first && refused.get(first);
  return failure ? fail(failure) : ok(moved);
}

const notDone = ({ where }: Transfer, { name, state }: { readonly name: string; readonly state: string }): Failure =>
  refusal('not-posted', where, `transfer ${name} is ${state}`);

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
    ...(transfer.into === undefined ? {} : { 'result_package_id/.id': String(transfer.into) }),
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
async function fit(erp: Erp, book: LotRows, made: readonly Made[]): Promise<Result<void>> {
  if (erp.foresight || made.length === 0) return ok(undefined);
  const wanted = new Map(made.map(({ id, transfer }) => [id, transfer.quantity]));
  const domain = [
    ['picking_id', 'in', [...wanted.keys()]],
    ['state', 'not in', ['done', 'cancel']],
  ] as const;
  const lines = await book.readLines(erp, domain);
  if (!lines.ok) return lines;
  for (const line of lines.value) {
    const quantity = wanted.get(line.picking?.id ?? 0);
    if (!quantity || line.quantity.equals(quantity)) continue;
    const vals = book.lineValues(toFloat(quantity));
    const written = await act(erp, 'stock.move.line', 'write', [line.id], { vals }, { repeatable: true });
    if (!written.ok) return written;
  }
  return ok(undefined);
}
