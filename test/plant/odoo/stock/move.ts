/** Stock moves: demand, and through their lines what is reserved, picked and done. */
import { userError, validationError } from '../orm/error.ts';
import {
  boolean,
  char,
  date,
  datetime,
  many2many,
  many2one,
  one2many,
  quantity,
  related,
  selection,
} from '../orm/field.ts';
import { all, type Model, model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { idsOf, type Json, type Vals } from '../orm/value.ts';
import { TRACKING, trackingOf, unitOf } from '../product/models.ts';
import { compareUnit, convertUnit } from '../product/uom.ts';
import { unreserveMoves } from './assign.ts';
import { lineValues, writeQuantity } from './quantity.ts';
import { isPicked, MOVE_STATES, moveQuantity, refreshState } from './state.ts';

const lotsOf = (move: Rec): number[] => [
  ...new Set(move.many('move_line_ids').flatMap((line) => idsOf(line.get('lot_id')))),
];

/** Puts lots on the lines of a move: lines of other lots go, lines without a lot get one. */
export function writeLots(move: Rec, value: Json): void {
  const wanted = idsOf(commandIds(value, lotsOf(move)));
  const lines = move.many('move_line_ids');
  const free = lines.filter((line) => !line.get('lot_id'));
  for (const line of lines) if (line.get('lot_id') && !wanted.includes(line.num('lot_id'))) line.unlink();
  for (const lot of wanted) {
    if (lines.some((line) => line.get('lot_id') === lot)) continue;
    const line = free.shift();
    const serial = trackingOf(move.must('product_id')) === 'serial';
    if (line) line.write({ lot_id: lot, quantity: serial ? 1 : moveQuantity(move) });
    else move.env.create('stock.move.line', lineValues(move, 1, { lot_id: lot }));
  }
}

function commandIds(value: Json, present: number[]): Json {
  if (!Array.isArray(value)) return [];
  if (value.every((entry) => typeof entry === 'number')) return value;
  let ids = present;
  for (const entry of value) {
    const [code, id, list] = Array.isArray(entry) ? entry : [];
    if (code === 6) ids = idsOf(list);
    else if (code === 5) ids = [];
    else if (code === 4) ids = [...ids, ...idsOf(id)];
    else if (code === 3 || code === 2) ids = ids.filter((one) => one !== id);
  }
  return ids;
}

const reference = (move: Rec): Json =>
  move.one('scrap_id')?.get('name') ??
  (move.flag('is_inventory')
    ? move.text('inventory_name') || 'Product Quantity Updated'
    : (move.one('picking_id')?.get('name') ?? move.one('repair_id')?.get('name') ?? false));

/** The two ends of a chain know each other. */
export function linked(move: Rec, vals: Vals): Rec {
  const add = (to: Rec, field: string): void => {
    if (!to.many(field).some((known) => known.is(move))) to.set({ [field]: [...idsOf(to.get(field)), move.id] });
  };
  if (vals.move_dest_ids) for (const next of move.many('move_dest_ids')) add(next, 'move_orig_ids');
  if (vals.move_orig_ids) for (const before of move.many('move_orig_ids')) add(before, 'move_dest_ids');
  return move;
}

export const STOCK_MOVE: Model = model({
  name: 'stock.move',
  label: 'Stock Move',
  access: 'rwcu',
  order: 'sequence, id',
  displayName: (move) => {
    const code = move.one('product_id')?.text('default_code') ?? '';
    const [from, to] = [move.one('location_id')?.text('name') ?? '', move.one('location_dest_id')?.text('name') ?? ''];
    const origin = move.one('picking_id')?.text('origin') ?? '';
    return `${origin ? `${origin}/` : ''}${code ? `${code}: ` : ''}${from}>${to}`;
  },
  fields: {
    sequence: { type: 'integer', default: 10 },
    priority: selection({ 0: 'Normal', 1: 'Urgent' }, { default: '0' }),
    date: datetime({ required: true, default: (now) => now }),
    date_deadline: datetime(),
    reservation_date: date({ copy: false }),
    company_id: many2one('res.company', { required: true }),
    product_id: many2one('product.product', { required: true, label: 'Product' }),
    product_tmpl_id: related('product_id.product_tmpl_id', many2one('product.template')),
    product_uom: many2one('uom.uom', { required: true, label: 'Unit' }),
    product_uom_qty: quantity({ required: true, default: 0, label: 'Demand' }),
    product_qty: quantity({
      compute: (move) =>
        convertUnit(move.num('product_uom_qty'), move.must('product_uom'), unitOf(move.must('product_id')), 'HALF-UP'),
    }),
    quantity: {
      type: 'float',
      digits: 'Product Unit',
      label: 'Quantity',
      compute: moveQuantity,
      inverse: (move, value) => writeQuantity(move, Number(value)),
    },
    picked: boolean({
      stored: true,
      copy: false,
      compute: isPicked,
      inverse: (move, value) => {
        for (const line of move.many('move_line_ids')) if (line.flag('picked') !== value) line.write({ picked: value });
      },
    }),
    location_id: many2one('stock.location', { required: true }),
    location_dest_id: many2one('stock.location', { required: true }),
    location_final_id: many2one('stock.location'),
    state: selection(MOVE_STATES, { default: 'draft', readonly: true, copy: false }),
    origin: char(),
    reference: char({ compute: reference }),
    procure_method: selection(
      { make_to_stock: 'Default: Take From Stock', make_to_order: 'Advanced: Apply Procurement Rules' },
      { required: true, default: 'make_to_stock' },
    ),
    picking_id: many2one('stock.picking'),
    picking_type_id: many2one('stock.picking.type'),
    warehouse_id: many2one('stock.warehouse'),
    scrap_id: many2one('stock.scrap'),
    is_inventory: boolean(),
    inventory_name: char({ readonly: true }),
    origin_returned_move_id: many2one('stock.move', { copy: false }),
    to_refund: boolean({ copy: true }),
    additional: boolean({ copy: false }),
    has_tracking: related('product_id.tracking', TRACKING),
    is_storable: related('product_id.is_storable', boolean()),
    move_line_ids: one2many('stock.move.line', 'move_id'),
    lot_ids: many2many('stock.lot', { compute: lotsOf, inverse: writeLots }),
    move_orig_ids: many2many('stock.move', { copy: false }),
    move_dest_ids: many2many('stock.move', { copy: false }),
  },
  prepare: (env, vals) => {
    if (typeof vals.product_id === 'number' && !vals.product_uom)
      vals.product_uom = env.browse('product.product', vals.product_id).get('uom_id');
    vals.company_id ||= env.user.get('company_id');
  },
  create: (_env, vals, base) => linked(base(vals), vals),
  write: writeMoves,
  unlink: (records, base) => {
    for (const move of records)
      if (!['draft', 'cancel'].includes(move.text('state')))
        throw userError('You can only delete draft or cancelled moves.');
    for (const move of records) for (const line of move.many('move_line_ids')) line.unlink();
    base();
  },
  methods: { do_unreserve: all(() => true) },
});

/** A changed demand gives back what is reserved above it; more demand leaves an open rest. */
export function writeMoves(records: Rec[], vals: Vals, base: (vals: Vals) => void): void {
  if (typeof vals.quantity === 'number' && vals.quantity < 0)
    throw validationError('Please enter a positive quantity.');
  for (const move of records)
    if ('quantity' in vals && move.text('state') === 'cancel')
      throw userError('You cannot change a cancelled stock move, create a new line instead.');
  if (typeof vals.product_uom_qty === 'number') {
    for (const move of records) {
      const open = !['draft', 'done', 'cancel'].includes(move.text('state'));
      if (!open || move.env.context.do_not_unreserve === true) continue;
      if (compareUnit(move.must('product_uom'), moveQuantity(move), vals.product_uom_qty) > 0) unreserveMoves([move]);
    }
  }
  base(vals);
  if (vals.state === 'done')
    for (const move of records) for (const line of move.many('move_line_ids')) line.set({ picked: true });
  if ('product_uom_qty' in vals)
    for (const move of records) if (move.env.context.do_not_unreserve !== true) refreshState(move);
}
