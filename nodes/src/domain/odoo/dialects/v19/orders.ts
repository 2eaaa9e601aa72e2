/** Manufacturing orders of Odoo 19. */
import { z } from 'zod';
import { type Erp, fail, ok, type Result } from '../../../ports.ts';
import { type Amount, toFloat } from '../../amount.ts';
import type { Ending, OrderDocument } from '../../dialect.ts';
import { act, type Domain, decimal, one, oneOrNone, rows } from '../../rows.ts';
import { odooTime } from '../../time.ts';
import { isPartOf } from '../naming.ts';

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
  lot_producing_ids: z.array(z.number()),
  production_group_id: oneOrNone,
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
  lots: order.lot_producing_ids,
  group: order.production_group_id,
  sequence: order.backorder_sequence,
  consumption: order.consumption,
  source: order.location_src_id,
  destination: order.location_dest_id,
  workOrders: order.workorder_ids,
});

export async function findOrders(erp: Erp, name: string): Promise<Result<OrderDocument[]>> {
  const found = await read(erp, ['|', ['name', '=', name], ['name', '=like', `${name}-%`]]);
  if (!found.ok) return found;
  // `=like` reads `_` as "any character"; the exact shape of a split name is checked here.
  return ok(found.value.filter((order) => order.name === name || isPartOf(order.name, name)));
}

export const ordersOfGroup = (erp: Erp, group: number): Promise<Result<OrderDocument[]>> =>
  read(erp, [['production_group_id', '=', group]]);

/** Lots of units that were taken back go with them: Odoo counts serial numbers as units made. */
export const namesLots = (quantity: Amount, lots: readonly number[]): boolean => lots.length > 0 || quantity.isZero();

export const setProducing = (erp: Erp, order: OrderDocument, quantity: Amount, lots: readonly number[]) =>
  act(
    erp,
    MODEL,
    'write',
    [order.id],
    {
      vals: {
        qty_producing: toFloat(quantity),
        ...(namesLots(quantity, lots) ? { lot_producing_ids: [[6, 0, lots]] } : {}),
      },
    },
    { repeatable: true },
  );

/** Scales components and by-products that nobody recorded; recorded ones stay (Odoo 19.0, measured). */
export const backflush = (erp: Erp, order: OrderDocument) =>
  act(erp, MODEL, 'set_qty_producing', [order.id], {}, { repeatable: true });

/** The field itself may be written and leaves the components behind; the dialog's model rescales them. */
export async function raiseOrdered(erp: Erp, order: OrderDocument, quantity: Amount): Promise<Result<unknown>> {
  const dialog = await erp.call({
    model: 'change.production.qty',
    method: 'create',
    args: { vals_list: [{ mo_id: order.id, product_qty: toFloat(quantity) }] },
    repeatable: true,
  });
  if (!dialog.ok) return dialog;
  const id = z.array(z.number()).min(1).safeParse(dialog.value).data?.[0];
  if (id === undefined) return fail(noDialog(order));
  return act(erp, 'change.production.qty', 'change_prod_qty', [id], {}, { repeatable: true });
}

/** A work order that never started gets end = start = now from Odoo; its start is the plant's time instead. */
export async function startWorkOrders(erp: Erp, order: OrderDocument, at: string): Promise<Result<unknown>> {
  const unstarted = await rows(erp, {
    model: 'mrp.workorder',
    row: z.object({ id: z.number() }),
    domain: [
      ['production_id', '=', order.id],
      ['date_start', '=', false],
      ['state', 'not in', ['done', 'cancel']],
    ],
  });
  if (!unstarted.ok || unstarted.value.length === 0) return unstarted;
  const ids = unstarted.value.map((workOrder) => workOrder.id);
  return act(erp, 'mrp.workorder', 'write', ids, { vals: { date_start: odooTime(at) } }, { repeatable: true });
}

export const markDone = (erp: Erp, order: OrderDocument, ending: Ending) =>
  act(
    erp,
    MODEL,
    'button_mark_done',
    [order.id],
    {},
    {
      context: {
        skip_backorder: true,
        ...(ending.backorder ? { mo_ids_to_backorder: [order.id] } : {}),
        ...(ending.acceptConsumption ? { skip_consumption: true } : {}),
      },
    },
  );

export const cancelOrder = (erp: Erp, order: OrderDocument) =>
  act(erp, MODEL, 'action_cancel', [order.id], {}, { repeatable: true });

const noDialog = (order: OrderDocument) => ({
  code: 'odoo-answer-unreadable',
  class: 'business' as const,
  attempted: 'change the ordered quantity',
  on: order.name,
  reason: 'Odoo made no dialog record',
  nextStep: 'Report it with the version of Odoo.',
});
