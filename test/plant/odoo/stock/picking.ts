/** Transfers: confirming, reserving and validating them, with a backorder for what was not moved. */
import { nextOf } from '../base/sequence.ts';
import type { Environment } from '../orm/environment.ts';
import { userError } from '../orm/error.ts';
import { boolean, char, datetime, many2one, one2many, selection } from '../orm/field.ts';
import { all, each, type Model, model, silently } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { idsOf, type Json, type Vals } from '../orm/value.ts';
import { copyValues } from '../orm/write.ts';
import { compareUnit } from '../product/uom.ts';
import { assignMoves, confirmMoves, triggerAssign, unreserveMoves } from './assign.ts';
import { cancelMoves, completeMoves } from './done.ts';
import { MOVE_LINE } from './line.ts';
import { moveQuantity, pickedQuantity } from './state.ts';

const STATES = {
  draft: 'Draft',
  waiting: 'Waiting Another Operation',
  confirmed: 'Waiting',
  assigned: 'Ready',
  done: 'Done',
  cancel: 'Cancelled',
};

const isOpen = (move: Rec): boolean => !['done', 'cancel'].includes(move.text('state'));
const openMoves = (picking: Rec): Rec[] => picking.many('move_ids').filter(isOpen);

function stateOf(picking: Rec): string {
  const states = picking.many('move_ids').map((move) => move.text('state'));
  if (states.length === 0 || states.includes('draft')) return 'draft';
  if (states.every((state) => state === 'cancel')) return 'cancel';
  if (states.every((state) => state === 'cancel' || state === 'done')) return 'done';
  const open = states.filter((state) => state !== 'done' && state !== 'cancel');
  if (open.some((state) => state === 'assigned' || state === 'partially_available')) return 'assigned';
  return open.includes('waiting') ? 'waiting' : 'confirmed';
}

export const picking: Model = model({
  name: 'stock.picking',
  label: 'Transfer',
  access: 'rwcu',
  order: 'priority desc, scheduled_date asc, id desc',
  fields: {
    name: char({ readonly: true, copy: false }),
    origin: char(),
    note: char(),
    priority: selection({ 0: 'Normal', 1: 'Urgent' }, { default: '0' }),
    state: selection(STATES, { compute: stateOf }),
    partner_id: many2one('res.partner'),
    company_id: many2one('res.company'),
    picking_type_id: many2one('stock.picking.type', { required: true }),
    location_id: many2one('stock.location', { required: true }),
    location_dest_id: many2one('stock.location', { required: true }),
    scheduled_date: datetime({ default: (now) => now }),
    date_done: datetime({ copy: false, readonly: true }),
    backorder_id: many2one('stock.picking', { copy: false }),
    return_id: many2one('stock.picking', { copy: false }),
    backorder_ids: one2many('stock.picking', 'backorder_id'),
    move_ids: one2many('stock.move', 'picking_id'),
    move_line_ids: one2many('stock.move.line', 'picking_id'),
    is_locked: boolean({ default: true }),
  },
  prepare: (env, vals) => {
    const type =
      typeof vals.picking_type_id === 'number' ? env.browse('stock.picking.type', vals.picking_type_id) : undefined;
    vals.location_id ||= type?.get('default_location_src_id') ?? false;
    vals.location_dest_id ||= type?.get('default_location_dest_id') ?? false;
    vals.company_id ||= env.user.get('company_id');
    if (type && (!vals.name || vals.name === '/')) vals.name = nextOf(type.must('sequence_id'));
  },
  create: (env, vals, base) => {
    const record = base(vals);
    for (const move of record.many('move_ids')) inherit(record, move);
    return env.browse('stock.picking', record.id);
  },
  write: (records, vals, base) => {
    base(vals);
    if (vals.move_ids) for (const record of records) for (const move of record.many('move_ids')) inherit(record, move);
  },
  unlink: (records, base) => {
    for (const record of records) cancelMoves(openMoves(record));
    base();
  },
  methods: {
    action_confirm: each((record) =>
      confirmMoves(record.many('move_ids').filter((move) => move.text('state') === 'draft')),
    ),
    action_assign: each((record) => {
      confirmMoves(record.many('move_ids').filter((move) => move.text('state') === 'draft'));
      if (openMoves(record).length === 0) throw userError('Nothing to check the availability for.');
      assignMoves(openMoves(record));
    }),
    do_unreserve: silently((record) => unreserveMoves(openMoves(record))),
    action_cancel: each((record) => cancelMoves(openMoves(record))),
    button_validate: all((records, _args, env) => validate(env, records)),
  },
});

