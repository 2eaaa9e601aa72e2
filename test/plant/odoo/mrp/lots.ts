/** Lots that Odoo makes up itself when an order has none. */
import { nextByCode } from '../base/sequence.ts';
import { userError } from '../orm/error.ts';
import type { Rec } from '../orm/record.ts';
import type { Json } from '../orm/value.ts';
import { setQtyProducing } from './quantity.ts';
import { actionWindow } from './wizard.ts';

function newLot(order: Rec): Rec {
  const { env } = order;
  const product_id = order.get('product_id');
  let name = nextByCode(env, 'stock.lot.serial');
  while (
    env.search('stock.lot', [
      ['product_id', '=', product_id],
      ['name', '=', name],
    ]).length > 0
  )
    name = nextByCode(env, 'stock.lot.serial');
  return env.create('stock.lot', { name, product_id });
}

/** A lot for a lot-tracked product; for serial numbers the wizard, unless one piece is made. */
export function generateSerial(order: Rec): Json | undefined {
  const tracking = order.text('product_tracking');
  if (tracking === 'lot') {
    if (order.many('lot_producing_ids').length > 0) throw userError('You cannot set more than 1 lot per product');
    order.write({ lot_producing_ids: [[4, newLot(order).id, 0]] });
    return undefined;
  }
  if (tracking !== 'serial') return undefined;
  if (order.num('product_qty') === 1 && order.many('lot_producing_ids').length === 0) {
    order.write({ lot_producing_ids: [[4, newLot(order).id, 0]], qty_producing: 1 });
    setQtyProducing(order, false);
    return undefined;
  }
  return actionWindow('mrp.production.serials', 'Assign Serial Numbers', { default_production_id: order.id });
}

/** A serial number is made once and used up once, until it was unbuilt or returned. */
export function insistOnFreshSerials(order: Rec): void {
  const item = order.must('product_id');
  if (item.text('tracking') === 'serial' && order.many('lot_producing_ids').some((lot) => balance(lot) > 0))
    throw userError(`Serial number(s) for product ${item.text('name')} already produced`);
  for (const move of order.many('move_raw_ids')) {
    if (move.text('has_tracking') !== 'serial' || !move.flag('picked')) continue;
    for (const line of move.many('move_line_ids')) {
      const lot = line.one('lot_id');
      if (lot && line.flag('picked') && line.text('state') !== 'done' && balance(lot) < 0)
        throw userError(
          `The serial number ${lot.text('name')} used for component ${item.text('name')} has already been consumed`,
        );
    }
  }
}

/** How often a serial number left production, less how often it went in. */
function balance(lot: Rec): number {
  const usage = (line: Rec, side: string): boolean => line.must(side).text('usage') === 'production';
  return lot.env
    .search('stock.move.line', [
      ['lot_id', '=', lot.id],
      ['state', '=', 'done'],
    ])
    .reduce((sum, line) => sum + Number(usage(line, 'location_id')) - Number(usage(line, 'location_dest_id')), 0);
}
