/** Opportunities. */
import { validationError } from '../orm/error.ts';
import { boolean, char, date, float, html, integer, many2one, selection } from '../orm/field.ts';
import { each, model, silently } from '../orm/model.ts';
import type { Row } from '../orm/value.ts';

const stage = model({
  name: 'crm.stage',
  label: 'CRM Stages',
  access: 'r',
  order: 'sequence, id',
  fields: { name: char({ required: true }), sequence: integer(), is_won: boolean() },
});

const lead = model({
  name: 'crm.lead',
  label: 'Lead',
  access: 'rwc',
  order: 'priority desc, id desc',
  fields: {
    name: char({ required: true }),
    type: selection({ lead: 'Lead', opportunity: 'Opportunity' }, { required: true, default: 'opportunity' }),
    priority: char({ default: '0' }),
    active: boolean({ default: true }),
    partner_id: many2one('res.partner'),
    partner_name: char(),
    contact_name: char(),
    email_from: char(),
    phone: char(),
    expected_revenue: float({ default: 0 }),
    probability: float({ default: 0 }),
    date_deadline: date(),
    description: html(),
    stage_id: many2one('crm.stage', { default: 1 }),
    user_id: many2one('res.users'),
  },
  prepare: (env, vals) => {
    vals.user_id ??= env.uid;
  },
  methods: {
    action_set_won: each((record) => record.write({ active: true, probability: 100, stage_id: 4 })),
    action_set_lost: silently(
      (record) => {
        if (record.one('stage_id')?.flag('is_won'))
          throw validationError('A lead in a Won stage cannot be lost. Move it to another stage first.');
        record.write({ active: false, probability: 0 });
      },
      ['**additional_values'],
    ),
  },
});

export const CRM_MODELS = [stage, lead];

export const CRM_DATA: readonly (readonly [table: string, id: number, externalId: string, row: Row])[] = [
  ['crm.stage', 1, 'crm.stage_lead1', { name: 'New', sequence: 1, is_won: false }],
  ['crm.stage', 2, 'crm.stage_lead2', { name: 'Qualified', sequence: 2, is_won: false }],
  ['crm.stage', 3, 'crm.stage_lead3', { name: 'Proposition', sequence: 3, is_won: false }],
  ['crm.stage', 4, 'crm.stage_lead4', { name: 'Won', sequence: 70, is_won: true }],
];
