/** Work orders: their fields and buttons. */
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
import { all, each, type Model, model, silently } from '../orm/model.ts';
import { roundTo } from '../orm/value.ts';
import { replanOrder } from './lifecycle.ts';
import { readyQuantity, refreshProduction, refreshWorkorder, remainingQuantity } from './state.ts';
import { durationOf, endTimers, logDuration, ownTimer, progressOf } from './timer.ts';
import { cancelWorkorders, finishWorkorders, start, takeOver, writeWorkorders } from './work.ts';

export const WORKORDER_STATES = {
  blocked: 'Blocked',
  ready: 'Ready',
  progress: 'In Progress',
  done: 'Finished',
  cancel: 'Cancelled',
};

export const workorder: Model = model({
  name: 'mrp.workorder',
  label: 'Work Order',
  access: 'rwcu',
  order: 'sequence, date_start, id',
  displayName: (work) => `${work.must('production_id').text('name')} - ${work.text('name')}`,
  fields: {
    name: char({ required: true }),
    sequence: integer({ default: 100 }),
    production_id: many2one('mrp.production', { required: true, readonly: true, onDelete: 'cascade' }),
    workcenter_id: many2one('mrp.workcenter', { required: true, label: 'Work Center' }),
    operation_id: many2one('mrp.routing.workcenter'),
    product_id: related('production_id.product_id', many2one('product.product')),
    product_uom_id: many2one('uom.uom', { required: true }),
    production_state: related('production_id.state', char()),
    production_availability: related('production_id.reservation_state', char()),
    working_state: related('workcenter_id.working_state', char()),
    company_id: related('production_id.company_id', many2one('res.company')),
    consumption: related('production_id.consumption', char()),
    qty_production: related('production_id.product_qty', quantity()),
    qty_producing: quantity({
      compute: (work) => work.must('production_id').num('qty_producing'),
      inverse: (work, value) => takeOver(work, Number(value)),
    }),
    qty_remaining: quantity({ compute: remainingQuantity }),
    qty_ready: quantity({ compute: readyQuantity }),
    qty_produced: quantity({ copy: false }),
    qty_reported_from_previous_wo: quantity({ copy: false }),
    is_produced: boolean({ compute: (work) => work.num('qty_produced') >= work.num('qty_production') }),
    state: selection(WORKORDER_STATES, { default: 'ready', readonly: true, copy: false }),
    date_start: datetime({ copy: false }),
    date_finished: datetime({ copy: false }),
    duration_expected: float({ digits: 2 }),
    duration: float({ compute: durationOf, inverse: (work, value) => logDuration(work, Number(value)) }),
    duration_unit: float({ compute: (work) => roundTo(durationOf(work) / Math.max(work.num('qty_produced'), 1), 2) }),
    progress: float({ compute: progressOf }),
    costs_hour: float({ copy: false }),
    time_ids: one2many('mrp.workcenter.productivity', 'workorder_id'),
    is_user_working: boolean({ compute: (work) => ownTimer(work) !== undefined }),
    move_raw_ids: one2many('stock.move', 'workorder_id', {
      filter: (move) => move.get('raw_material_production_id') !== false,
    }),
    move_finished_ids: one2many('stock.move', 'workorder_id', {
      filter: (move) => move.get('production_id') !== false,
    }),
    finished_lot_ids: related('production_id.lot_producing_ids', many2many('stock.lot')),
    blocked_by_workorder_ids: many2many('mrp.workorder', { copy: false }),
    needed_by_workorder_ids: many2many('mrp.workorder', {
      compute: (work) =>
        work
          .must('production_id')
          .many('workorder_ids')
          .filter((other) => other.many('blocked_by_workorder_ids').some((before) => before.is(work)))
          .map((other) => other.id),
    }),
  },
  prepare: (env, vals) => {
    const order = typeof vals.production_id === 'number' ? env.browse('mrp.production', vals.production_id) : undefined;
    vals.product_uom_id ||= order?.get('product_uom_id') ?? false;
  },
  write: writeWorkorders,
  unlink: (records, base) => {
    endTimers(records, true);
    base();
  },
  changed: (work, fields) => {
    if (
      !fields.some((name) =>
        ['state', 'qty_produced', 'blocked_by_workorder_ids', 'qty_reported_from_previous_wo'].includes(name),
      )
    )
      return;
    const order = work.one('production_id');
    if (order?.exists) refreshProduction(order);
    else refreshWorkorder(work);
  },
  methods: {
    button_start: all((works) => {
      if (works.some((work) => work.text('working_state') === 'blocked'))
        throw userError('Please unblock the work center to start the work order.');
      for (const work of works) start(work);
      return undefined;
    }),
    button_pending: silently((work) => endTimers([work], false)),
    button_finish: all((works) => {
      finishWorkorders(works);
      return true;
    }),
    button_done: all((works) => {
      finishWorkorders(works);
      return true;
    }),
    button_unblock: each((work) => {
      for (const log of work.must('workcenter_id').many('time_ids'))
        if (!log.get('date_end')) log.write({ date_end: work.env.now });
    }),
    end_previous: all((works) => {
      endTimers(works, false);
      return true;
    }),
    end_all: all((works) => {
      endTimers(works, true);
      return true;
    }),
    action_cancel: all((works) => {
      cancelWorkorders(works);
      return true;
    }),
    action_replan: all((works) => {
      const orders = new Map(works.map((work) => [work.num('production_id'), work.must('production_id')]));
      for (const order of orders.values()) replanOrder(order);
      return true;
    }),
  },
});
