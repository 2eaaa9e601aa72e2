/** Notes beside records and tasks for people. */
import { char, date, datetime, html, integer, many2one, selection, text } from '../orm/field.ts';
import { model } from '../orm/model.ts';

const subtype = model({
  name: 'mail.message.subtype',
  label: 'Message subtypes',
  access: 'r',
  fields: { name: char({ required: true }) },
});

const activityType = model({
  name: 'mail.activity.type',
  label: 'Activity Type',
  access: 'r',
  fields: { name: char({ required: true }) },
});

const message = model({
  name: 'mail.message',
  label: 'Message',
  access: 'rwcu',
  order: 'id desc',
  fields: {
    model: char(),
    res_id: integer(),
    body: html(),
    message_type: selection(
      { comment: 'Comment', notification: 'System notification', email: 'Incoming Email' },
      { required: true, default: 'comment' },
    ),
    subtype_id: many2one('mail.message.subtype'),
    author_id: many2one('res.partner'),
    date: datetime({ default: (now) => now }),
  },
  prepare: (env, vals) => {
    vals.author_id ||= env.user.get('partner_id');
  },
});

const activity = model({
  name: 'mail.activity',
  label: 'Activity',
  access: 'rwcu',
  order: 'date_deadline, id',
  fields: {
    res_model_id: many2one('ir.model', { required: true }),
    res_model: char({ compute: (record) => record.must('res_model_id').text('model') }),
    res_id: integer(),
    activity_type_id: many2one('mail.activity.type'),
    summary: char(),
    note: text(),
    date_deadline: date({ required: true, default: (now) => now.slice(0, 10) }),
    user_id: many2one('res.users', { required: true }),
  },
  prepare: (env, vals) => {
    vals.user_id ||= env.uid;
  },
});

export const MAIL_MODELS = [subtype, activityType, message, activity];
