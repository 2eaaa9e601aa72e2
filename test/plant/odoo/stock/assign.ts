/** Confirming moves and reserving stock for them. */
import { sortRecords } from '../orm/order.ts';
import type { Rec } from '../orm/record.ts';
import { isStorable, trackingOf, unitOf } from '../product/models.ts';
import { compareUnit, convertUnit, isZeroUnit } from '../product/uom.ts';
import { lineQuantity } from './line.ts';
import { bypassesReservation, isInside } from './location.ts';
import { availableQuantity, shares } from './quant.ts';
import { lineValues } from './quantity.ts';
import { moveQuantity, unreserved } from './state.ts';

export const bypasses = (move: Rec): boolean =>
  bypassesReservation(move.must('location_id')) || !isStorable(move.must('product_id'));

const assignsAtConfirm = (move: Rec): boolean =>
  bypasses(move) || (move.one('picking_type_id')?.text('reservation_method') ?? '') === 'at_confirm';

export function confirmMoves(moves: readonly Rec[]): void {
  for (const move of moves) {
    if (move.text('state') !== 'draft') continue;
    move.write({ state: unreserved(move), reservation_date: move.env.now.slice(0, 10) });
  }
  assignMoves(
    moves.filter((move) => ['confirmed', 'partially_available'].includes(move.text('state')) && assignsAtConfirm(move)),
  );
}

export function assignMoves(moves: readonly Rec[]): void {
  for (const move of moves)
    if (!move.flag('picked') && ['confirmed', 'waiting', 'partially_available'].includes(move.text('state')))
      assign(move);
}

function assign(move: Rec): void {
  const unit = unitOf(move.must('product_id'));
  const missing = move.num('product_uom_qty') - moveQuantity(move);
  if (compareUnit(move.must('product_uom'), missing, 0) <= 0) {
    move.set({ state: 'assigned' });
    return;
  }
  const need = convertUnit(missing, move.must('product_uom'), unit, 'HALF-UP');
  if (bypasses(move)) {
    cover(move, need);
    move.set({ state: 'assigned' });
    return;
  }
  const taken = move.many('move_orig_ids').length > 0 ? takeWhatCame(move, need) : takeFromStock(move, need);
  if (isZeroUnit(unit, taken)) return;
  move.set({ state: compareUnit(unit, taken, need) >= 0 ? 'assigned' : 'partially_available' });
}

/** Lines for a place that needs no stock. */
function cover(move: Rec, need: number): void {
  const serial = trackingOf(move.must('product_id')) === 'serial' && move.one('picking_type_id') !== undefined;
  if (serial) {
    for (let piece = 0; piece < Math.trunc(need); piece += 1) move.env.create('stock.move.line', lineValues(move, 1));
    return;
  }
  const open = move
    .many('move_line_ids')
    .find(
      (line) => !line.flag('picked') && !line.get('lot_id') && line.get('product_uom_id') === move.get('product_uom'),
    );
  if (open)
    open.write({
      quantity:
        open.num('quantity') +
        convertUnit(need, unitOf(move.must('product_id')), open.must('product_uom_id'), 'HALF-UP'),
    });
  else move.env.create('stock.move.line', lineValues(move, need));
}

function takeFromStock(move: Rec, need: number): number {
  let taken = 0;
  const place = { product: move.must('product_id'), location: move.must('location_id') };
  for (const { quant, quantity } of shares(move.env, place, need)) {
    const same = move
      .many('move_line_ids')
      .find(
        (line) =>
          line.get('lot_id') === quant.get('lot_id') &&
          line.get('location_id') === quant.get('location_id') &&
          (line.get('package_id') || false) === (quant.get('package_id') || false) &&
          (line.get('owner_id') || false) === (quant.get('owner_id') || false) &&
          !line.flag('picked'),
      );
    if (same) {
      const more = convertUnit(quantity, unitOf(move.must('product_id')), same.must('product_uom_id'), 'HALF-UP');
      same.write({ quantity: same.num('quantity') + more });
    } else
      move.env.create(
        'stock.move.line',
        lineValues(move, quantity, {
          lot_id: quant.get('lot_id'),
          location_id: quant.get('location_id'),
          package_id: quant.get('package_id'),
          owner_id: quant.get('owner_id') || false,
        }),
      );
    taken += quantity;
  }
  return taken;
}

/** Exactly what the moves before brought, in the lots and packages they brought, and nothing else of the place. */
function takeWhatCame(move: Rec, need: number): number {
  const place = (line: Rec, side: 'in' | 'out'): string =>
    [
      line.get(side === 'in' ? 'location_dest_id' : 'location_id'),
      line.get('lot_id') || 0,
      line.get(side === 'in' ? 'result_package_id' : 'package_id') || 0,
      line.get('owner_id') || 0,
    ].join();
  const done = move.many('move_orig_ids').filter((before) => before.text('state') === 'done');
  const siblings = new Map(done.flatMap((before) => before.many('move_dest_ids').map((next) => [next.id, next])));
  const left = new Map<string, { line: Rec; quantity: number }>();
  for (const line of done.flatMap((before) => before.many('move_line_ids'))) {
    const known = left.get(place(line, 'in'));
    left.set(place(line, 'in'), { line, quantity: (known?.quantity ?? 0) + lineQuantity(line) });
  }
  for (const line of [...siblings.values()].flatMap((next) => next.many('move_line_ids'))) {
    const known = left.get(place(line, 'out'));
    if (known) left.set(place(line, 'out'), { ...known, quantity: known.quantity - lineQuantity(line) });
  }
  let taken = 0;
  for (const { line, quantity } of left.values()) {
    // What came may have been moved elsewhere since.
    const there = {
      product: move.must('product_id'),
      location: line.must('location_dest_id'),
      lot: line.one('lot_id'),
      pack: line.one('result_package_id'),
      owner: line.one('owner_id'),
    };
    const part = Math.min(quantity, need - taken, availableQuantity(move.env, there, true));
    if (part <= 0) continue;
    const at = { location_id: line.get('location_dest_id'), package_id: line.get('result_package_id') || false };
    const owner = { owner_id: line.get('owner_id') || false };
    move.env.create('stock.move.line', lineValues(move, part, { ...at, ...owner, lot_id: line.get('lot_id') }));
    taken += part;
  }
  return taken;
}

/** Stock that has just arrived serves the moves that wait for it, urgent and early ones first. */
export function triggerAssign(arrived: readonly Rec[]): void {
  for (const move of arrived) {
    const place = move.must('location_dest_id');
    if (bypassesReservation(place)) continue;
    assignMoves(waitingFor(move, place));
  }
}

function waitingFor(arrived: Rec, place: Rec): Rec[] {
  const { env } = arrived;
  const today = env.now.slice(0, 10);
  const open = ['confirmed', 'partially_available'].flatMap((state) =>
    env.store.referring('stock.move', 'state', state),
  );
  const waiting = open
    .map((id) => env.browse('stock.move', id))
    .filter((move) => move.get('product_id') === arrived.get('product_id') && !move.flag('picked'))
    .filter((move) => move.text('reservation_date') !== '' && move.text('reservation_date') <= today)
    .filter((move) => isInside(place, move.must('location_id')));
  return sortRecords(waiting, 'priority desc, date asc, id asc', arrived.model);
}

/** Gives reserved stock back, except for what was picked. */
export function unreserveMoves(moves: readonly Rec[]): void {
  for (const move of moves) {
    if (['cancel', 'done'].includes(move.text('state')) || move.flag('picked')) continue;
    for (const line of move.many('move_line_ids')) if (!line.flag('picked')) line.unlink();
  }
}
