/** Tasks for people beside records. */
import { boolean, char, date, integer, many2one, text } from '../orm/field.ts';
import { all, model } from '../orm/model.ts';

const activityType = model({
  name: 'mail.activity.type',
  label: 'Activity Type',
  access: 'r',
  fields: { name: char({ required: true }) },
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
    active: boolean({ default: true }),
  },
  prepare: (env, vals) => {
    vals.user_id ||= env.uid;
  },
  methods: {
    // Done activities are kept, out of sight (measured on 19.0); the feedback becomes a message.
    action_feedback: all(
      (records, args) => {
        for (const record of records) {
          record.write({ active: false });
          record.env.create('mail.message', {
            model: record.get('res_model'),
            res_id: record.get('res_id'),
            body: args.feedback ?? '',
            message_type: 'notification',
          });
        }
        return records.at(-1)?.id ?? false;
      },
      ['feedback?', 'attachment_ids?'],
    ),
  },
});

export const MAIL_MODELS = [activityType, activity];
