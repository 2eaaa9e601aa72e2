/**
 * Master data of a small plant in Odoo, through the Erp port, so that a real and a simulated server get the same:
 * one finished good (lots), component A (kg, no lots), component B (lots), one by-product, two operations.
 */
import type { Erp, ErpCall } from '../../nodes/src/domain/ports.ts';
import { orderValues14 } from './seed14.ts';

export interface SeededPlant {
  readonly prefix: string;
  readonly fg: SeededProduct;
  /** Untracked, kilograms, 0.5 kg for each finished unit. */
  readonly rmA: SeededProduct;
  /** Lot-tracked, 2 units for each finished unit. */
  readonly rmB: SeededProduct;
  /** Untracked, kilograms, 0.1 kg for each finished unit. */
  readonly byproduct: SeededProduct;
  readonly lotsOfB: readonly [string, string];
  readonly bom: number;
  readonly workcenter: number;
  readonly stockLocation: number;
}

export interface SeededProduct {
  readonly id: number;
  readonly code: string;
  readonly externalId: string;
}

export interface SeedOptions {
  /** Odoo's own question when consumption differs from the bill of materials. */
  readonly consumption?: 'flexible' | 'warning' | 'strict';
}

/** Calls and insists: a seed that fails is a broken test bench, not an outcome. */
export async function must<T = unknown>(erp: Erp, call: ErpCall): Promise<T> {
  const answer = await erp.call(call);
  if (!answer.ok) throw new Error(`${call.model}.${call.method}: ${JSON.stringify(answer.failure)}`);
  return answer.value as T;
}

/** Creates once: a second run with the same prefix finds everything and tops the stock up. Needs an administrator. */
export async function seedPlant(erp: Erp, prefix: string, options: SeedOptions = {}): Promise<SeededPlant> {
  const id = (name: string) => `pw_${prefix.toLowerCase().replaceAll(/[^a-z0-9]/g, '_')}.${name}`;
  const old = (await majorOf(erp)) < 15;
  const calendar = await roundTheClock(erp, `${prefix} 24/7`);
  const workcenter = await loadOne(erp, 'mrp.workcenter', {
    id: id('line'),
    name: `${prefix} Line`,
    code: prefix,
    'resource_calendar_id/.id': String(calendar),
  });
  const product = async (name: string, tracking: 'lot' | 'none', unit: string): Promise<SeededProduct> => {
    const code = `${prefix}-${name.toUpperCase()}`;
    const kind = old ? { type: 'product', 'uom_po_id/id': unit } : { type: 'consu', is_storable: '1' };
    const row = { id: id(name), name: code, default_code: code, tracking, 'uom_id/id': unit, ...kind };
    return { id: await loadOne(erp, 'product.product', row), code, externalId: id(name) };
  };
  const fg = await product('fg', 'lot', 'uom.product_uom_unit');
  const rmA = await product('rma', 'none', 'uom.product_uom_kgm');
  const rmB = await product('rmb', 'lot', 'uom.product_uom_unit');
  const byproduct = await product('byp', 'none', 'uom.product_uom_kgm');
  const bom = await loadOne(erp, 'mrp.bom', {
    id: id('bom'),
    'product_tmpl_id/id': `${id('fg')}_product_template`,
    product_qty: '1',
    type: 'normal',
    consumption: options.consumption ?? 'warning',
  });
  await loadOne(erp, 'mrp.bom.line', {
    id: id('line_a'),
    'bom_id/.id': String(bom),
    'product_id/.id': String(rmA.id),
    product_qty: '0.5',
  });
  await loadOne(erp, 'mrp.bom.line', {
    id: id('line_b'),
    'bom_id/.id': String(bom),
    'product_id/.id': String(rmB.id),
    product_qty: '2',
  });
  await loadOne(erp, 'mrp.bom.byproduct', {
    id: id('line_byp'),
    'bom_id/.id': String(bom),
    'product_id/.id': String(byproduct.id),
    product_qty: '0.1',
    'product_uom_id/id': 'uom.product_uom_kgm',
  });
  for (const [sequence, name] of ['Fill', 'Pack'].entries()) {
    await loadOne(erp, 'mrp.routing.workcenter', {
      id: id(`operation_${name.toLowerCase()}`),
      'bom_id/.id': String(bom),
      'workcenter_id/.id': String(workcenter),
      name,
      sequence: String(sequence + 1),
      time_mode: 'manual',
      time_cycle_manual: '1',
    });
  }
  const [warehouse] = await must<{ lot_stock_id: [number, string] }[]>(erp, {
    model: 'stock.warehouse',
    method: 'search_read',
    args: { domain: [], fields: ['lot_stock_id'], limit: 1 },
  });
  const stockLocation = warehouse?.lot_stock_id[0] ?? 0;
  const lotsOfB = [`${prefix}-B1`, `${prefix}-B2`] as const;
  await stockUp(erp, rmA.id, stockLocation, 100_000);
  for (const [index, name] of lotsOfB.entries()) {
    const row = { id: id(`lot_b${index + 1}`), name, 'product_id/.id': String(rmB.id) };
    const lot = old
      ? await loadOne(erp, 'stock.production.lot', { ...row, 'company_id/id': 'base.main_company' })
      : await loadOne(erp, 'stock.lot', row);
    await stockUp(erp, rmB.id, stockLocation, 100_000, lot);
  }
  return { prefix, fg, rmA, rmB, byproduct, lotsOfB, bom, workcenter, stockLocation };
}

