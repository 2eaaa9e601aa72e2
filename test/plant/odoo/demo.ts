/**
 * The demo company: three finished goods on two presses and a filler, stock in lots, and open orders for every machine.
 * Codes match the site pack "demo-plant".
 */

import { ORDERED } from '../supplier/round.ts';
import type { Control } from './control.ts';
import { seedGoods } from './demo-goods.ts';
import { count, id, put } from './demo-load.ts';
import { idsOf } from './orm/value.ts';

export interface DemoOrder {
  /** Name of the manufacturing order in Odoo. */
  readonly order: string;
  readonly equipment: 'Press1' | 'Press2' | 'Filler';
  readonly material: string;
  /** Good pieces to make; the order's quantity in Odoo. */
  readonly quantity: number;
  /** Lot of the finished good; Odoo does not know it yet. */
  readonly lot: string;
  /** Lot of RM-20 to take from; in stock. */
  readonly componentLot: string;
  /** Pieces the machine rejects on the way, and the code of the reason. */
  readonly scrap: number;
  readonly reason: string;
  /** Pieces of BP-1 that come with it. */
  readonly byproduct: number;
}

export interface DemoOptions {
  /** Start of every order name; the number follows. */
  readonly prefix?: string;
  readonly ordersPerMachine?: number;
  /** Number of the first order. */
  readonly first?: number;
  /** Start of every purchase order's name; the number follows. */
  readonly purchases?: string;
}

const LINES = [
  { equipment: 'Press1', material: 'FG-1000', pieces: 60 },
  { equipment: 'Press2', material: 'FG-2000', pieces: 50 },
  { equipment: 'Filler', material: 'FG-3000', pieces: 100 },
] as const;

const ASSETS = [
  ['PA-001', 'Press 1'],
  ['PA-002', 'Press 2'],
  ['PA-003', 'Filler'],
] as const;

const COMPONENT_LOTS = ['RM20-A', 'RM20-B', 'RM20-C'] as const;

/** The orders in the sequence of their numbers, one machine after the other. */
export function demoOrders(options: DemoOptions = {}): DemoOrder[] {
  const { prefix = 'WH/MO/', ordersPerMachine = 40, first = 1 } = options;
  return Array.from({ length: ordersPerMachine * LINES.length }, (_, at) => {
    const line = LINES[at % LINES.length] ?? LINES[0];
    const round = Math.floor(at / LINES.length);
    const quantity = line.pieces + 20 * (round % 4);
    const number = String(first + at).padStart(5, '0');
    return {
      order: `${prefix}${number}`,
      equipment: line.equipment,
      material: line.material,
      quantity,
      lot: `${line.material.slice(3)}-${number}`,
      componentLot: COMPONENT_LOTS[round % COMPONENT_LOTS.length] ?? COMPONENT_LOTS[0],
      scrap: round % 3 === 2 ? 3 : round % 2,
      reason: String((round % 4) + 1),
      byproduct: Math.floor(quantity / 10),
    };
  });
}

/** Fills an empty database; the orders are confirmed and reserved. */
export function seedDemo(control: Control, options: DemoOptions = {}): void {
  const { prefix = 'WH/MO/' } = options;
  seedProducts(control);
  seedRouting(control);
  seedStock(control);
  seedPlant(control);
  control.call('ir.sequence', 'write', [Number(orderNumbers(control)?.id)], { vals: { prefix } });
  for (const order of demoOrders(options)) seedOrder(control, order);
  seedPurchases(control, options.purchases ?? 'P0000');
  put(control, 'res.partner', { id: id('customer'), name: 'Isarbräu', ref: 'C-100' });
  seedGoods(control);
}

/** More orders behind those that are there, and the stock filled up again. */
export function seedMore(control: Control, ordersPerMachine: number): DemoOrder[] {
  const prefix = String(orderNumbers(control)?.prefix);
  const orders = demoOrders({ prefix, first: lastNumber(control, prefix) + 1, ordersPerMachine });
  seedStock(control);
  for (const order of orders) seedOrder(control, order);
  return orders;
}

/** Components that are on order at one supplier. */
function seedPurchases(control: Control, prefix: string): void {
  const partner_id = put(control, 'res.partner', { id: id('supplier'), name: 'Nordmetall', ref: 'S-100' });
  const order_line = ORDERED.map(({ item, quantity }) => {
    const [product] = control.records('product.product', [['default_code', '=', item]], ['id']);
    return [0, 0, { product_id: product?.id ?? false, product_qty: quantity, price_unit: 2 }];
  });
  for (const number of [1, 2, 3, 4]) {
    const vals_list = [{ name: `${prefix}${number}`, partner_id, order_line }];
    control.call(
      'purchase.order',
      'button_confirm',
      idsOf(control.call('purchase.order', 'create', [], { vals_list })),
    );
  }
}

/** Names of the purchase orders, oldest first. */
export const demoPurchases = (control: Control): readonly string[] =>
  control
    .records('purchase.order', [], ['name'])
    .map(({ name }) => String(name))
    .sort();

const orderNumbers = (control: Control) =>
  control.records('ir.sequence', [['name', '=', 'My Company Sequence production']], ['id', 'prefix'])[0];

