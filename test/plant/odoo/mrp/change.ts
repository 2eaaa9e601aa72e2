/** The wizard that changes the quantity of an order that is under way: components, products and times follow. */
import { many2one, quantity } from '../orm/field.ts';
import { all, model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { roundTo } from '../orm/value.ts';
import { isZeroUnit, roundUnit } from '../product/uom.ts';
import { assignMoves } from '../stock/assign.ts';
import { unitFactor } from './move.ts';
import { expectedMinutes } from './plan.ts';
import { setQtyProducing } from './quantity.ts';

function change(order: Rec, next: number): void {
  const before = order.num('product_qty');
  for (const move of order.many('move_raw_ids')) {
    if (['done', 'cancel'].includes(move.text('state'))) continue;
    const demand = roundUnit(move.must('product_uom'), (move.num('product_uom_qty') * next) / before, 'UP');
    if (demand > 0) move.write({ product_uom_qty: demand });
  }
  const made = order.many('move_finished_ids').filter((move) => !['done', 'cancel'].includes(move.text('state')));
  const factors = made.map((move) => unitFactor(move));
  for (const [at, move] of made.entries())
    move.write({ product_uom_qty: roundTo(move.num('product_uom_qty') + (next - before) * (factors[at] ?? 0), 6) });
  assignMoves(order.many('move_finished_ids'));
  order.write({ product_qty: next });
  if (
    !isZeroUnit(order.must('product_uom_id'), order.num('qty_producing')) &&
    order.many('workorder_ids').length === 0
  ) {
    order.write({ qty_producing: next });
    setQtyProducing(order, true);
  }
  for (const work of order.many('workorder_ids')) followWorkorder(work);
  assignMoves(order.many('move_raw_ids'));
}

function followWorkorder(work: Rec): void {
  work.set({ duration_expected: expectedMinutes(work) });
  const order = work.must('production_id');
  const rest = Math.max(work.num('qty_production') - work.num('qty_produced'), 0);
  if (order.num('qty_producing') > 0 && rest > 0 && rest !== order.num('qty_producing')) {
    order.write({ qty_producing: rest });
    setQtyProducing(order, false);
  }
  const short = work.num('qty_produced') < work.num('qty_production');
  if (short && work.text('state') === 'done') work.write({ state: 'progress' });
  if (!short && work.text('state') === 'progress') work.write({ state: 'done' });
}

export const changeQuantity = model({
  name: 'change.production.qty',
  label: 'Change Production Qty',
  access: 'rwc',
  fields: {
    mo_id: many2one('mrp.production', { required: true, onDelete: 'cascade' }),
    product_qty: quantity({ required: true }),
  },
  prepare: (env, vals) => {
    if (typeof vals.mo_id === 'number' && !('product_qty' in vals))
      vals.product_qty = env.browse('mrp.production', vals.mo_id).get('product_qty');
  },
  methods: {
    change_prod_qty: all((wizards) => {
      for (const wizard of wizards) change(wizard.must('mo_id'), wizard.num('product_qty'));
      return {};
    }),
  },
});
