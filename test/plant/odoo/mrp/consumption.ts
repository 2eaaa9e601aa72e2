/** "Consumption differs from the bill of materials": where it does, and the question about it. */
import type { Environment } from '../orm/environment.ts';
import type { Rec } from '../orm/record.ts';
import type { Json, Vals } from '../orm/value.ts';
import { unitOf } from '../product/models.ts';
import { compareUnit, convertUnit, isZeroUnit } from '../product/uom.ts';
import { pickedQuantity } from '../stock/state.ts';
import { componentValues } from './plan.ts';
import { actionWindow } from './wizard.ts';

export function askConsumption(env: Environment, orders: readonly Rec[]): Json | undefined {
  if (env.context.skip_consumption) return undefined;
  const lines = orders.flatMap((order) => consumptionIssues(order));
  if (lines.length === 0) return undefined;
  return actionWindow('mrp.consumption.warning', 'Consumption Warning', {
    ...env.context,
    default_mrp_production_ids: orders.map((order) => order.id),
    default_mrp_consumption_warning_line_ids: lines.map((line) => [0, 0, line]),
    form_view_ref: false,
  });
}

/** Where consumption differs from the bill of materials, per product. */
function consumptionIssues(order: Rec): Vals[] {
  const bom = order.one('bom_id');
  if (order.text('consumption') === 'flexible' || !bom || bom.many('bom_line_ids').length === 0) return [];
  const expected = new Map<number, number>();
  for (const vals of componentValues(order)) {
    const item = order.env.browse('product.product', Number(vals.product_id));
    const amount = convertUnit(
      Number(vals.product_uom_qty),
      order.env.browse('uom.uom', Number(vals.product_uom)),
      unitOf(item),
    );
    const share = (amount * order.num('qty_producing')) / order.num('product_qty');
    expected.set(item.id, (expected.get(item.id) ?? 0) + share);
  }
  const used = new Map<number, number>();
  const issues: Vals[] = [];
  const issue = (item: Rec, consumed: number, wanted: number): Vals => ({
    mrp_production_id: order.id,
    product_id: item.id,
    consumption: order.get('consumption'),
    product_uom_id: item.get('uom_id'),
    product_consumed_qty_uom: consumed,
    product_expected_qty_uom: wanted,
  });
  for (const move of order.many('move_raw_ids')) {
    const item = move.must('product_id');
    const amount = convertUnit(pickedQuantity(move), move.must('product_uom'), unitOf(item));
    if (!expected.has(item.id) && move.flag('picked') && !isZeroUnit(unitOf(item), amount))
      issues.push(issue(item, amount, 0));
    else used.set(item.id, (used.get(item.id) ?? 0) + (move.flag('picked') ? amount : 0));
  }
  for (const [id, wanted] of expected) {
    const item = order.env.browse('product.product', id);
    const consumed = used.get(id) ?? 0;
    if (compareUnit(unitOf(item), wanted, consumed) !== 0) issues.push(issue(item, consumed, wanted));
  }
  return issues;
}
