/** Purchase orders and what of them is received, with what Odoo 19 does when an ordered quantity changes (measured). */
import { invoiced } from '../account/move.ts';
import type { Environment } from '../orm/environment.ts';
import { userError } from '../orm/error.ts';
import {
  boolean,
  char,
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
import { each, type Model, model, silently } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import type { Json, Vals } from '../orm/value.ts';
import { convertUnit } from '../product/uom.ts';
import { assignMoves, confirmMoves } from '../stock/assign.ts';
import { cancelMoves } from '../stock/done.ts';
import { moveQuantity } from '../stock/state.ts';

const STATES = {
  draft: 'RFQ',
  sent: 'RFQ Sent',
  'to approve': 'To Approve',
  purchase: 'Purchase Order',
  cancel: 'Cancelled',
};

const isIncoming = (move: Rec): boolean => move.must('location_id').text('usage') === 'supplier';
const isOpen = (move: Rec): boolean => !['done', 'cancel'].includes(move.text('state'));
const openMoves = (line: Rec): Rec[] => line.many('move_ids').filter((move) => isOpen(move) && isIncoming(move));

const inLineUnit = (line: Rec, move: Rec, value: number): number =>
  convertUnit(value, move.must('product_uom'), line.must('product_uom_id'), 'HALF-UP');

function received(line: Rec): number {
  const done = line.many('move_ids').filter((move) => move.text('state') === 'done');
  const signed = done.map((move) => (isIncoming(move) ? 1 : -1) * inLineUnit(line, move, moveQuantity(move)));
  return signed.reduce((sum, value) => sum + value, 0);
}

function pickingsOf(order: Rec): number[] {
  const moves = order.many('order_line').flatMap((line) => line.many('move_ids'));
  return [...new Set(moves.flatMap((move) => move.one('picking_id')?.id ?? []))].sort((a, b) => b - a);
}

function receiptStatus(order: Rec): Json {
  const pickings = order.many('picking_ids').filter((one) => one.text('state') !== 'cancel');
  if (pickings.length === 0) return false;
  const done = pickings.filter((one) => one.text('state') === 'done');
  if (done.length === pickings.length) return 'full';
  return done.length > 0 ? 'partial' : 'pending';
}

const order: Model = model({
  name: 'purchase.order',
  label: 'Purchase Order',
  access: 'rwcu',
  order: 'priority desc, id desc',
  fields: {
    name: char({ copy: false }),
    priority: selection({ 0: 'Normal', 1: 'Urgent' }, { default: '0' }),
    state: selection(STATES, { default: 'draft', readonly: true, copy: false }),
    partner_id: many2one('res.partner', { required: true }),
    partner_ref: char({ copy: false }),
    origin: char(),
    date_order: datetime({ default: (now) => now }),
    company_id: many2one('res.company', { required: true }),
    user_id: many2one('res.users'),
    acknowledged: boolean({ copy: false }),
    currency_id: many2one('res.currency', { required: true, default: 1 }),
    order_line: one2many('purchase.order.line', 'order_id'),
    picking_ids: many2many('stock.picking', { compute: pickingsOf }),
    receipt_status: selection(
      { pending: 'Not Received', partial: 'Partially', full: 'Fully' },
      { compute: receiptStatus },
    ),
  },
  prepare: (env, vals) => {
    if (!('user_id' in vals)) vals.user_id = env.uid;
    vals.company_id ||= env.user.get('company_id');
  },
  create: (_env, vals, base) => {
    const record = base(vals);
    if (!record.text('name')) record.set({ name: `P${String(record.id).padStart(5, '0')}` });
    return record;
  },
  methods: {
    button_confirm: each((record) => {
      if (!['draft', 'sent'].includes(record.text('state'))) return;
      record.set({ state: 'purchase' });
      for (const line of record.many('order_line')) expect(line, line.num('product_qty'));
    }),
    // Accepted after a receipt, too (measured on 19.0); 14 refuses.
    button_cancel: silently((record) => {
      for (const line of record.many('order_line')) cancelMoves(openMoves(line));
      record.set({ state: 'cancel' });
    }),
    button_draft: each((record) => {
      if (record.text('state') === 'cancel') record.set({ state: 'draft' });
    }),
  },
});

/** A move of its own on the open receipt, or on a new one. */
function expect(line: Rec, amount: number): void {
  const { env } = line;
  const owner = line.must('order_id');
  const receipt = openReceipt(env, owner);
  const move = env.create('stock.move', {
    product_id: line.get('product_id'),
    product_uom: line.get('product_uom_id'),
    product_uom_qty: amount,
    picking_id: receipt.id,
    picking_type_id: receipt.get('picking_type_id'),
    location_id: receipt.get('location_id'),
    location_dest_id: receipt.get('location_dest_id'),
    origin: owner.get('name'),
    purchase_line_id: line.id,
    date: line.get('date_planned') || env.now,
    date_deadline: line.get('date_planned'),
  });
  confirmMoves([move]);
}

function openReceipt(env: Environment, owner: Rec): Rec {
  const known = owner
    .many('picking_ids')
    .find(
      (one) => !['done', 'cancel'].includes(one.text('state')) && one.must('location_id').text('usage') === 'supplier',
    );
  if (known) return known;
  const [type] = env.search('stock.picking.type', [['code', '=', 'incoming']]);
  return env.create('stock.picking', {
    picking_type_id: type?.id ?? false,
    partner_id: owner.get('partner_id'),
    origin: owner.get('name'),
  });
}

const purchaseLine: Model = model({
  name: 'purchase.order.line',
  label: 'Purchase Order Line',
  access: 'rwcu',
  order: 'order_id, sequence, id',
  fields: {
    order_id: many2one('purchase.order', { required: true, onDelete: 'cascade' }),
    sequence: integer({ default: 10 }),
    name: char(),
    product_id: many2one('product.product'),
    product_qty: quantity({ required: true, default: 1 }),
    product_uom_id: many2one('uom.uom'),
    price_unit: float({ default: 0 }),
    date_planned: datetime(),
    qty_received: quantity({ compute: received }),
    qty_invoiced: quantity({ compute: invoiced }),
    discount: float({ default: 0 }),
    state: related('order_id.state', selection(STATES)),
    move_ids: one2many('stock.move', 'purchase_line_id'),
  },
  prepare: (env, vals) => {
    if (typeof vals.product_id !== 'number') return;
    const product = env.browse('product.product', vals.product_id);
    vals.product_uom_id ||= product.get('uom_id');
    vals.name ||= product.displayName;
  },
  write: (records, vals, base) => {
    const before = records.map((line) => line.num('product_qty'));
    base(vals);
    for (const [at, line] of records.entries())
      if (line.text('state') === 'purchase') follow(line, before[at] ?? 0, vals);
  },
  unlink: (records, base) => {
    if (records.some((line) => line.text('state') === 'purchase'))
      throw userError('Cannot delete a purchase order line which is in state "Purchase Order".');
    base();
  },
});

/** The receipt follows the line: more becomes a further move, less lowers what is open or not; the date is a deadline. */
function follow(line: Rec, before: number, vals: Vals): void {
  if ('date_planned' in vals)
    for (const move of openMoves(line)) move.write({ date_deadline: line.get('date_planned') });
  const change = line.num('product_qty') - before;
  if (!('product_qty' in vals) || change === 0) return;
  if (change > 0) {
    expect(line, change);
    return;
  }
  // Without another date in the same change Odoo 19 leaves the receipt as it is and plans a return of the difference.
  if (!('date_planned' in vals)) {
    giveBack(line, -change);
    return;
  }
  let less = -change;
  for (const move of openMoves(line).reverse()) {
    const taken = Math.min(less, move.num('product_uom_qty'));
    less -= taken;
    const left = move.num('product_uom_qty') - taken;
    for (const reserved of move.many('move_line_ids')) if (!reserved.flag('picked')) reserved.unlink();
    if (left === 0) cancelMoves([move]);
    else {
      move.write({ product_uom_qty: left });
      assignMoves([move]);
    }
  }
  if (less > 0) giveBack(line, less);
}

/** A return to the vendor that nobody asked for, also of goods that never came (measured on 19.0; 14 refuses or does nothing). */
function giveBack(line: Rec, amount: number): void {
  const { env } = line;
  const owner = line.must('order_id');
  const [type] = env.search('stock.picking.type', [['code', '=', 'outgoing']]);
  const [vendors] = env.search('stock.location', [['usage', '=', 'supplier']]);
  const back = env.create('stock.picking', {
    picking_type_id: type?.id ?? false,
    location_dest_id: vendors?.id ?? false,
    partner_id: owner.get('partner_id'),
    origin: owner.get('name'),
  });
  const move = env.create('stock.move', {
    product_id: line.get('product_id'),
    product_uom: line.get('product_uom_id'),
    product_uom_qty: amount,
    picking_id: back.id,
    location_id: back.get('location_id'),
    location_dest_id: back.get('location_dest_id'),
    purchase_line_id: line.id,
  });
  confirmMoves([move]);
}

export const PURCHASE_MODELS = [order, purchaseLine];
