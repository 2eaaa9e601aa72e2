/** Backorders: the order keeps what was produced and is renamed, the rest becomes an order of the same group. */
import type { Rec } from '../orm/record.ts';
import { roundTo, type Vals } from '../orm/value.ts';
import { copyValues } from '../orm/write.ts';
import { unitOf } from '../product/models.ts';
import { compareUnit, convertUnit } from '../product/uom.ts';
import { assignMoves } from '../stock/assign.ts';
import { lineQuantity } from '../stock/line.ts';
import { lineValues } from '../stock/quantity.ts';
import { refreshState } from '../stock/state.ts';
import { linkWorkorders } from './lifecycle.ts';
import { expectedMinutes, refreshEnd } from './plan.ts';
import { cancelWorkorders } from './work.ts';

/** `WH/MO/00014` → `WH/MO/00014-001`; a number that is there already is replaced. */
function backorderName(order: Rec, name: string, sequence: number): string {
  const ending = `-${String(sequence).padStart(3, '0')}`;
  const highest = Math.max(...siblings(order).map((other) => other.num('backorder_sequence')));
  if (/-\d+$/.test(name) && (highest > 1 || sequence > 1)) return name.replace(/-\d+$/, ending);
  return name + ending;
}

const siblings = (order: Rec): Rec[] => order.one('production_group_id')?.many('production_ids') ?? [order];

export function splitOrder(order: Rec): Rec {
  const initial = order.num('product_qty');
  const produced = order.num('qty_producing');
  const rest = roundTo(Math.max(initial - produced, 0), 6);
  if (order.num('backorder_sequence') === 0) order.write({ backorder_sequence: 1 });
  order.write({ name: backorderName(order, order.text('name'), order.num('backorder_sequence')) });
  const moves = [...order.many('move_raw_ids'), ...order.many('move_finished_ids')];
  for (const move of moves) move.set({ origin: order.get('name') });
  order.write({ product_qty: produced });
  const sequence = Math.max(1, ...siblings(order).map((other) => other.num('backorder_sequence'))) + 1;
  const backorder = createBackorder(order, rest, sequence);
  for (const move of moves) splitMove(move, backorder, initial, produced);
  splitWorkorders(order, backorder, initial);
  return backorder;
}

function createBackorder(order: Rec, rest: number, sequence: number): Rec {
  const backorder = order.env.with({ mrp_backorder: true }).create('mrp.production', {
    ...copyValues(order),
    product_qty: rest,
    name: backorderName(order, order.text('name'), sequence),
    backorder_sequence: sequence,
    production_group_id: order.get('production_group_id'),
    origin: order.get('origin'),
    date_deadline: order.get('date_deadline'),
    state: order.text('state') === 'draft' ? 'draft' : 'confirmed',
  });
  for (const work of order.many('workorder_ids')) {
    const copy = order.env
      .with({ mrp_quiet: true })
      .create('mrp.workorder', { ...copyValues(work), production_id: backorder.id });
    copy.set({ duration_expected: expectedMinutes(copy) });
  }
  refreshEnd(backorder);
  return order.env.browse('mrp.production', backorder.id);
}

function splitMove(move: Rec, backorder: Rec, initial: number, produced: number): void {
  if (move.flag('additional')) return;
  if (move.flag('picked')) for (const line of move.many('move_line_ids')) if (!line.flag('picked')) line.unlink();
  const factor = move.num('product_uom_qty') / initial;
  const side = move.get('raw_material_production_id') ? 'raw_material_production_id' : 'production_id';
  const vals: Vals = {
    ...copyValues(move),
    [side]: backorder.id,
    product_uom_qty: roundTo(backorder.num('product_qty') * factor, 6),
    state: 'confirmed',
    reservation_date: move.get('reservation_date'),
    manual_consumption: Boolean(move.one('bom_line_id')?.get('operation_id')),
    picked: false,
  };
  move.with({ do_not_unreserve: true }).write({ product_uom_qty: produced * factor });
  const other = move.env.with({ mrp_quiet: true }).create('stock.move', vals);
  if (!move.flag('picked')) shareLines(move, other);
  if (['confirmed', 'partially_available'].includes(other.text('state'))) assignMoves([other]);
}

/** Reserved lines beyond the demand of the order go to the backorder. */
function shareLines(move: Rec, other: Rec): void {
  const unit = unitOf(move.must('product_id'));
  let room = move.num('product_qty');
  for (const line of move.many('move_line_ids')) {
    const own = lineQuantity(line);
    const keep = Math.min(own, Math.max(room, 0));
    room -= keep;
    const rest = roundTo(own - keep, 6);
    if (compareUnit(unit, rest, 0) <= 0) continue;
    if (keep > 0) line.write({ quantity: convertUnit(keep, unit, line.must('product_uom_id'), 'HALF-UP') });
    else line.unlink();
    const place = keep > 0 ? { lot_id: line.get('lot_id'), location_id: line.get('location_id') } : {};
    other.env.create('stock.move.line', lineValues(other, rest, place));
  }
  refreshState(other);
}

/** Work orders of the backorder take over what the first ones did beyond their order. */
function splitWorkorders(order: Rec, backorder: Rec, initial: number): void {
  const works = order.many('workorder_ids').sort((left, right) => left.id - right.id);
  const rests = works.map((work) =>
    Math.max(initial - work.num('qty_reported_from_previous_wo') - work.num('qty_produced'), 0),
  );
  const idle: Rec[] = [];
  for (const [at, work] of backorder.many('workorder_ids').entries()) {
    const rest = rests[at] ?? 0;
    work.set({ qty_reported_from_previous_wo: roundTo(Math.max(work.num('qty_production') - rest, 0), 6) });
    if (rest === 0) idle.push(work);
  }
  cancelWorkorders(idle);
  linkWorkorders(backorder);
}
