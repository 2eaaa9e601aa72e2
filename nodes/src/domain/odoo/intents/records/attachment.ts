/** A file beside a record: a measuring report, a photo of a defect. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { refusal } from '../../refusals.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { putBeside } from './beside.ts';
import { modelName, readShown, receiptOf } from './record.ts';

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
  const { intent, where } = task;
  const made = await putBeside(task, MODEL, externalId('attachment', intent.key), ({ model, record }) => ({
    name: intent.name,
    res_model: model,
    res_id: String(record),
    datas: intent.data,
    ...(intent.mimetype === undefined ? {} : { mimetype: intent.mimetype }),
  }));
  if (!made.ok) return made;
  const { owner, id, wasThere } = made.value;
  const shown = await readShown(task, MODEL, id, ['res_model', 'res_id', 'file_size']);
  if (!shown.ok) return shown;
  const { res_model: model, res_id: record, file_size: size } = shown.value;
  const isThere = model === owner.model && record === owner.record && size === sizeOf(intent.data);
  if (!isThere) return fail(refusal('not-posted', where, JSON.stringify(shown.value)));
  return ok(receiptOf(task, MODEL, id, wasThere ? 'already' : 'posted', { ...owner, bytes: size }));
}

const sizeOf = (base64: string): number => (base64.length / 4) * 3 - (/=*$/.exec(base64)?.[0].length ?? 0);
