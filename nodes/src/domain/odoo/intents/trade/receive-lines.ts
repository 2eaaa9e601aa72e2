/**
 * One line of a receipt on the open moves of its order. What an earlier attempt placed is found by its external id, so
 * only what is missing is planned; lines that Odoo reserved by itself are left to Odoo, which drops them at validation.
 */
import { fail, ok, type Result } from '../../../ports.ts';
import { type Amount, amount, fits, sum, text, ZERO } from '../../amount.ts';
import { externalId } from '../../binding.ts';
import { type Constants, readConstants } from '../../deps.ts';
import { chooseDialect } from '../../dialects/choose.ts';
import type { TradeTable, TransferLine } from '../../dialects/trade.ts';
import { findProduct, type Product, resolveExternalId } from '../../materials.ts';
import { refusal } from '../../refusals.ts';
import { createOnce } from '../../rows.ts';
import type { Task } from '../spec.ts';
import { notOnOrder } from './candidates.ts';
import { tradeTable } from './dialect.ts';
import { type OpenMove, openMoves } from './open-moves.ts';
import { linesOf, type Purchase } from './purchase.ts';
import type { Receive } from './receive-schema.ts';

/** A part of a line that goes on one move. */
export interface PlannedPart {
  readonly move: number;
  readonly picking: number;
  readonly cells: Readonly<Record<string, string>>;
  /** The lot that must be there before; where lines name their lots there is none. */
  readonly lot?: { readonly product: number; readonly name: string };
}

export interface PlannedLine {
  /** Placed by an earlier attempt. */
  readonly placed: readonly TransferLine[];
  readonly parts: readonly PlannedPart[];
}

interface Line {
  readonly task: Task<Receive>;
  readonly table: TradeTable;
  readonly constants: Constants;
  readonly product: Product;
  readonly wanted: Receive['lines'][number];
  readonly index: number;
}

/** `used`: what other lines of the same receipt take from a move, in its unit; added to. Nothing is written yet. */
export async function planLine(
  task: Task<Receive>,
  order: Purchase,
  index: number,
  used: Map<number, Amount>,
): Promise<Result<PlannedLine>> {
  const opened = await openLine(task, index);
  if (!opened.ok) return opened;
  const line = opened.value;
  const placed = await placedBefore(line);
  if (!placed.ok) return placed;
  const done = inUnitOf(line, placed.value);
  if (!done.ok) return done;
  const rest = amount(line.wanted.quantity.value).minus(done.value);
  if (rest.lessThanOrEqualTo(0)) return ok({ placed: placed.value, parts: [] });
  const candidates = linesOf(order.lines, line.product.id, line.wanted.lineNo);
  if (candidates.length === 0) return fail(await notOnOrder(task.erp, task.where, order, line.product));
  const moves = await openMoves(task.erp, line.table, candidates);
  if (!moves.ok) return moves;
  const parts = spread(line, moves.value, rest, placed.value.length, used);
  return parts.ok ? ok({ placed: placed.value, parts: parts.value }) : parts;
}

export async function place({ erp, profile }: Task<Receive>, { cells, lot }: PlannedPart): Promise<Result<number>> {
  if (!lot) return createOnce(erp, 'stock.move.line', cells);
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const known = await dialect.value.findLot(erp, lot.product, lot.name);
  if (!known.ok) return known;
  const name = externalId('lot', `${lot.product}~${lot.name}`);
  const id =
    known.value === undefined ? await dialect.value.createLot(erp, { externalId: name, ...lot }) : ok(known.value);
  return id.ok ? createOnce(erp, 'stock.move.line', { ...cells, 'lot_id/.id': String(id.value) }) : id;
}

async function openLine(task: Task<Receive>, index: number): Promise<Result<Line>> {
  const { erp, profile, intent, where, deps } = task;
  const wanted = intent.lines[index];
  if (!wanted) return fail(refusal('no-purchase-line', where));
  const table = tradeTable(profile);
  if (!table.ok) return table;
  const dialect = chooseDialect(profile);
  if (!dialect.ok) return dialect;
  const constants = await readConstants(erp, dialect.value, deps);
  if (!constants.ok) return constants;
  const product = await findProduct(erp, wanted.material, where);
  if (!product.ok) return product;
  const { tracking, name } = product.value;
  if (tracking !== 'none' && wanted.lot === undefined) return fail(refusal('lot-missing', where, name));
  if (tracking === 'serial' && !amount(wanted.quantity.value).equals(1)) {
    return fail(refusal('serial-quantity', where, wanted.quantity.value));
  }
  return ok({ task, table: table.value, constants: constants.value, product: product.value, wanted, index });
}

