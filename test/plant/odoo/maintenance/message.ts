/** Chatter: rows of `mail.message`. A user may create one for a record that he may change; `load` gives it a name. */
import { hasAccess } from '../orm/access.ts';
import { accessError, missingError } from '../orm/error.ts';
import { boolean, char, datetime, html, integer, many2one, selection } from '../orm/field.ts';
import { model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';

export const subtype = model({
  name: 'mail.message.subtype',
  label: 'Message subtypes',
  access: 'r',
  fields: { name: char({ required: true }), internal: boolean() },
});

const TYPES = { email: 'Incoming Email', comment: 'Comment', notification: 'System notification' };

export const message = model({
  name: 'mail.message',
  label: 'Message',
  access: 'rwcu',
  order: 'id desc',
  recordName: 'record_name',
  fields: {
    model: char(),
    res_id: integer(),
    record_name: char(),
    subject: char(),
    body: html({ default: '' }),
    date: datetime({ default: (now) => now }),
    message_type: selection(TYPES, { required: true, default: 'comment' }),
    subtype_id: many2one('mail.message.subtype'),
    author_id: many2one('res.partner'),
  },
  create: (env, vals, base) => {
    const { model: owner, res_id: id } = vals;
    if (typeof owner === 'string' && typeof id === 'number' && id > 0 && !env.store.row(owner, id))
      throw missingError(owner, id, env.uid);
    if (typeof owner === 'string' && !hasAccess(env, env.model(owner), 'write'))
      throw accessError('The requested operation cannot be completed due to security restrictions.');
    return base({ ...vals, author_id: vals.author_id ?? env.user.get('partner_id') });
  },
});

export function postMessage(record: Rec, body: string): void {
  record.env.create('mail.message', {
    model: record.model.name,
    res_id: record.id,
    record_name: record.displayName,
    message_type: 'notification',
    body,
  });
}

export const MESSAGE_MODELS = [subtype, message];
