/** What people find written at a record, and what they are asked to do. */
import { type Readers, read } from './reading.ts';

export const chatterReaders: Readers<'log' | 'activities' | 'tasks'> = {
  async log({ odoo }, { model, id }) {
    const domain = [
      ['model', '=', model],
      ['res_id', '=', id],
    ];
    const messages = await read<{ body: string }>(odoo.erp, 'mail.message', domain, ['body']);
    return messages.map(({ body }) => withoutMarkup(body));
  },

  async activities({ odoo }, { model, id }) {
    const domain = [
      ['res_model', '=', model],
      ['res_id', '=', id],
    ];
    const activities = await read<{ summary: string | false }>(odoo.erp, 'mail.activity', domain, ['summary']);
    return activities.map(({ summary }) => summary || '').sort();
  },

  async tasks({ odoo }, { model, id }) {
    const domain = [
      ['res_model', '=', model],
      ['res_id', '=', id],
    ];
    const activities = await read<{ note: string | false }>(odoo.erp, 'mail.activity', domain, ['note']);
    return activities.map(({ note }) => withoutMarkup(note || ''));
  },
};

const withoutMarkup = (text: string): string =>
  text
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
