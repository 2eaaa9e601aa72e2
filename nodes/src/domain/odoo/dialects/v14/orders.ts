/** Manufacturing orders of Odoo 14; calls that are the same in 19 come from there. */
import { z } from 'zod';
import { type Erp, ok, type Result } from '../../../ports.ts';
import { type Amount, toFloat } from '../../amount.ts';
import type { OrderDocument } from '../../dialect.ts';
import { act, type Domain, decimal, one, oneOrNone, rows } from '../../rows.ts';
import { isPartOf } from '../naming.ts';
import { namesLots } from '../v19/orders.ts';

const MODEL = 'mrp.production';

const row = z.object({
  id: z.number(),
  name: z.string(),
  state: z.enum(['draft', 'confirmed', 'progress', 'to_close', 'done', 'cancel']),
  product_id: one,
  product_uom_id: one,
  product_qty: decimal,
  qty_producing: decimal,
  qty_produced: decimal,
  lot_producing_id: oneOrNone,
  procurement_group_id: oneOrNone,
  backorder_sequence: z.number(),
  consumption: z.enum(['flexible', 'warning', 'strict']),
  location_src_id: one,
  location_dest_id: one,
  workorder_ids: z.array(z.number()),
});

async function read(erp: Erp, domain: Domain): Promise<Result<OrderDocument[]>> {
  const found = await rows(erp, { model: MODEL, row, domain, order: 'backorder_sequence, id' });
  return found.ok ? ok(found.value.map(document)) : found;
}

const document = (order: z.output<typeof row>): OrderDocument => ({
  id: order.id,
  name: order.name,
  state: order.state,
  product: order.product_id,
  unit: order.product_uom_id,
  ordered: order.product_qty,
  producing: order.qty_producing,
  produced: order.qty_produced,
  lots: order.lot_producing_id === undefined ? [] : [order.lot_producing_id],
  group: order.procurement_group_id,
  sequence: order.backorder_sequence,
  consumption: order.consumption,
  source: order.location_src_id,
  destination: order.location_dest_id,
  workOrders: order.workorder_ids,
});

export async function findOrders(erp: Erp, name: string): Promise<Result<OrderDocument[]>> {
  const found = await read(erp, ['|', ['name', '=', name], ['name', '=like', `${name}-%`]]);
  if (!found.ok) return found;
  return ok(found.value.filter((order) => order.name === name || isPartOf(order.name, name)));
}

export const ordersOfGroup = (erp: Erp, group: number): Promise<Result<OrderDocument[]>> =>
  read(erp, [['procurement_group_id', '=', group]]);

export const setProducing = (erp: Erp, order: OrderDocument, quantity: Amount, lots: readonly number[]) =>
  act(
    erp,
    MODEL,
    'write',
    [order.id],
    {
      vals: {
        qty_producing: toFloat(quantity),
        ...(namesLots(quantity, lots) ? { lot_producing_id: lots[0] ?? false } : {}),
      },
    },
    { repeatable: true },
  );
