/** Completing and cancelling moves: the moment stock changes. */
import { userError, validationError } from '../orm/error.ts';
import type { Rec } from '../orm/record.ts';
import { roundTo } from '../orm/value.ts';
import { copyValues } from '../orm/write.ts';
import { trackingOf, unitOf } from '../product/models.ts';
import { compareUnit, convertUnit } from '../product/uom.ts';
import { assignMoves, confirmMoves, unreserveMoves } from './assign.ts';
import { carry, lineQuantity, placeOf } from './line.ts';
import { bypassesReservation } from './location.ts';
import { reserve } from './quant.ts';
import { moveQuantity, refreshState } from './state.ts';

export interface DoneOptions {
  /** What was not handled is given up instead of being kept as a new move. */
  readonly cancelRest?: boolean;
}

/** Answers with the moves that were really done. */
export function completeMoves(moves: readonly Rec[], options: DoneOptions = {}): Rec[] {
  confirmMoves(moves.filter((move) => move.text('state') === 'draft'));
  const open = moves.filter((move) => !['done', 'cancel'].includes(move.text('state')));
  for (const move of open) tidy(move, options.cancelRest === true);
  const todo = open.filter(
    (move) =>
      move.text('state') !== 'cancel' && move.flag('picked') && (moveQuantity(move) > 0 || move.flag('is_inventory')),
  );
  if (!options.cancelRest) for (const move of todo) splitRest(move);
  const lines = todo.flatMap((move) => move.many('move_line_ids'));
  completeLines(lines);
  for (const move of todo) move.write({ state: 'done', date: move.env.now });
  for (const move of todo) insistOnSinglePieces(move);
  insistOnWholePackages(lines.filter((line) => line.exists));
  assignMoves(todo.flatMap((move) => move.many('move_dest_ids')));
  return todo;
}

/** A package stands in one place. */
function insistOnWholePackages(lines: readonly Rec[]): void {
  for (const pack of new Set(lines.flatMap((line) => line.one('result_package_id') ?? []))) {
    const quants = pack.env.search('stock.quant', [['package_id', '=', pack.id]]);
    const places = quants.filter((quant) => quant.num('quantity') > 0).map((quant) => quant.get('location_id'));
    if (new Set(places).size > 1)
      throw userError(
        'You cannot move the same package content more than once in the same transfer or split the same package into two location.',
      );
  }
}

/** A serial number is one piece, wherever it lies. */
function insistOnSinglePieces(move: Rec): void {
  if (move.text('has_tracking') !== 'serial' || bypassesReservation(move.must('location_dest_id'))) return;
  for (const lot of move.many('lot_ids'))
    for (const quant of lot.many('quant_ids'))
      if (quant.num('quantity') > 1 && !bypassesReservation(quant.must('location_id')))
        throw validationError(
          `The serial number has already been assigned: \n Product: ${move.must('product_id').displayName}, Serial Number: ${lot.text('name')}`,
        );
}

function tidy(move: Rec, cancelRest: boolean): void {
  if (move.flag('picked')) for (const line of move.many('move_line_ids')) if (!line.flag('picked')) line.unlink();
  const nothing = moveQuantity(move) <= 0 || !move.flag('picked');
  if (!nothing || move.flag('is_inventory')) return;
  if (cancelRest || move.num('product_uom_qty') === 0) cancelMoves([move]);
}

/** The part of the demand that was not handled becomes a move of its own. */
export function splitRest(move: Rec): Rec | undefined {
  const unit = move.must('product_uom');
  const rest = move.num('product_uom_qty') - moveQuantity(move);
  if (compareUnit(unit, rest, 0) <= 0) return undefined;
  const after = move.many('move_dest_ids').filter((next) => !['done', 'cancel'].includes(next.text('state')));
  const chain = {
    move_orig_ids: [[6, 0, move.many('move_orig_ids').map((before) => before.id)]],
    move_dest_ids: [[6, 0, after.map((next) => next.id)]],
  };
  const vals = { ...copyValues(move), ...chain, product_uom_qty: roundTo(rest, 6), state: 'draft', picked: false };
  move.with({ do_not_unreserve: true }).write({ product_uom_qty: moveQuantity(move) });
  refreshState(move);
  const other = move.env.create('stock.move', vals);
  confirmMoves([other]);
  return other;
}

