/**
 * Goods of the demo company for what happens around the machines: lots in stock, deliveries for a customer, one order that
 * is done and one that a customer waits for.
 */
import { type Delivery, GOODS, type Ground } from '../senders/ground.ts';
import type { Control } from './control.ts';
import { count, id, put } from './demo-load.ts';
import { idsOf, type Json } from './orm/value.ts';

const DELIVERED = [6, 8, 10, 12, 14, 16] as const;
const HELD = 4;
/** A customer waits for this order; its origin tells it from the orders of the machines. */
const AWAITED = { material: 'FG-2000', quantity: 100, origin: 'Isarbräu', promisedInDays: 7 } as const;
const DAY_MS = 86_400_000;

export function seedGoods(control: Control): void {
  const { inspected, shipped, held, counted } = GOODS;
  for (const { material, lot, quantity } of [inspected, shipped, held, counted])
    count(control, material, quantity, newLot(control, material, lot));
  for (const quantity of DELIVERED) sell(control, shipped.material, quantity);
  sell(control, held.material, HELD);
  seedTraced(control);
  seedAwaited(control);
}

/** What the stories of the other systems are about. */
export function groundOf(control: Control): Ground {
  const open = (origin: string): readonly string[] =>
    control
      .records(
        'mrp.production',
        [
          ['state', '=', 'confirmed'],
          ['origin', '=', origin],
        ],
        ['name'],
      )
      .map(({ name }) => String(name))
      .reverse();
  return {
    orders: () => open('Press1'),
    awaited: () => open(AWAITED.origin),
    deliveries: () => deliveriesOf(control, ['state', 'not in', ['done', 'cancel']]),
    left: () => deliveriesOf(control, ['state', '=', 'done']),
    counted: () => stockOf(control, GOODS.counted),
  };
}

/** A planner moves the order that a customer waits for behind the promised day, and the next time back again. */
export function reschedule(control: Control, isLate: boolean, nowMs: number): void {
  const found = control.records(
    'mrp.production',
    [
      ['origin', '=', AWAITED.origin],
      ['state', '=', 'confirmed'],
    ],
    ['name'],
  );
  const days = isLate ? AWAITED.promisedInDays + 5 : 1;
  const date_start = new Date(nowMs + days * DAY_MS).toISOString().slice(0, 19).replace('T', ' ');
  for (const row of found) control.call('mrp.production', 'write', idsOf(row.id), { vals: { date_start } });
}

function deliveriesOf(control: Control, state: Json): readonly Delivery[] {
  const product = productOf(control, GOODS.shipped.material);
  const moves = control.records(
    'stock.move',
    [['product_id', '=', product], ['sale_line_id', '!=', false], state],
    ['picking_id', 'product_uom_qty'],
  );
  return moves
    .map(({ picking_id, product_uom_qty }) => ({
      name: String((picking_id as readonly unknown[])[1]),
      quantity: Number(product_uom_qty),
    }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

function stockOf(control: Control, { lot }: { readonly lot: string }): number {
  const quants = control.records(
    'stock.quant',
    [
      ['lot_id.name', '=', lot],
      ['location_id.usage', '=', 'internal'],
    ],
    ['quantity'],
  );
  return quants.reduce((sum, { quantity }) => sum + Number(quantity), 0);
}

const productOf = (control: Control, code: string): number =>
  idsOf(control.records('product.product', [['default_code', '=', code]], ['id'])[0]?.id)[0] ?? 0;

const newLot = (control: Control, material: string, name: string): number =>
  put(control, 'stock.lot', { id: id(`lot_${name}`), name, 'product_id/id': id(material) });

function sell(control: Control, material: string, quantity: number, promised?: string): number {
  const values = {
    partner_id: idsOf(control.records('res.partner', [['ref', '=', 'C-100']], ['id'])[0]?.id)[0] ?? 0,
    order_line: [[0, 0, { product_id: productOf(control, material), product_uom_qty: quantity }]],
    ...(promised === undefined ? {} : { commitment_date: promised }),
  };
  const [sale = 0] = idsOf(control.call('sale.order', 'create', [], { vals_list: [values] }));
  control.call('sale.order', 'action_confirm', [sale]);
  return sale;
}

function newOrder(control: Control, material: string, quantity: number, origin: string): number {
  const vals = { product_id: productOf(control, material), product_qty: quantity, origin };
  const ids = idsOf(control.call('mrp.production', 'create', [], { vals_list: [vals] }));
  control.call('mrp.production', 'action_confirm', ids);
  return ids[0] ?? 0;
}

/** Made of a lot of granulate, and a part of it on hand. */
function seedTraced(control: Control): void {
  const { material, lot, quantity } = GOODS.traced;
  const order = newOrder(control, material, quantity, 'Trial');
  const made = [[6, 0, [newLot(control, material, lot)]]];
  control.call('mrp.production', 'write', [order], { vals: { lot_producing_ids: made, qty_producing: quantity } });
  const moves = control.records('stock.move', [['raw_material_production_id', '=', order]], ['id']);
  control.call(
    'stock.move',
    'write',
    moves.flatMap((row) => idsOf(row.id)),
    { vals: { picked: true } },
  );
  control.call('mrp.production', 'button_mark_done', [order], {}, { skip_consumption: true });
}

/** Tied as Odoo ties them when it replenishes on order. */
function seedAwaited(control: Control): void {
  const { material, quantity, origin, promisedInDays } = AWAITED;
  const promised = new Date(Date.now() + promisedInDays * DAY_MS).toISOString().slice(0, 10);
  const order = newOrder(control, material, quantity, origin);
  const sale = sell(control, material, quantity, `${promised} 12:00:00`);
  const leaves = control.records('stock.move', [['sale_line_id.order_id', '=', sale]], ['id']);
  const finished = control.records(
    'stock.move',
    [
      ['production_id', '=', order],
      ['product_id', '=', productOf(control, material)],
    ],
    ['id'],
  );
  const vals = { move_dest_ids: leaves.flatMap((row) => idsOf(row.id).map((move) => [4, move])) };
  control.call(
    'stock.move',
    'write',
    finished.flatMap((row) => idsOf(row.id)),
    { vals },
  );
}