export interface SeededOrder {
  readonly id: number;
  readonly name: string;
}

/** What an order is made of. */
export type OrderedPlant = Pick<SeededPlant, 'prefix' | 'bom' | 'stockLocation'> & {
  readonly fg: { readonly id: number };
};

/** A confirmed manufacturing order of the seeded finished good; the integration user may do this. */
export async function createOrder(
  erp: Erp,
  plant: OrderedPlant,
  quantity: number,
  origin?: string,
  name?: string,
): Promise<SeededOrder> {
  const values =
    (await majorOf(erp)) < 15
      ? await orderValues14(erp, plant, quantity)
      : { product_id: plant.fg.id, bom_id: plant.bom, product_qty: quantity };
  const [id] = await must<number[]>(erp, {
    model: 'mrp.production',
    method: 'create',
    args: { vals_list: [{ ...values, origin: origin ?? plant.prefix, ...(name === undefined ? {} : { name }) }] },
  });
  if (id === undefined) throw new Error('mrp.production.create gave no id');
  await must(erp, { model: 'mrp.production', method: 'action_confirm', ids: [id] });
  if ((await majorOf(erp)) < 15) await must(erp, { model: 'mrp.production', method: 'action_assign', ids: [id] });
  const [order] = await must<{ name: string; state: string }[]>(erp, {
    model: 'mrp.production',
    method: 'read',
    ids: [id],
    args: { fields: ['name', 'state'] },
  });
  if (order?.state !== 'confirmed') throw new Error(`order ${id} is ${order?.state} instead of confirmed`);
  return { id, name: order.name };
}

async function majorOf(erp: Erp): Promise<number> {
  const profile = await erp.profile();
  if (!profile.ok) throw new Error(JSON.stringify(profile.failure));
  return profile.value.major;
}

async function roundTheClock(erp: Erp, name: string): Promise<number> {
  const [known] = await must<{ id: number }[]>(erp, {
    model: 'resource.calendar',
    method: 'search_read',
    args: { domain: [['name', '=', name]], fields: ['name'], limit: 1 },
  });
  if (known) return known.id;
  const attendance = [0, 1, 2, 3, 4, 5, 6].map((day) => [
    0,
    0,
    { name: `Day ${day}`, dayofweek: String(day), hour_from: 0, hour_to: 24, day_period: 'morning' },
  ]);
  const [id] = await must<number[]>(erp, {
    model: 'resource.calendar',
    method: 'create',
    args: { vals_list: [{ name, tz: 'UTC', attendance_ids: attendance }] },
  });
  return id ?? 0;
}

export async function loadOne(erp: Erp, model: string, row: Readonly<Record<string, string>>): Promise<number> {
  const answer = await must<{ ids: number[] | false; messages: { message: string }[] }>(erp, {
    model,
    method: 'load',
    args: { fields: Object.keys(row), data: [Object.values(row)] },
    context: { mode: 'update', noupdate: true, tz: 'UTC' },
  });
  const [id] = answer.ids || [];
  if (id === undefined) throw new Error(`${model}.load: ${JSON.stringify(answer.messages)}`);
  return id;
}

/** Absolute, as a stock count; creating such a quant is the one way that needs no inventory administrator. */
export async function stockUp(
  erp: Erp,
  product: number,
  location: number,
  quantity: number,
  lot?: number,
  /** Package or owner. */
  more: Readonly<Record<string, number>> = {},
): Promise<void> {
  // The name changed its meaning: in 14 `inventory_quantity` applies at once.
  const counted = (await majorOf(erp)) < 15 ? 'inventory_quantity' : 'inventory_quantity_auto_apply';
  const place = { product_id: product, location_id: location, ...(lot ? { lot_id: lot } : {}), ...more };
  const domain = Object.entries(place).map(([name, id]) => [name, '=', id]);
  // Odoo 19.0 takes the count out of the caller's values; the attempt it makes by itself after a serialization failure then
  // has none, answers as if all were well, and the place stays empty (measured).
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await must(erp, {
      model: 'stock.quant',
      method: 'create',
      args: { vals_list: [{ ...place, [counted]: quantity }] },
      context: { inventory_mode: true },
    });
    const quants = await must<{ quantity: number }[]>(erp, {
      model: 'stock.quant',
      method: 'search_read',
      args: { domain, fields: ['quantity'] },
    });
    if (quants.reduce((sum, quant) => sum + quant.quantity, 0) === quantity) return;
  }
  throw new Error(`the stock of product ${product} did not become ${quantity}`);
}
