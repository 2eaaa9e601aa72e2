/** What a bill of materials asks for: component moves, product moves, work orders, durations. */
import type { Rec } from '../orm/record.ts';
import { dateTimeMs, dateTimeText, roundTo, type Vals } from '../orm/value.ts';
import { convertUnit, roundUnit } from '../product/uom.ts';

/** Quantity of the order in units of its bill of materials. */
const timesBom = (order: Rec, bom: Rec): number =>
  convertUnit(order.num('product_qty'), order.must('product_uom_id'), bom.must('product_uom_id'), 'none') /
  bom.num('product_qty');

export function componentValues(order: Rec): Vals[] {
  const bom = order.one('bom_id');
  if (!bom) return [];
  return bom
    .many('bom_line_ids')
    .filter((line) => line.must('product_id').text('type') === 'consu')
    .map((line) => ({
      sequence: line.num('sequence'),
      date: order.get('date_start'),
      date_deadline: order.get('date_start'),
      bom_line_id: line.id,
      product_id: line.get('product_id'),
      product_uom: line.get('product_uom_id'),
      product_uom_qty: roundUnit(line.must('product_uom_id'), line.num('product_qty') * timesBom(order, bom), 'UP'),
      raw_material_production_id: order.id,
      operation_id: line.get('operation_id'),
      manual_consumption: line.get('operation_id') !== false,
    }));
}

export function productValues(order: Rec): Vals[] {
  const bom = order.one('bom_id');
  const main: Vals = {
    product_id: order.get('product_id'),
    product_uom: order.get('product_uom_id'),
    product_uom_qty: order.get('product_qty'),
    production_id: order.id,
  };
  const byproducts = (bom?.many('byproduct_ids') ?? []).map((line) => ({
    product_id: line.get('product_id'),
    product_uom: line.get('product_uom_id'),
    product_uom_qty: bom ? line.num('product_qty') * timesBom(order, bom) : 0,
    production_id: order.id,
    byproduct_id: line.id,
    operation_id: line.get('operation_id'),
    cost_share: line.get('cost_share'),
  }));
  return [main, ...byproducts];
}

/** Makes or adapts what the bill of materials asks of a draft. */
export function planDraft(order: Rec, given: Vals): void {
  const quiet = order.env.with({ mrp_quiet: true });
  if (!given.move_raw_ids) adapt(order, 'move_raw_ids', 'bom_line_id', componentValues(order));
  if (!given.move_finished_ids) adapt(order, 'move_finished_ids', 'byproduct_id', productValues(order));
  if (!given.workorder_ids && order.many('workorder_ids').length === 0)
    for (const [sequence, operation] of (order.one('bom_id')?.many('operation_ids') ?? []).entries())
      quiet.create('mrp.workorder', {
        name: operation.get('name'),
        production_id: order.id,
        workcenter_id: operation.get('workcenter_id'),
        product_uom_id: order.get('product_uom_id'),
        operation_id: operation.id,
        sequence,
        state: 'ready',
      });
  for (const work of order.many('workorder_ids')) work.set({ duration_expected: expectedMinutes(work) });
  refreshEnd(order);
}

function adapt(order: Rec, moves: string, key: string, wanted: Vals[]): void {
  const present = order.many(moves);
  for (const vals of wanted) {
    const same = present.find(
      (move) => move.get(key) === (vals[key] ?? false) && move.get('product_id') === vals.product_id,
    );
    if (same) same.write({ product_uom_qty: vals.product_uom_qty ?? 0 });
    else order.env.with({ mrp_quiet: true }).create('stock.move', vals);
  }
}

/** Minutes a work order should take for what is being produced. */
export function expectedMinutes(work: Rec): number {
  const operation = work.one('operation_id');
  const center = work.must('workcenter_id');
  const order = work.must('production_id');
  if (!operation) return work.num('duration_expected');
  const quantity = order.num('qty_producing') || order.num('product_qty');
  const cycles = roundTo(quantity / (order.one('bom_id')?.num('product_qty') || 1), 0, 'UP');
  const working = (cycles * operation.num('time_cycle') * 100) / (center.num('time_efficiency') || 100);
  return roundTo(center.num('time_start') + center.num('time_stop') + working, 6);
}

/** An order that is not planned ends when its work orders would be done, or an hour after its start. */
export function refreshEnd(order: Rec): void {
  const start = order.text('date_start');
  if (!start || order.text('state') === 'done' || order.many('workorder_ids').some((work) => work.get('date_start')))
    return;
  const minutes = order.many('workorder_ids').reduce((sum, work) => sum + work.num('duration_expected'), 0) || 60;
  const end = dateTimeText(dateTimeMs(start) + minutes * 60_000);
  order.set({ date_finished: end });
  for (const move of order.many('move_finished_ids')) if (move.text('state') !== 'done') move.set({ date: end });
}
