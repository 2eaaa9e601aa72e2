/** Setting how much a move handles: lines shrink or go, grow from stock, and are added for what no stock covers. */
import type { Rec } from '../orm/record.ts';
import type { Vals } from '../orm/value.ts';
import { isStorable, trackingOf, unitOf } from '../product/models.ts';
import { compareUnit, convertUnit, isZeroUnit } from '../product/uom.ts';
import { lineQuantity } from './line.ts';
import { bypassesReservation } from './location.ts';
import { type Place, shares } from './quant.ts';
import { moveQuantity } from './state.ts';

/** Values of a new line of the move; `quantity` in the product's unit. */
export function lineValues(move: Rec, quantity: number, more: Vals = {}): Vals {
  const unit = move.must('product_uom');
  const own = unitOf(move.must('product_id'));
  const inMoveUnit = convertUnit(quantity, own, unit, 'HALF-UP');
  const fits = compareUnit(own, convertUnit(inMoveUnit, unit, own, 'HALF-UP'), quantity) === 0;
  return {
    move_id: move.id,
    product_id: move.get('product_id'),
    product_uom_id: fits ? unit.id : own.id,
    quantity: fits ? inMoveUnit : quantity,
    location_id: move.get('location_id'),
    location_dest_id: move.get('location_dest_id'),
    picking_id: move.get('picking_id'),
    production_id: move.get('raw_material_production_id'),
    ...lotOfOrder(move),
    ...more,
  };
}

/** New lines of a finished product carry the lot that its order makes. */
function lotOfOrder(move: Rec): Vals {
  const order = move.one('production_id');
  if (order?.text('product_tracking') !== 'lot' || order.get('product_id') !== move.get('product_id')) return {};
  const [lot] = order.many('lot_producing_ids');
  return lot ? { lot_id: lot.id } : {};
}

const canReserve = (move: Rec): boolean =>
  isStorable(move.must('product_id')) && !bypassesReservation(move.must('location_id'));

const shareOf = (move: Rec, place: Place, need: number, strict: boolean) =>
  canReserve(move) ? shares(move.env, place, need, strict) : [];

/** Makes the lines of a move add up to `quantity` (unit of the move). */
export function setQuantityDone(move: Rec, quantity: number): void {
  const unit = unitOf(move.must('product_id'));
  const total = convertUnit(quantity, move.must('product_uom'), unit, 'none');
  const used = new Set<number>();
  let left = total;
  for (const line of move.many('move_line_ids')) left = fitLine(move, line, left, used);
  if (compareUnit(unit, left, 0) <= 0) return;
  for (const { quant, quantity: free } of shareOf(
    move,
    { product: move.must('product_id'), location: move.must('location_id') },
    total,
    false,
  )) {
    if (used.has(quant.id)) continue;
    const taken = Math.min(left, free);
    left -= taken;
    addLine(move, taken, {
      location_id: quant.get('location_id'),
      lot_id: quant.get('lot_id'),
      package_id: quant.get('package_id'),
      owner_id: quant.get('owner_id') || false,
    });
    if (compareUnit(unit, left, 0) <= 0) return;
  }
  uncovered(move, left);
}

/** One existing line against what is still wanted; answers with what is wanted after it. */
function fitLine(move: Rec, line: Rec, left: number, used: Set<number>): number {
  const unit = unitOf(move.must('product_id'));
  const own = lineQuantity(line);
  if (isZeroUnit(unit, left)) {
    line.unlink();
    return 0;
  }
  if (compareUnit(unit, own, left) > 0) {
    line.write({ quantity: convertUnit(left, unit, line.must('product_uom_id'), 'none') });
    return 0;
  }
  const rest = left - own;
  if (compareUnit(unit, rest, 0) <= 0) return rest;
  const place: Place = {
    product: move.must('product_id'),
    location: line.must('location_id'),
    lot: line.one('lot_id'),
    pack: line.one('package_id'),
    owner: line.one('owner_id'),
  };
  const found = shareOf(move, place, rest, true);
  for (const share of found) used.add(share.quant.id);
  const more = found.reduce((sum, share) => sum + share.quantity, 0);
  if (more > 0) line.write({ quantity: convertUnit(own + more, unit, line.must('product_uom_id'), 'none') });
  return rest - more;
}

function addLine(move: Rec, quantity: number, more: Vals = {}): Rec {
  return move.env.create('stock.move.line', lineValues(move, quantity, more));
}

/** What no stock covers is put on lines without a lot: one, or one a piece for serial numbers. */
function uncovered(move: Rec, left: number): void {
  if (trackingOf(move.must('product_id')) !== 'serial') {
    addLine(move, left);
    return;
  }
  for (let piece = 0; piece < Math.trunc(left); piece += 1) addLine(move, 1);
}

/** What writing `quantity` on a move does: growing as above, shrinking from the last line backwards. */
export function writeQuantity(move: Rec, quantity: number): void {
  const unit = move.must('product_uom');
  const delta = quantity - moveQuantity(move);
  if (compareUnit(unit, delta, 0) > 0) setQuantityDone(move, quantity);
  else if (compareUnit(unit, delta, 0) < 0) shrink(move, -delta);
}

function shrink(move: Rec, by: number): void {
  let left = by;
  const lines = move.many('move_line_ids').sort((a, b) => b.id - a.id);
  for (const line of lines) {
    const unit = line.must('product_uom_id');
    if (isZeroUnit(move.must('product_uom'), left)) return;
    const step = Math.min(line.num('quantity'), convertUnit(left, move.must('product_uom'), unit, 'none'));
    if (isZeroUnit(unit, step)) continue;
    const whole = compareUnit(unit, line.num('quantity'), step) === 0;
    left -= convertUnit(step, unit, move.must('product_uom'), 'none');
    if (whole && !['done', 'cancel'].includes(line.text('state'))) line.unlink();
    else line.write({ quantity: line.num('quantity') - step });
  }
}
