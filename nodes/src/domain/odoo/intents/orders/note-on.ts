/** A note beside a record, and a task for a person: each once, under an external id. */
import { z } from 'zod';
import type { Erp, Result } from '../../../ports.ts';
import { createOnce } from '../../rows.ts';

export interface Note {
  /** External id. */
  readonly id: string;
  readonly model: string;
  readonly record: number;
  readonly text: string;
}

/** `message_post` would post again with every attempt; a message that is loaded is created once (14.0 and 19.0, measured). */
export const noteOn = (erp: Erp, { id, model, record, text }: Note): Promise<Result<number>> =>
  createOnce(erp, 'mail.message', {
    id,
    model,
    res_id: String(record),
    body: `<p>${escaped(text)}</p>`,
    message_type: 'comment',
    'subtype_id/id': 'mail.mt_note',
  });

/** `modelId` is the external id of the model: an integration user may not read the table of models. */
export const taskOn = (
  erp: Erp,
  { id, record, text, modelId, user }: Omit<Note, 'model'> & { modelId: string; user: number },
): Promise<Result<number>> =>
  createOnce(erp, 'mail.activity', {
    id,
    'res_model_id/id': modelId,
    res_id: String(record),
    summary: text.slice(0, 200),
    'activity_type_id/id': 'mail.mail_activity_data_todo',
    'user_id/.id': String(user),
  });

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign);

export const messageRow = z.object({ id: z.number(), res_id: z.number(), body: z.string() });
