/** Work centres and the time that is logged on them. */
import { workingMinutes } from '../base/calendar.ts';
import type { Environment } from '../orm/environment.ts';
import { userError, validationError } from '../orm/error.ts';
import { boolean, char, datetime, float, integer, many2one, one2many, related, selection, text } from '../orm/field.ts';
import { model, single } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { dateTimeMs, dateTimeText, roundTo } from '../orm/value.ts';

const MONTH_MS = 30 * 86_400_000;
const LOSS_TYPES = {
  availability: 'Availability',
  performance: 'Performance',
  quality: 'Quality',
  productive: 'Productive',
};

const openLogs = (center: Rec): Rec[] => center.many('time_ids').filter((log) => !log.get('date_end'));

const workingState = (center: Rec): string => {
  const [log] = openLogs(center).sort((left, right) => right.id - left.id);
  if (!log) return 'normal';
  return isRunning(log) ? 'done' : 'blocked';
};

/** Time spent producing, in contrast to standing still. */
export const isRunning = (log: Rec): boolean => ['productive', 'performance'].includes(log.text('loss_type'));

/** Minutes of last month's logs of some kinds. */
const logged = (center: Rec, types: readonly string[]): number => {
  const since = dateTimeText(center.env.world.now() - MONTH_MS);
  return roundTo(
    center
      .many('time_ids')
      .filter((log) => log.text('date_start') >= since && types.includes(log.text('loss_type')))
      .reduce((sum, log) => sum + log.num('duration'), 0),
    2,
  );
};

const oee = (center: Rec): number => {
  const productive = logged(center, ['productive']);
  const total = productive + logged(center, ['availability', 'performance', 'quality']);
  return total > 0 ? roundTo((productive / total) * 100, 2) : 0;
};

export const workcenter = model({
  name: 'mrp.workcenter',
  label: 'Work Center',
  access: 'r',
  order: 'sequence, id',
  fields: {
    name: char({ required: true, path: 'resource_id.name' }),
    code: char(),
    active: boolean({ default: true }),
    sequence: integer({ default: 1 }),
    company_id: many2one('res.company'),
    resource_id: many2one('resource.resource', { required: true }),
    resource_calendar_id: many2one('resource.calendar'),
    time_efficiency: float({ default: 100 }),
    time_start: float(),
    time_stop: float(),
    costs_hour: float(),
    oee_target: float({ default: 90 }),
    time_ids: one2many('mrp.workcenter.productivity', 'workcenter_id'),
    order_ids: one2many('mrp.workorder', 'workcenter_id'),
    working_state: selection({ normal: 'Normal', blocked: 'Blocked', done: 'In Progress' }, { compute: workingState }),
    oee: float({ compute: oee }),
    blocked_time: float({ compute: (center) => roundTo(logged(center, ['availability', 'quality']) / 60, 2) }),
    productive_time: float({ compute: (center) => roundTo(logged(center, ['productive']) / 60, 2) }),
    performance: integer({ compute: () => 0 }),
  },
  prepare: (env, vals) => {
    vals.company_id ||= env.user.get('company_id');
    if (!('resource_calendar_id' in vals))
      vals.resource_calendar_id = env.ref('resource.resource_calendar_std')?.id ?? false;
    vals.resource_id ||= env.create('resource.resource', {
      name: vals.name ?? '',
      calendar_id: vals.resource_calendar_id ?? false,
    }).id;
  },
  methods: {
    unblock: single((center) => {
      if (workingState(center) !== 'blocked') throw userError('It has already been unblocked.');
      for (const log of openLogs(center)) log.write({ date_end: center.env.now });
      return true;
    }),
  },
});

export const loss = model({
  name: 'mrp.workcenter.productivity.loss',
  label: 'Workcenter Productivity Losses',
  access: 'r',
  order: 'sequence, id',
  fields: {
    name: char({ required: true }),
    sequence: integer({ default: 1 }),
    manual: boolean({ default: true }),
    loss_type: selection(LOSS_TYPES, { default: 'availability' }),
  },
});

/** Minutes of a log: real ones while it produced, working hours of the calendar while it stood. */
const duration = (log: Rec): number => {
  const [from, to] = [log.text('date_start'), log.text('date_end')];
  if (!from || !to) return 0;
  if (isRunning(log)) return roundTo(Math.max(0, dateTimeMs(to) - dateTimeMs(from)) / 60_000, 2);
  return roundTo(workingMinutes(log.one('workcenter_id')?.one('resource_calendar_id'), from, to), 2);
};

export const productivity = model({
  name: 'mrp.workcenter.productivity',
  label: 'Workcenter Productivity Log',
  access: 'rwcu',
  order: 'id desc',
  displayName: (record) => record.must('loss_id').displayName,
  fields: {
    workcenter_id: many2one('mrp.workcenter', { required: true, label: 'Work Center' }),
    workorder_id: many2one('mrp.workorder', { label: 'Work Order' }),
    production_id: related('workorder_id.production_id', many2one('mrp.production')),
    company_id: many2one('res.company', { required: true }),
    user_id: many2one('res.users'),
    loss_id: many2one('mrp.workcenter.productivity.loss', { required: true, label: 'Loss Reason' }),
    loss_type: related('loss_id.loss_type', selection(LOSS_TYPES)),
    description: text(),
    date_start: datetime({ required: true, default: (now) => now, label: 'Start Date' }),
    date_end: datetime({ label: 'End Date' }),
    duration: float({ compute: duration }),
  },
  prepare: (env, vals) => {
    vals.company_id ||= env.user.get('company_id');
    if (!('user_id' in vals)) vals.user_id = env.uid;
  },
  check: (record) => {
    const order = record.one('workorder_id');
    const open =
      order?.many('time_ids').filter((log) => !log.get('date_end') && log.get('user_id') === record.get('user_id')) ??
      [];
    if (open.length > 1) throw validationError(`The Workorder (${order?.displayName}) cannot be started twice!`);
  },
});

/** The first loss of a kind, in Odoo's order. */
export const lossOfType = (env: Environment, type: string): Rec => {
  const [found] = env.search('mrp.workcenter.productivity.loss', [['loss_type', '=', type]]);
  if (!found) throw userError(`You need to define at least one productivity loss in the category '${type}'.`);
  return found;
};

export const WORKCENTER_MODELS = [workcenter, loss, productivity];
