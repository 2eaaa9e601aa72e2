/** A note in the history of a record. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { paragraph } from '../../html.ts';
import { refusal } from '../../refusals.ts';
import { createOnce } from '../../rows.ts';
import { isSealed } from '../../values/denied.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { known, modelHere, modelName, readShown, receiptOf } from './record.ts';

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
  const { erp, intent, where } = task;
  const model = modelHere(task, intent.model);
  if (!model.ok) return model;
  if (isSealed(model.value)) return fail(refusal('model-denied', where, model.value));
  const found = await findRecord(erp, model.value, intent.record, where);
  if (!found.ok) return found;
  const name = externalId('note', intent.key);
  const there = await known(erp, name, MODEL, where);
  if (!there.ok) return there;
  const id = await createOnce(erp, MODEL, {
    id: name,
    model: model.value,
    res_id: String(found.value.id),
    body: paragraph(intent.text.split('\n')),
    message_type: 'comment',
    'subtype_id/id': 'mail.mt_note',
  });
  if (!id.ok) return id;
  const shown = await readShown(task, MODEL, id.value, ['model', 'res_id']);
  if (!shown.ok) return shown;
  const isThere = shown.value['model'] === model.value && shown.value['res_id'] === found.value.id;
  if (!isThere) return fail(refusal('not-posted', where, JSON.stringify(shown.value)));
  const verdict = there.value === undefined ? 'posted' : 'already';
  return ok(receiptOf(task, MODEL, id.value, verdict, { model: model.value, record: found.value.id }));
}