const nameOf = ({ task, index }: Line, part: number): string =>
  externalId('receipt', `${task.intent.key}.${index}.${part}`);

async function placedBefore(line: Line): Promise<Result<readonly TransferLine[]>> {
  const { erp, where } = line.task;
  const found: TransferLine[] = [];
  for (;;) {
    const id = await resolveExternalId(erp, nameOf(line, found.length), 'stock.move.line', where);
    if (!id.ok) return id.failure.code === 'unmapped' ? ok(found) : id;
    const read = await line.table.lines(erp, [['id', '=', id.value]]);
    if (!read.ok) return read;
    const [known] = read.value;
    if (!known) return ok(found);
    found.push(known);
  }
}

/** Sum in the unit of the message. */
function inUnitOf({ task, constants, wanted }: Line, parts: readonly TransferLine[]): Result<Amount> {
  let total = ZERO;
  for (const { unit, moved } of parts) {
    const factor = constants.units.factor(wanted.quantity.uom, unit, task.where);
    if (!factor.ok) return factor;
    total = total.plus(moved.dividedBy(factor.value));
  }
  return ok(total.toDecimalPlaces(9));
}

/** Fills the moves in turn; the last one takes what is above the order, as far as the tolerance goes. */
function spread(
  line: Line,
  moves: readonly OpenMove[],
  rest: Amount,
  from: number,
  used: Map<number, Amount>,
): Result<readonly PlannedPart[]> {
  const { task, constants, wanted, product } = line;
  const { where, intent } = task;
  const parts: PlannedPart[] = [];
  let left = rest;
  for (const [index, move] of moves.entries()) {
    if (left.lessThanOrEqualTo(0)) break;
    const factor = constants.units.factor(wanted.quantity.uom, move.unit, where);
    if (!factor.ok) return factor;
    const before = used.get(move.id) ?? ZERO;
    const isLast = index === moves.length - 1;
    const more = isLast ? move.ordered.times(wanted.overPercent ?? intent.overPercent).dividedBy(100) : ZERO;
    const room = move.open.minus(before).plus(more);
    const asked = left.times(factor.value).toDecimalPlaces(9);
    const taken = asked.lessThan(room) ? asked : room;
    if (taken.lessThanOrEqualTo(0)) continue;
    if (!fits(taken, constants.digits)) {
      return fail(refusal('precision', where, `${text(taken)} has more than ${constants.digits} decimals`));
    }
    used.set(move.id, before.plus(taken));
    const cells = cellsOf(line, move, taken, from + parts.length);
    const isApart = product.tracking !== 'none' && !line.table.namesLots;
    const lot = isApart ? { lot: { product: product.id, name: wanted.lot ?? '' } } : {};
    parts.push({ move: move.id, picking: move.picking, cells, ...lot });
    left = left.minus(taken.dividedBy(factor.value)).toDecimalPlaces(9);
  }
  if (left.lessThanOrEqualTo(0)) return ok(parts);
  const expected = text(sum(moves.map(({ open }) => open)));
  const detail = `${text(rest)} ${wanted.quantity.uom} of ${product.name}, ${expected} expected`;
  return fail(refusal('over-receipt', where, detail));
}

function cellsOf(line: Line, move: OpenMove, quantity: Amount, part: number): Readonly<Record<string, string>> {
  const { table, product, wanted } = line;
  return {
    id: nameOf(line, part),
    'picking_id/.id': String(move.picking),
    'move_id/.id': String(move.id),
    'product_id/.id': String(product.id),
    'product_uom_id/.id': String(move.unit),
    'location_id/.id': String(move.source),
    'location_dest_id/.id': String(move.destination),
    [table.movedCell]: text(quantity),
    ...table.lineCells,
    ...(product.tracking === 'none' || !table.namesLots ? {} : { lot_name: wanted.lot ?? '' }),
  };
}
