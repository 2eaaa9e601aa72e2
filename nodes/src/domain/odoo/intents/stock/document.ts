/**
 * A transfer of our own: made once, whole, with its lines, and validated once. Odoo keeps one record per external id
 * and has no objection to validating a done transfer again (measured on 19.0 and 14.0), so every step may be repeated.
 */

import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { text } from '../../amount.ts';
import type { Portion, StockMoves } from '../../dialects/stock-moves.ts';
import { resolveExternalId } from '../../materials.ts';
import { createOnce } from '../../rows.ts';
import { stockMoves } from './dialect.ts';
import { totalOf } from './on-hand.ts';
import type { Operation } from './places.ts';
import { type Movement, type Stock, validate, validateOnce } from './validate.ts';

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
    const sent = await validate(stock.erp, id.value, ANSWERS);
    if (!sent.ok) return sent;
  }
  return validateOnce(stock, id.value, { ...document, answers: ANSWERS });
}

/** What an earlier attempt made is validated as it is: its lines were chosen then. */
export async function finishDocument(
  stock: Stock,
  id: number,
  document: Pick<TransferDocument, 'movements' | 'digits'>,
): Promise<Result<Receipt>> {
  return validateOnce(stock, id, { ...document, answers: ANSWERS });
}

/** What this transfer moves is all of it; only a first delivery to a partner with a telephone asks about a message. */
const ANSWERS = { skip_sms: true };

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
    ...(portion.at === undefined ? {} : { 'move_line_ids/location_id/.id': String(portion.at) }),
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
  ...(portion.into === undefined ? {} : { 'result_package_id/.id': String(portion.into) }),
  [table.moved]: text(portion.quantity),
  ...table.lineCells,
});

const prefixed = (of: string, cells: Cells): Cells =>
  Object.fromEntries(Object.entries(cells).map(([name, cell]) => [`${of}/${name}`, cell]));
