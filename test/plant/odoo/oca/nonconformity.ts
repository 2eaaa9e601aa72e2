/** The management system of the OCA, as far as nonconformities go: fields and rules of `mgmtsystem_nonconformity` 17.0. */
import { validationError } from '../orm/error.ts';
import { char, integer, many2many, many2one, selection, text } from '../orm/field.ts';
import { model } from '../orm/model.ts';

const STATES = {
  draft: 'Draft',
  analysis: 'Analysis',
  pending: 'Action Plan',
  open: 'In Progress',
  done: 'Closed',
  cancel: 'Cancelled',
};

const named = (name: string, label: string) =>
  model({ name, label, access: 'r', fields: { name: char({ required: true }) } });

const stage = model({
  name: 'mgmtsystem.nonconformity.stage',
  label: 'Nonconformity Stages',
  access: 'r',
  order: 'sequence',
  fields: { name: char({ required: true }), sequence: integer({ default: 100 }), state: selection(STATES) },
});

const nonconformity = model({
  name: 'mgmtsystem.nonconformity',
  label: 'Nonconformity',
  access: 'rwc',
  order: 'id desc',
  fields: {
    name: char(),
    ref: char({ default: 'NEW', readonly: true }),
    reference: char(),
    description: text({ required: true }),
    partner_id: many2one('res.partner', { required: true }),
    responsible_user_id: many2one('res.users', { required: true }),
    manager_user_id: many2one('res.users', { required: true }),
    origin_ids: many2many('mgmtsystem.nonconformity.origin', { required: true }),
    severity_id: many2one('mgmtsystem.nonconformity.severity'),
    stage_id: many2one('mgmtsystem.nonconformity.stage'),
    state: selection(STATES, { compute: (record) => record.one('stage_id')?.text('state') ?? false }),
    action_ids: many2many('mgmtsystem.action'),
    immediate_action_id: many2one('mgmtsystem.action'),
    evaluation_comments: text(),
    res_model: char(),
    res_id: integer(),
  },
  prepare: (env, vals) => {
    vals['stage_id'] ||= env.search('mgmtsystem.nonconformity.stage', [['state', '=', 'draft']])[0]?.id ?? false;
  },
  check: (record) => {
    if (record.text('state') === 'done' && !record.text('evaluation_comments'))
      throw validationError('Evaluation Comments are required in order to close a Nonconformity.');
  },
});

export const NONCONFORMITY_MODELS = [
  stage,
  named('mgmtsystem.nonconformity.origin', 'Origin of nonconformities'),
  named('mgmtsystem.nonconformity.severity', 'Severity of nonconformities'),
  named('mgmtsystem.action', 'Action'),
  nonconformity,
];
