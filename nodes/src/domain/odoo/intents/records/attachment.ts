/** A file beside a record: a measuring report, a photo of a defect. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { createOnce } from '../../rows.ts';
import { isSealed } from '../../values/denied.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { known, modelHere, modelName, readShown, receiptOf } from './record.ts';

/** 15 MB as base64; Odoo takes up to 128 MB a call, a journal should not. */
const MOST_SIGNS = 20_000_000;

const schema = z.strictObject({
  kind: z.literal('attachment'),
  ...standing,
  model: modelName,
  record: recordRefSchema,
  name: z.string().min(1).max(200),
  /** Base64. */
  data: z.base64().min(4).max(MOST_SIGNS),
  mimetype: z
    .string()
    .regex(/^[a-z]+\/[a-z0-9.+-]+$/)
    .optional(),
});
type Attachment = z.output<typeof schema>;

const MODEL = 'ir.attachment';

export const attachment = defineIntent({
  kind: 'attachment',
  title: 'Attach a file to a record',
  schema,
  promised: {
    does: 'Attaches a file of up to 15 MB to a record.',
    postCondition: 'The file of this size is attached to that record.',
    once: 'Created under an external id made of the key.',
    wizards: 'None.',
    undo: 'Delete the attachment in Odoo.',
  },
  needs: [[MODEL, 'create', 'any']],
  where: ({ model, record, name }) => ({ attempted: `attach ${name} to ${model}`, on: record.id }),
  needsOf: ({ model }) => [
    [MODEL, 'create', 'any'],
    [model, 'write', 'the app of this model'],
  ],
  carryOut,
});

async function carryOut(task: Task<Attachment>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const model = modelHere(task, intent.model);
  if (!model.ok) return model;
  if (isSealed(model.value)) return fail(refusal('model-denied', where, model.value));
  const found = await findRecord(erp, model.value, intent.record, where);
  if (!found.ok) return found;
  const name = externalId('attachment', intent.key);
  const there = await known(erp, name, MODEL, where);
  if (!there.ok) return there;
  const id = await createOnce(erp, MODEL, {
    id: name,
    name: intent.name,
    res_model: model.value,
    res_id: String(found.value.id),
    datas: intent.data,
    ...(intent.mimetype === undefined ? {} : { mimetype: intent.mimetype }),
  });
  if (!id.ok) return id;
  const shown = await readShown(task, MODEL, id.value, ['res_model', 'res_id', 'file_size']);
  if (!shown.ok) return shown;
  const { res_model: owner, res_id: record, file_size: size } = shown.value;
  const isThere = owner === model.value && record === found.value.id && size === sizeOf(intent.data);
  if (!isThere) return fail(refusal('not-posted', where, JSON.stringify(shown.value)));
  const verdict = there.value === undefined ? 'posted' : 'already';
  return ok(receiptOf(task, MODEL, id.value, verdict, { model: model.value, record: found.value.id, bytes: size }));
}

const sizeOf = (base64: string): number => (base64.length / 4) * 3 - (/=*$/.exec(base64)?.[0].length ?? 0);