/** `WH/MO/…/00012-001` is a backorder of number 12. */
const lastNumber = (control: Control, prefix: string): number =>
  Math.max(
    ...control
      .records('mrp.production', [], ['name'])
      .map(({ name }) => Number.parseInt(String(name).slice(prefix.length), 10)),
  );

function seedProducts(control: Control): void {
  const product = (code: string, name: string, tracking: string, unit: string): number =>
    put(control, 'product.product', {
      id: id(code),
      name,
      default_code: code,
      type: 'consu',
      is_storable: '1',
      tracking,
      'uom_id/id': unit,
    });
  product('FG-1000', 'Bracket', 'lot', 'uom.product_uom_unit');
  product('FG-2000', 'Cover', 'lot', 'uom.product_uom_unit');
  product('FG-3000', 'Cartridge', 'lot', 'uom.product_uom_unit');
  product('RM-10', 'Insert', 'none', 'uom.product_uom_unit');
  product('RM-20', 'Granulate', 'lot', 'uom.product_uom_kgm');
  product('BP-1', 'Regrind block', 'none', 'uom.product_uom_unit');
  for (const name of ['Burr', 'Crack', 'Underfill', 'Set-up part'])
    control.call('stock.scrap.reason.tag', 'create', [], { vals_list: [{ name }] });
}

/** Where held goods go and where those for the truck stand, and the machines that maintenance knows by their serial numbers. */
function seedPlant(control: Control): void {
  const [house] = control.records('stock.warehouse', [], ['view_location_id']);
  const [above] = (house?.view_location_id ?? []) as readonly number[];
  put(control, 'stock.location', {
    id: id('quarantine'),
    name: 'Quarantine',
    usage: 'internal',
    'location_id/.id': String(above),
  });
  const [stock] = control.records('stock.location', [['complete_name', '=', 'WH/Stock']], ['name']);
  const staging = { id: id('staging'), name: 'Staging', usage: 'internal', 'location_id/.id': String(stock?.id) };
  put(control, 'stock.location', staging);
  for (const [serial_no, name] of ASSETS) put(control, 'maintenance.equipment', { id: id(serial_no), name, serial_no });
}

function seedRouting(control: Control): void {
  const days = [0, 1, 2, 3, 4, 5, 6].map((day) => [
    0,
    0,
    { name: `Day ${day}`, dayofweek: String(day), hour_from: 0, hour_to: 24, day_period: 'morning' },
  ]);
  const [calendar] = idsOf(
    control.call('resource.calendar', 'create', [], {
      vals_list: [{ name: 'Round the clock', tz: 'UTC', attendance_ids: days }],
    }),
  );
  for (const name of ['Press1', 'Press2', 'Filler', 'Packing'])
    put(control, 'mrp.workcenter', { id: id(name), name, code: name, 'resource_calendar_id/.id': String(calendar) });
  for (const { equipment, material } of LINES) seedBom(control, material, equipment);
}

/** One piece takes one insert and half a kilogram of granulate; every tenth leaves a block of regrind. */
function seedBom(control: Control, material: string, equipment: string): void {
  const bom = id(`bom_${material}`);
  put(control, 'mrp.bom', {
    id: bom,
    'product_tmpl_id/id': `${id(material)}_product_template`,
    product_qty: '1',
    type: 'normal',
    consumption: 'warning',
  });
  for (const [code, quantity] of [
    ['RM-10', '1'],
    ['RM-20', '0.5'],
  ] as const)
    put(control, 'mrp.bom.line', {
      id: id(`line_${material}_${code}`),
      'bom_id/id': bom,
      'product_id/id': id(code),
      product_qty: quantity,
    });
  put(control, 'mrp.bom.byproduct', {
    id: id(`byproduct_${material}`),
    'bom_id/id': bom,
    'product_id/id': id('BP-1'),
    product_qty: '0.1',
  });
  for (const [sequence, [name, center]] of [
    ['Mould', equipment],
    ['Pack', 'Packing'],
  ].entries())
    put(control, 'mrp.routing.workcenter', {
      id: id(`operation_${material}_${name}`),
      'bom_id/id': bom,
      'workcenter_id/id': id(center ?? 'Packing'),
      name: name ?? '',
      sequence: String(sequence + 1),
      time_mode: 'manual',
      time_cycle_manual: '0.01',
    });
}

function seedStock(control: Control): void {
  count(control, 'RM-10', 100_000);
  for (const name of COMPONENT_LOTS) {
    const lot = put(control, 'stock.lot', { id: id(`lot_${name}`), name, 'product_id/id': id('RM-20') });
    count(control, 'RM-20', 20_000, lot);
  }
}

function seedOrder(control: Control, order: DemoOrder): void {
  const [product] = control.records('product.product', [['default_code', '=', order.material]], ['id']);
  const ids = idsOf(
    control.call('mrp.production', 'create', [], {
      vals_list: [{ product_id: product?.id ?? false, product_qty: order.quantity, origin: order.equipment }],
    }),
  );
  control.call('mrp.production', 'action_confirm', ids);
  const [made] = control.records('mrp.production', [['id', 'in', ids]], ['name']);
  if (made?.name !== order.order) throw new Error(`the order is ${String(made?.name)} instead of ${order.order}`);
}
