/**
 * A transfer of our own: made once, whole, with its lines, and validated once. Odoo keeps one record per external id
 * and has no objection to validating a done transfer again (measured on 19.0 and 14.0), so every step may be repeated.
 */

import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { equal, text } from '../../amount.ts';
import type { Portion, StockMoves } from '../../dialects/stock-moves.ts';
import { resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { act, createOnce, rows } from '../../rows.ts';
import { questionIn } from '../../wizard.ts';
import type { Task } from '../spec.ts';
import { stockMoves } from './dialect.ts';
import { totalOf } from './on-hand.ts';
import { pickingRow } from './picking.ts';
import type { Operation } from './places.ts';

export interface Movement {
  readonly product: number;
  readonly unit: number;
  readonly portions: readonly Portion[];
  /** Cells of the move that tie it to another one. */
  readonly cells?: Readonly<Record<string, string>>;
}

export interface TransferDocument {
  readonly externalId: string;
  readonly operation: Operation;
  readonly from: number;
  readonly to: number;
  readonly origin: string;
  readonly note?: string | undefined;
  readonly movements: readonly Movement[];
  readonly digits: number;
  /** Further cells of the transfer. */
  readonly cells?: Readonly<Record<string, string>>;
}

type Stock = Pick<Task<unknown>, 'erp' | 'profile' | 'where'>;

/** The transfer that an earlier attempt made, if any did. */
export async function madeBefore({ erp, where }: Stock, externalId: string): Promise<Result<number | undefined>> {
  const found = await resolveExternalId(erp, externalId, 'stock.picking', where);
  if (found.ok) return found;
  return found.failure.code === 'unmapped' ? ok(undefined) : found;
}

/** The receipt says what Odoo shows; `written` on the second look at a transfer that was made before. */
export async function postDocument(stock: Stock, document: TransferDocument): Promise<Result<Receipt>> {
  const table = stockMoves(stock.profile);
  if (!table.ok) return table;
  const [row, ...lines] = cellsOf(document, table.value);
  const archived = document.operation.archived ? { active_test: false } : {};
  const id = await createOnce(stock.erp, 'stock.picking', row ?? {}, lines, archived);
  if (!id.ok) return id;
  const { foresight } = stock.erp;
  if (foresight) {
    foresight.expect('stock.picking', id.value, { state: table.value.filled });
    const sent = await validate(stock.erp, id.value);
    if (!sent.ok) return sent;
  }
  return validateOnce(stock, table.value, id.value, document);
}

/** What an earlier attempt made is validated as it is: its lines were chosen then. */
export async function finishDocument(
  stock: Stock,
  id: number,
  document: Pick<TransferDocument, 'movements' | 'digits'>,
): Promise<Result<Receipt>> {
  const table = stockMoves(stock.profile);
  return table.ok ? validateOnce(stock, table.value, id, document) : table;
}

/** Every question about this transfer is answered before: what it moves is all of it. */
const validate = (erp: Erp, id: number) =>
  act(erp, 'stock.picking', 'button_validate', [id], {}, { context: { skip_sms: true }, repeatable: true });

async function validateOnce(
  stock: Stock,
  table: StockMoves,
  id: number,
  document: Pick<TransferDocument, 'movements' | 'digits'>,
): Promise<Result<Receipt>> {
  const { erp, where } = stock;
  const before = await readPicking(stock, id);
  if (!before.ok) return before;
  if (before.value.state === 'cancel') return fail(refusal('document-cancelled', where, before.value.name));
  const isDone = before.value.state === 'done';
  const answer = isDone ? ok(undefined) : await validate(erp, id);
  const after = isDone ? before : await readPicking(stock, id);
  // 14 refuses to validate what another attempt has just done.
  if (!answer.ok && !(after.ok && after.value.state === 'done')) return answer;
  if (!after.ok) return after;
  const { name, state } = after.value;
  if (state !== 'done') {
    const said = answer.ok ? questionIn(answer.value, where) : undefined;
    return fail(said ?? refusal('not-posted', where, `${name} is ${state}`));
  }
  const lines = await table.lines(erp, id);
  if (!lines.ok) return lines;
  for (const { product, portions } of document.movements) {
    const moved = totalOf(lines.value.filter((line) => line.product === product && line.state === 'done'));
    const wanted = totalOf(portions);
    if (!equal(moved, wanted, document.digits)) {
      return fail(refusal('not-posted', where, `${name} moved ${text(moved)} instead of ${text(wanted)}`));
    }
  }
  return ok({
    verdict: isDone ? 'already' : 'posted',
    summary: `${where.attempted} on ${where.on}: ${name} is done`,
    records: [{ model: 'stock.picking', id, name, state }],
    readBack: { transfer: name, moved: lines.value.map((line) => text(line.quantity)) },
  });
}

async function readPicking({ erp, where }: Stock, id: number) {
  const read = await rows(erp, { model: 'stock.picking', row: pickingRow, domain: [['id', '=', id]] });
  if (!read.ok) return read;
  const [picking] = read.value;
  return picking ? ok(picking) : fail<never>(refusal('not-posted', where, 'the transfer is gone'));
}

type Cells = Record<string, string>;

/** The rows of `load`: the transfer with its first move and line, then the further ones below it. */
function cellsOf(document: TransferDocument, table: StockMoves): Cells[] {
  const places = (of: string): Cells => ({
    [`${of}/location_id/.id`]: String(document.from),
    [`${of}/location_dest_id/.id`]: String(document.to),
  });
  const moves = document.movements.map(({ product, unit, portions, cells = {} }, index) => ({
    ...prefixed(table.moves, {
      id: `${document.externalId}_m${index}`,
      'product_id/.id': String(product),
      'product_uom/.id': String(unit),
      product_uom_qty: text(totalOf(portions)),
      ...table.moveCells,
      ...cells,
    }),
    ...places(table.moves),
  }));
  const portions = document.movements.flatMap(({ product, unit, portions: parts }) =>
    parts.map((portion) => ({ product, unit, ...portion })),
  );
  const lines = portions.map((portion, index) => ({
    ...prefixed('move_line_ids', lineCells(portion, table, `${document.externalId}_l${index}`)),
    ...places('move_line_ids'),
  }));
  const head: Cells = {
    id: document.externalId,
    'picking_type_id/.id': String(document.operation.id),
    'location_id/.id': String(document.from),
    'location_dest_id/.id': String(document.to),
    origin: document.origin,
    ...(document.note === undefined ? {} : { note: document.note }),
    ...document.cells,
  };
  return Array.from({ length: Math.max(1, moves.length, lines.length) }, (_, index) => ({
    ...(index === 0 ? head : {}),
    ...moves[index],
    ...lines[index],
  }));
}

interface LinePortion extends Portion {
  readonly product: number;
  readonly unit: number;
}

/** Cells of one line, without its places. */
export const lineCells = (portion: LinePortion, table: StockMoves, externalId: string): Cells => ({
  id: externalId,
  'product_id/.id': String(portion.product),
  'product_uom_id/.id': String(portion.unit),
  ...(portion.lot === undefined ? {} : { 'lot_id/.id': String(portion.lot) }),
  ...(portion.package === undefined ? {} : { 'package_id/.id': String(portion.package) }),
  [table.moved]: text(portion.quantity),
  ...table.lineCells,
});

const prefixed = (of: string, cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).map(([name, cell]) => [`${of}/${name}`, cell]));