/** A move of a transfer takes its operation type and the places it does not name. */
function inherit(record: Rec, move: Rec): void {
  if (!move.get('picking_type_id')) move.set({ picking_type_id: record.get('picking_type_id') });
}

function validate(env: Environment, records: readonly Rec[]): Json {
  const todo = records.filter((record) => !['done', 'cancel'].includes(stateOf(record)));
  for (const record of todo) {
    if (record.many('move_ids').length === 0 && record.many('move_line_ids').length === 0)
      throw userError('Please add some items to move.');
    confirmMoves(record.many('move_ids').filter((move) => move.text('state') === 'draft'));
    const moves = openMoves(record);
    if (moves.every((move) => moveQuantity(move) === 0))
      throw userError(
        'You cannot validate a transfer if no quantities are reserved. To force the transfer, encode quantities.',
      );
    if (moves.every((move) => !move.flag('picked')))
      for (const move of moves) if (moveQuantity(move) > 0) move.write({ picked: true });
  }
  const short = todo.filter(isShort);
  const kind = (record: Rec): string => record.must('picking_type_id').text('create_backorder');
  if (!env.context.skip_backorder && short.some((record) => kind(record) === 'ask'))
    return askBackorder(env, records, short);
  const without = idsOf(env.context.picking_ids_not_to_backorder ?? []);
  for (const record of todo) complete(record, without.includes(record.id) || kind(record) === 'never');
  return true;
}

const isShort = (record: Rec): boolean =>
  openMoves(record).some(
    (move) =>
      compareUnit(
        move.must('product_uom'),
        move.flag('picked') ? pickedQuantity(move) : 0,
        move.num('product_uom_qty'),
      ) < 0,
  );

const askBackorder = (env: Environment, records: readonly Rec[], short: readonly Rec[]): Json => {
  return {
    name: 'Create Backorder?',
    type: 'ir.actions.act_window',
    view_mode: 'form',
    res_model: 'stock.backorder.confirmation',
    views: [[false, 'form']],
    target: 'new',
    context: {
      ...env.context,
      default_show_transfers: false,
      default_pick_ids: short.map((record) => [4, record.id]),
      button_validate_picking_ids: records.map((record) => record.id),
    },
  };
};

function complete(record: Rec, cancelRest: boolean): void {
  triggerAssign(completeMoves(openMoves(record), { cancelRest }));
  const rest = openMoves(record);
  if (rest.length > 0) moveToBackorder(record, rest);
  record.write({ date_done: record.env.now, priority: '0' });
}

function moveToBackorder(record: Rec, rest: readonly Rec[]): void {
  const vals: Vals = { ...copyValues(record), name: '/', backorder_id: record.id };
  const backorder = record.env.create('stock.picking', vals);
  for (const move of rest) {
    move.set({ picking_id: backorder.id, picked: false });
    for (const line of move.many('move_line_ids')) line.set({ picking_id: backorder.id, picked: false });
  }
}

/** Lines that name a transfer but no move find the move of their product, or get one. */
export const PICKING_LINE: Model = {
  ...MOVE_LINE,
  create: (env, vals, base) => {
    const id = vals.picking_id;
    if (typeof id === 'number' && !vals.move_id) vals.move_id = moveFor(env.browse('stock.picking', id), vals).id;
    return MOVE_LINE.create ? MOVE_LINE.create(env, vals, base) : base(vals);
  },
};

function moveFor(record: Rec, vals: Vals): Rec {
  const known = openMoves(record).find((move) => move.get('product_id') === vals.product_id);
  return (
    known ??
    record.env.create('stock.move', {
      product_id: vals.product_id ?? false,
      product_uom_qty: 0,
      product_uom: vals.product_uom_id ?? false,
      picking_id: record.id,
      picking_type_id: record.get('picking_type_id'),
      location_id: vals.location_id || record.get('location_id'),
      location_dest_id: vals.location_dest_id || record.get('location_dest_id'),
      additional: true,
    })
  );
}

export const backorderConfirmation = model({
  name: 'stock.backorder.confirmation',
  label: 'Backorder Confirmation',
  access: 'rwc',
  fields: { show_transfers: boolean() },
});

export const PICKING_MODELS = [picking, backorderConfirmation];
