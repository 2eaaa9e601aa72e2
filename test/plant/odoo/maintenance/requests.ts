/** Equipment and maintenance requests, as a member of "Equipment Manager" sees them. */
import { validationError } from '../orm/error.ts';
import { boolean, char, date, datetime, html, integer, many2one, one2many, related, selection } from '../orm/field.ts';
import { model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';
import { postMessage } from './message.ts';

export const equipment = model({
  name: 'maintenance.equipment',
  label: 'Maintenance Equipment',
  access: 'rwcu',
  displayName: (record) => [record.text('name'), record.text('serial_no')].filter(Boolean).join('/'),
  fields: {
    name: char({ required: true, label: 'Equipment Name' }),
    active: boolean({ default: true }),
    serial_no: char({ copy: false, label: 'Serial Number' }),
    effective_date: date({ required: true, default: (now) => now.slice(0, 10) }),
    company_id: many2one('res.company'),
    maintenance_team_id: many2one('maintenance.team'),
    technician_user_id: many2one('res.users'),
    expected_mtbf: integer(),
    note: html(),
    maintenance_ids: one2many('maintenance.request', 'equipment_id'),
    maintenance_count: integer({ compute: (record) => record.many('maintenance_ids').length }),
    maintenance_open_count: integer({ compute: (record) => record.many('maintenance_ids').filter(isOpen).length }),
  },
  check: (record, fields) => {
    const serial = record.get('serial_no');
    if (!fields.includes('serial_no') || !serial) return;
    const twins = record.env.search('maintenance.equipment', [['serial_no', '=', serial]]);
    if (twins.length > 1) throw validationError('Another asset already exists with this serial number!');
  },
});

const isOpen = (request: Rec): boolean => !request.must('stage_id').flag('done') && !request.flag('archive');

export const stage = model({
  name: 'maintenance.stage',
  label: 'Maintenance Stage',
  access: 'rwcu',
  order: 'sequence, id',
  fields: {
    name: char({ required: true }),
    sequence: integer({ default: 20 }),
    fold: boolean(),
    done: boolean(),
  },
});

export const team = model({
  name: 'maintenance.team',
  label: 'Maintenance Teams',
  access: 'rwcu',
  fields: { name: char({ required: true }), active: boolean({ default: true }), company_id: many2one('res.company') },
});

export const request = model({
  name: 'maintenance.request',
  label: 'Maintenance Request',
  access: 'rwcu',
  order: 'id desc',
  fields: {
    name: char({ required: true, label: 'Subjects' }),
    company_id: many2one('res.company', { required: true }),
    description: html(),
    request_date: date({ default: (now) => now.slice(0, 10) }),
    owner_user_id: many2one('res.users'),
    equipment_id: many2one('maintenance.equipment', { onDelete: 'restrict' }),
    user_id: many2one('res.users'),
    stage_id: many2one('maintenance.stage', { onDelete: 'restrict' }),
    priority: selection({ 0: 'Very Low', 1: 'Low', 2: 'Normal', 3: 'High' }),
    close_date: date(),
    kanban_state: selection(
      { normal: 'In Progress', blocked: 'Blocked', done: 'Ready for next stage' },
      { required: true, default: 'normal' },
    ),
    archive: boolean(),
    maintenance_type: selection({ corrective: 'Corrective', preventive: 'Preventive' }, { default: 'corrective' }),
    schedule_date: datetime(),
    schedule_end: datetime(),
    maintenance_team_id: many2one('maintenance.team', { required: true }),
    done: related('stage_id.done', boolean()),
  },
  prepare: (env, vals) => {
    vals.company_id ||= env.user.get('company_id');
    vals.owner_user_id ??= env.uid;
    vals.stage_id ||= env.search('maintenance.stage')[0]?.id ?? false;
    vals.maintenance_team_id ||= env.search('maintenance.team')[0]?.id ?? false;
    vals.kanban_state ||= 'normal';
  },
  create: (env, vals, base) => {
    const record = base(vals);
    // Its chatter is never empty: Odoo writes there itself.
    postMessage(record, '<p>Maintenance Request created</p>');
    if (record.flag('done') && !record.get('close_date')) record.write({ close_date: env.now.slice(0, 10) });
    return record;
  },
  write: (records, vals, base) => {
    const moves = 'stage_id' in vals;
    base(moves && !('kanban_state' in vals) ? { ...vals, kanban_state: 'normal' } : vals);
    if (!moves) return;
    for (const record of records) {
      const closed = record.flag('done') ? record.env.now.slice(0, 10) : false;
      if (record.get('close_date') !== closed) record.write({ close_date: closed });
      postMessage(record, '');
    }
  },
});

export const REQUEST_MODELS = [equipment, stage, team, request];
