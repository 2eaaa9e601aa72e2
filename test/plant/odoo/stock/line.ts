/** Move lines: which lot goes from where to where. Before the move is done a line reserves, afterwards it has moved stock. */
import { userError, validationError } from '../orm/error.ts';
import { boolean, char, datetime, many2many, many2one, quantity, related, selection } from '../orm/field.ts';
import { type Model, model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import type { Vals } from '../orm/value.ts';
import { isStorable, TRACKING, unitOf } from '../product/models.ts';
import { convertUnit, isZeroUnit } from '../product/uom.ts';
import { bypassesReservation } from './location.ts';
import { changeStock, type Place, reserve } from './quant.ts';
import { MOVE_STATES, refreshPicked, refreshState } from './state.ts';

/** Quantity of the line in the product's own unit. */
export const lineQuantity = (line: Rec): number =>
  convertUnit(line.num('quantity'), line.must('product_uom_id'), unitOf(line.must('product_id')), 'HALF-UP');

export const placeOf = (line: Rec, side: 'location_id' | 'location_dest_id' = 'location_id'): Place => ({
  product: line.must('product_id'),
  location: line.must(side),
  lot: line.one('lot_id'),
  pack: line.one(side === 'location_id' ? 'package_id' : 'result_package_id'),
  owner: line.one('owner_id'),
});

/** Books the line's quantity as reserved (`+1`) or frees it (`-1`). */
function bookReservation(line: Rec, sign: 1 | -1): void {
  const item = line.must('product_id');
  const amount = lineQuantity(line);
  if (!isStorable(item) || bypassesReservation(line.must('location_id')) || isZeroUnit(unitOf(item), amount)) return;
  reserve(line.env, placeOf(line), sign * amount);
}

/** Carries the stock over, or back again (`-1`). Answers with what is then free at the source. */
export function carry(line: Rec, sign: 1 | -1): number {
  const item = line.must('product_id');
  const amount = lineQuantity(line) * sign;
  if (!isStorable(item) || isZeroUnit(unitOf(item), amount)) return 0;
  const { available, inDate } = changeStock(line.env, placeOf(line), -amount);
  changeStock(line.env, placeOf(line, 'location_dest_id'), amount, inDate);
  return available;
}

const REBOOK = [
  'quantity',
  'product_uom_id',
  'location_id',
  'location_dest_id',
  'lot_id',
  'product_id',
  'package_id',
  'result_package_id',
  'owner_id',
];

const isOpen = (line: Rec): boolean => !['done', 'cancel'].includes(line.text('state'));

export const MOVE_LINE: Model = model({
  name: 'stock.move.line',
  label: 'Product Moves (Stock Move Line)',
  access: 'rwcu',
  order: 'id',
  displayName: (record) => record.one('product_id')?.displayName ?? '',
  fields: {
    move_id: many2one('stock.move', { label: 'Stock Operation' }),
    picking_id: many2one('stock.picking'),
    company_id: many2one('res.company'),
    product_id: many2one('product.product', { required: true, label: 'Product' }),
    product_uom_id: many2one('uom.uom', { required: true, label: 'Unit' }),
    quantity: quantity({ label: 'Quantity' }),
    quantity_product_uom: quantity({ compute: lineQuantity }),
    picked: boolean(),
    lot_id: many2one('stock.lot', { onDelete: 'restrict', label: 'Lot/Serial Number' }),
    lot_name: char(),
    package_id: many2one('stock.package'),
    result_package_id: many2one('stock.package'),
    owner_id: many2one('res.partner'),
    date: datetime({ required: true, default: (now) => now }),
    location_id: many2one('stock.location', { required: true }),
    location_dest_id: many2one('stock.location', { required: true }),
    state: related('move_id.state', selection(MOVE_STATES)),
    reference: related('move_id.reference', char()),
    origin: related('move_id.origin', char()),
    tracking: related('product_id.tracking', TRACKING),
    production_id: many2one('mrp.production', { readonly: true }),
    consume_line_ids: many2many('stock.move.line', { copy: false }),
    produce_line_ids: many2many('stock.move.line', { copy: false }),
  },
  prepare: (env, vals) =>
    fromMove(vals, typeof vals.move_id === 'number' ? env.browse('stock.move', vals.move_id) : undefined, env),
  check: (line) => {
    if (line.num('quantity') < 0) throw validationError('Please enter a positive quantity.');
  },
  create: (_env, vals, base) => {
    const line = base(vals);
    const move = line.one('move_id');
    if (move?.text('state') === 'done') carry(line, 1);
    else bookReservation(line, 1);
    if (move) {
      refreshPicked(move);
      refreshState(move);
    }
    return line;
  },
  write: (records, vals, base) => {
    const rebook = REBOOK.some((name) => name in vals);
    for (const line of records) beforeWrite(line, vals, rebook);
    base(vals);
    for (const line of records) afterWrite(line, vals, rebook);
  },
  unlink: (records, base) => {
    for (const line of records) if (line.one('move_id') && !isOpen(line)) throw userError(CANNOT_DELETE);
    const moves = records.flatMap((line) => line.one('move_id') ?? []);
    for (const line of records) if (line.one('move_id')) bookReservation(line, -1);
    base();
    for (const move of moves) if (move.exists) refreshState(move);
  },
});

const CANNOT_DELETE =
  'Deleting product moves after the transfer is done?\n\nThat would be like going back in time to revert all operations triggered after this move. ' +
  "Who knows what the end result would be, So let's not do it.\n\nTry changing the “done” quantity to 0 instead.";

function fromMove(vals: Vals, move: Rec | undefined, env: Rec['env']): void {
  const picking =
    move?.one('picking_id') ??
    (typeof vals.picking_id === 'number' ? env.browse('stock.picking', vals.picking_id) : undefined);
  vals.product_id ||= move?.get('product_id') ?? false;
  if (!vals.product_uom_id)
    vals.product_uom_id =
      typeof vals.product_id === 'number' ? env.browse('product.product', vals.product_id).get('uom_id') : false;
  vals.location_id ||= move?.get('location_id') ?? picking?.get('location_id') ?? false;
  vals.location_dest_id ||= move?.get('location_dest_id') ?? picking?.get('location_dest_id') ?? false;
  vals.company_id ||= env.user.get('company_id');
  if (!('picked' in vals)) vals.picked = move?.flag('picked') ?? false;
}

function beforeWrite(line: Rec, vals: Vals, rebook: boolean): void {
  if ('product_id' in vals && vals.product_id !== line.get('product_id') && line.text('state') !== 'draft')
    throw userError("Changing the product is only allowed in 'Draft' state.");
  if (typeof vals.quantity === 'number' && vals.quantity < 0 && isOpen(line))
    throw userError('Reserving a negative quantity is not allowed.');
  if (!rebook) return;
  if (line.text('state') === 'done') carry(line, -1);
  else bookReservation(line, -1);
}

function afterWrite(line: Rec, vals: Vals, rebook: boolean): void {
  const done = line.text('state') === 'done';
  if (rebook) {
    if (done) carry(line, 1);
    else bookReservation(line, 1);
  }
  const move = line.one('move_id');
  if (!move) return;
  if (vals.picked === true && !done) line.set({ date: line.env.now });
  if ('picked' in vals || 'move_id' in vals) refreshPicked(move);
  if ('quantity' in vals || 'product_uom_id' in vals) refreshState(move);
}
