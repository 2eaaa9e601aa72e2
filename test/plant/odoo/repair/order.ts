/** Repairs, with the traps of Odoo 19: parts that nobody picked are cancelled in silence when the repair ends. */
import { userError } from '../orm/error.ts';
import { boolean, char, html, many2one, one2many, quantity, selection } from '../orm/field.ts';
import { each, model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { confirmMoves } from '../stock/assign.ts';
import { cancelMoves, completeMoves } from '../stock/done.ts';
import { lineValues } from '../stock/quantity.ts';

const STATES = {
  draft: 'New',
  confirmed: 'Confirmed',
  under_repair: 'Under Repair',
  done: 'Repaired',
  cancel: 'Cancelled',
};

export const REPAIR_MOVE_FIELDS = {
  repair_id: many2one('repair.order', { onDelete: 'cascade' }),
  repair_line_type: selection({ add: 'Add', remove: 'Remove', recycle: 'Recycle' }),
};

/** A part that is named without places takes those of its repair. */
export function placePart(repair: Rec, type: unknown): { location_id: number; location_dest_id: number } {
  const { env } = repair;
  const place = (usage: string) => env.search('stock.location', [['usage', '=', usage]], 'id')[0]?.id ?? 0;
  const store = repair.num('location_id');
  if (type === 'add') return { location_id: store, location_dest_id: place('production') };
  return { location_id: place('production'), location_dest_id: type === 'recycle' ? store : place('inventory') };
}

function end(record: Rec): void {
  if (record.text('state') !== 'under_repair')
    throw userError('Repair must be under repair in order to end reparation.');
  const parts = record.many('move_ids').filter((move) => move.text('state') !== 'cancel');
  const isAnyPicked = parts.some((move) => move.flag('picked'));
  const chosen = parts.filter((move) => !isAnyPicked || move.flag('picked'));
  cancelMoves(parts.filter((move) => !chosen.includes(move)));
  for (const move of chosen) if (!move.flag('picked')) move.write({ picked: true });
  const product = record.env.create('stock.move', {
    product_id: record.get('product_id'),
    product_uom_qty: record.get('product_qty'),
    location_id: record.get('product_location_src_id'),
    location_dest_id: record.get('product_location_dest_id'),
    origin: record.get('name'),
    repair_id: record.id,
  });
  confirmMoves([product]);
  for (const reserved of product.many('move_line_ids')) reserved.unlink();
  const own = record.env.create('stock.move.line', {
    ...lineValues(product, record.num('product_qty'), { lot_id: record.get('lot_id') }),
    picked: true,
  });
  const lines = completeMoves(chosen).flatMap((move) => move.many('move_line_ids'));
  completeMoves([product]);
  own.set({ consume_line_ids: lines.map(({ id }) => id) });
  for (const line of lines) line.set({ produce_line_ids: [own.id] });
  record.set({ state: 'done', move_id: product.id });
}

const order = model({
  name: 'repair.order',
  label: 'Repair Order',
  access: 'rwcu',
  order: 'priority desc, create_date desc',
  fields: {
    name: char({ readonly: true, copy: false }),
    state: selection(STATES, { default: 'draft', readonly: true, copy: false }),
    priority: selection({ 0: 'Normal', 1: 'Urgent' }, { default: '0' }),
    product_id: many2one('product.product'),
    product_qty: quantity({ default: 1 }),
    lot_id: many2one('stock.lot'),
    partner_id: many2one('res.partner'),
    under_warranty: boolean(),
    internal_notes: html(),
    location_id: many2one('stock.location', { required: true }),
    product_location_src_id: many2one('stock.location', { required: true }),
    product_location_dest_id: many2one('stock.location', { required: true }),
    move_id: many2one('stock.move', { readonly: true }),
    move_ids: one2many('stock.move', 'repair_id'),
  },
  prepare: (env, vals) => {
    const stock = env.search('stock.warehouse')[0]?.get('lot_stock_id') ?? false;
    vals.location_id ||= stock;
    vals.product_location_src_id ||= stock;
    vals.product_location_dest_id ||= vals.product_location_src_id;
  },
  create: (_env, vals, base) => {
    const record = base(vals);
    record.set({ name: `WH/RO/${String(record.id).padStart(5, '0')}` });
    return record;
  },
  methods: {
    action_validate: each((record) => {
      if (record.text('state') !== 'draft') return;
      confirmMoves(record.many('move_ids').filter((move) => move.text('state') === 'draft'));
      record.set({ state: 'confirmed' });
    }),
    action_repair_start: each((record) => {
      if (!['draft', 'confirmed'].includes(record.text('state')))
        throw userError('You cannot start a repair that is not confirmed.');
      record.set({ state: 'under_repair' });
    }),
    action_repair_end: each(end),
    action_repair_cancel: each((record) => {
      if (record.text('state') === 'done')
        throw userError("You cannot cancel a Repair Order that's already been completed");
      cancelMoves(record.many('move_ids'));
      record.set({ state: 'cancel' });
    }),
  },
});

export const REPAIR_MODELS = [order];