function completeLines(lines: readonly Rec[]): void {
  const todo: Rec[] = [];
  const withoutLot: Rec[] = [];
  for (const line of [...lines].sort((left, right) => left.id - right.id)) {
    const size = compareUnit(line.must('product_uom_id'), line.num('quantity'), 0);
    if (size < 0) throw userError('No negative quantities allowed');
    if (size === 0 && !line.one('move_id')?.flag('is_inventory')) {
      line.unlink();
      continue;
    }
    if (!hasLot(line)) withoutLot.push(line);
    todo.push(line);
  }
  if (withoutLot.length > 0)
    throw userError(
      `You need to supply a Lot/Serial Number for product:\n${withoutLot.map((line) => `- ${line.must('product_id').displayName}`).join('\n')}`,
    );
  for (const line of todo) completeLine(line, todo);
}

/** Whether a line of a tracked product names its lot, or may go without. A lot name makes the lot. */
function hasLot(line: Rec): boolean {
  if (trackingOf(line.must('product_id')) === 'none' || line.get('lot_id')) return true;
  const move = line.one('move_id');
  const type = move?.one('picking_type_id');
  if (!type) return move?.flag('is_inventory') === true || move?.get('scrap_id') !== false;
  if (!type.flag('use_create_lots') && !type.flag('use_existing_lots')) return true;
  const name = line.text('lot_name');
  if (!type.flag('use_create_lots') || !name) return false;
  const [known] = line.env.search('stock.lot', [
    ['product_id', '=', line.num('product_id')],
    ['name', '=', name],
  ]);
  line.set({ lot_id: (known ?? line.env.create('stock.lot', { name, product_id: line.get('product_id') })).id });
  return true;
}

function completeLine(line: Rec, together: readonly Rec[]): void {
  const { env } = line;
  const source = line.must('location_id');
  const reserves = line.must('product_id').flag('is_storable') && !bypassesReservation(source);
  if (reserves) reserve(env, placeOf(line), -lineQuantity(line));
  const available = carry(line, 1);
  if (reserves && available < 0) takeFromOthers(line, -available, together);
  line.set({ date: env.now });
}

/** Stock that was promised elsewhere is gone: the youngest unpicked reservations give way. */
function takeFromOthers(line: Rec, missing: number, together: readonly Rec[]): void {
  const { env } = line;
  const unit = unitOf(line.must('product_id'));
  let left = missing;
  const victims = env.store
    .referring('stock.move.line', 'product_id', line.num('product_id'))
    .map((id) => env.browse('stock.move.line', id))
    .filter((other) => !together.some((mine) => mine.is(other)) && isVictim(other, line))
    .sort(
      (a, b) =>
        (b.one('move_id')?.text('date') ?? '').localeCompare(a.one('move_id')?.text('date') ?? '') || b.id - a.id,
    );
  for (const victim of victims) {
    if (compareUnit(unit, left, 0) <= 0) return;
    const move = victim.one('move_id');
    const own = lineQuantity(victim);
    if (compareUnit(unit, own, left) <= 0) victim.unlink();
    else
      victim.write({
        quantity: victim.num('quantity') - convertUnit(left, unit, victim.must('product_uom_id'), 'HALF-UP'),
      });
    left -= own;
    if (move) assignMoves([move]);
  }
}

const isVictim = (other: Rec, line: Rec): boolean =>
  !['done', 'cancel'].includes(other.text('state')) &&
  !other.flag('picked') &&
  other.get('lot_id') === line.get('lot_id') &&
  other.get('location_id') === line.get('location_id') &&
  (other.get('package_id') || false) === (line.get('package_id') || false) &&
  (other.get('owner_id') || false) === (line.get('owner_id') || false) &&
  other.num('quantity') > 0;

export function cancelMoves(moves: readonly Rec[]): void {
  for (const move of moves) {
    if (move.text('state') === 'done')
      throw userError(
        "You cannot cancel a stock move that has been set to 'Done'. Create a return in order to reverse the moves which took place.",
      );
    if (move.text('state') === 'cancel') continue;
    move.write({ picked: false });
    unreserveMoves([move]);
    move.write({ state: 'cancel', procure_method: 'make_to_stock' });
  }
}
