/** Quotations and sales orders, with what Odoo 19 does when one is confirmed or promised for another day (measured). */
import type { Environment } from '../orm/environment.ts';
import { userError } from '../orm/error.ts';
import {
  boolean,
  char,
  date,
  datetime,
  float,
  integer,
  many2many,
  many2one,
  one2many,
  quantity,
  related,
  selection,
} from '../orm/field.ts';
import { all, each, type Model, model, silently } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { roundTo, type Vals } from '../orm/value.ts';
import { confirmMoves } from '../stock/assign.ts';
import { cancelMoves } from '../stock/done.ts';
import { moveQuantity } from '../stock/state.ts';

const STATES = selection(
  { draft: 'Quotation', sent: 'Quotation Sent', sale: 'Sales Order', cancel: 'Cancelled' },
  { default: 'draft', readonly: true, copy: false },
);

const isOpen = (move: Rec): boolean => !['done', 'cancel'].includes(move.text('state'));
const movesOf = (record: Rec): Rec[] => record.many('order_line').flatMap((line) => line.many('move_ids'));
const untaxed = (record: Rec): number =>
  roundTo(
    record.many('order_line').reduce((sum, line) => sum + line.num('product_uom_qty') * line.num('price_unit'), 0),
    2,
  );

const order: Model = model({
  name: 'sale.order',
  label: 'Sales Order',
  access: 'rwc',
  order: 'date_order desc, id desc',
  fields: {
    name: char({ copy: false }),
    state: STATES,
    partner_id: many2one('res.partner', { required: true }),
    client_order_ref: char({ copy: false }),
    origin: char(),
    date_order: datetime({ default: (now) => now }),
    validity_date: date({
      default: (now) => new Date(Date.parse(now.slice(0, 10)) + 2_592_000_000).toISOString().slice(0, 10),
    }),
    commitment_date: datetime({ copy: false }),
    company_id: many2one('res.company', { required: true }),
    user_id: many2one('res.users'),
    currency_id: many2one('res.currency', { default: 1 }),
    locked: boolean(),
    order_line: one2many('sale.order.line', 'order_id'),
    amount_untaxed: float({ compute: untaxed }),
    amount_total: float({ compute: untaxed }),
    picking_ids: many2many('stock.picking', {
      compute: (record) => [...new Set(movesOf(record).flatMap((move) => move.one('picking_id')?.id ?? []))],
    }),
  },
  prepare: (env, vals) => {
    vals.company_id ||= env.user.get('company_id');
    vals.user_id ??= env.uid;
  },
  create: (_env, vals, base) => {
    const record = base(vals);
    if (!record.text('name')) record.set({ name: `S${String(record.id).padStart(5, '0')}` });
    return record;
  },
  // The deadline of what is open follows, the day on which it is planned does not.
  write: (records, vals, base) => {
    base(vals);
    if (!('commitment_date' in vals)) return;
    for (const record of records)
      for (const move of movesOf(record).filter(isOpen)) move.write({ date_deadline: record.get('commitment_date') });
  },
  methods: {
    action_quotation_sent: silently((record) => {
      if (record.text('state') !== 'draft') throw userError('Only draft orders can be marked as sent directly.');
      record.set({ state: 'sent' });
    }),
    action_confirm: all((records) => {
      if (records.some((record) => !['draft', 'sent'].includes(record.text('state'))))
        throw userError('Some orders are not in a state requiring confirmation.');
      for (const record of records) {
        record.write({ date_order: record.env.now });
        record.set({ state: 'sale' });
        deliver(record);
      }
      return true;
    }),
    action_cancel: each((record) => {
      cancelMoves(movesOf(record).filter(isOpen));
      record.set({ state: 'cancel' });
    }),
    action_draft: each((record) => {
      if (['cancel', 'sent'].includes(record.text('state'))) record.set({ state: 'draft' });
    }),
    activity_schedule: all(() => true, ['**kwargs']),
  },
});

/** One delivery for the whole order, on the day that was promised. */
function deliver(record: Rec): void {
  const { env } = record;
  const lines = record.many('order_line').filter((line) => line.one('product_id')?.text('type') === 'consu');
  const [type] = env.search('stock.picking.type', [['code', '=', 'outgoing']]);
  if (lines.length === 0 || !type) return;
  const day = record.get('commitment_date') || env.now;
  const picking = env.create('stock.picking', {
    picking_type_id: type.id,
    partner_id: record.get('partner_id'),
    origin: record.get('name'),
    scheduled_date: day,
  });
  confirmMoves(lines.map((line) => moveOf(env, line, picking, day)));
}

function moveOf(env: Environment, line: Rec, picking: Rec, day: Vals[string]): Rec {
  return env.create('stock.move', {
    product_id: line.get('product_id'),
    product_uom: line.get('product_uom_id'),
    product_uom_qty: line.get('product_uom_qty'),
    picking_id: picking.id,
    picking_type_id: picking.get('picking_type_id'),
    location_id: picking.get('location_id'),
    location_dest_id: picking.get('location_dest_id'),
    origin: picking.get('origin'),
    sale_line_id: line.id,
    date: day,
    date_deadline: day,
  });
}

const delivered = (line: Rec): number =>
  line
    .many('move_ids')
    .filter((move) => move.text('state') === 'done')
    .reduce((sum, move) => sum + moveQuantity(move), 0);

const KINDS = { line_section: 'Section', line_subsection: 'Subsection', line_note: 'Note' };

const orderLine: Model = model({
  name: 'sale.order.line',
  label: 'Sales Order Line',
  access: 'rwc',
  order: 'order_id, sequence, id',
  fields: {
    order_id: many2one('sale.order', { required: true, onDelete: 'cascade' }),
    sequence: integer({ default: 10 }),
    display_type: selection(KINDS),
    name: char(),
    product_id: many2one('product.product'),
    product_uom_qty: quantity({ required: true, default: 1 }),
    product_uom_id: many2one('uom.uom'),
    price_unit: float(),
    qty_delivered: quantity({ compute: delivered }),
    state: related('order_id.state', STATES),
    move_ids: one2many('stock.move', 'sale_line_id'),
  },
  prepare: (env, vals) => {
    if (typeof vals.product_id !== 'number') return;
    const product = env.browse('product.product', vals.product_id);
    vals.product_uom_id ||= product.get('uom_id');
    vals.name ||= product.displayName;
    // Only where the column is missing altogether: an empty cell beside others is the price 0.
    vals.price_unit ??= product.get('list_price');
  },
});

export const SALE_MODELS = [order, orderLine];
