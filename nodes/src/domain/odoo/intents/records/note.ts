/** A note in the history of a record. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { paragraph } from '../../html.ts';
import { refusal } from '../../refusals.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { putBeside } from './beside.ts';
import { modelName, readShown, receiptOf } from './record.ts';

const schema = z.strictObject({
  kind: z.literal('note'),
  ...standing,
  model: modelName,
  record: recordRefSchema,
  /** Plain text; a new line is a new line. */
  text: z.string().min(1).max(20_000),
});
type Note = z.output<typeof schema>;

const MODEL = 'mail.message';

export const note = defineIntent({
  kind: 'note',
  title: 'Leave a note on a record',
  schema,
  promised: {
    does: 'Adds an internal note to the history of a record, under the name of the integration user.',
    postCondition: 'The note is in the history of that record.',
    once: 'Created under an external id made of the key; Odoo\u2019s own way of posting would post again.',
    wizards: 'None.',
    undo: 'Delete the note in Odoo.',
  },
  needs: [[MODEL, 'create', 'Discuss']],
  where: ({ model, record }) => ({ attempted: `leave a note on ${model}`, on: record.id }),
  needsOf: ({ model }) => [
    [MODEL, 'create', 'Discuss'],
    [model, 'write', 'the app of this model'],
  ],
  carryOut,
});

async function carryOut(task: Task<Note>): Promise<Result<Receipt>> {
  const { intent, where } = task;
  const made = await putBeside(task, MODEL, externalId('note', intent.key), ({ model, record }) => ({
    model,
    res_id: String(record),
    body: paragraph(intent.text.split('\n')),
    message_type: 'comment',
    'subtype_id/id': 'mail.mt_note',
  }));
  if (!made.ok) return made;
  const { owner, id, wasThere } = made.value;
  const shown = await readShown(task, MODEL, id, ['model', 'res_id']);
  if (!shown.ok) return shown;
  const isThere = shown.value['model'] === owner.model && shown.value['res_id'] === owner.record;
  if (!isThere) return fail(refusal('not-posted', where, JSON.stringify(shown.value)));
  return ok(receiptOf(task, MODEL, id, wasThere ? 'already' : 'posted', { ...owner }));
}
