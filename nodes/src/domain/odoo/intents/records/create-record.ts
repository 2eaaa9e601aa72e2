/** Creates a record of any kind, once. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { externalId } from '../../binding.ts';
import { createOnce } from '../../rows.ts';
import type { CheckedValues, FieldsOf } from '../../values/check.ts';
import { differing, loadRows } from '../../values/forms.ts';
import { guard } from '../../values/guard.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import {
  externalIdSchema,
  known,
  modelHere,
  modelName,
  notShown,
  readShown,
  receiptOf,
  resolved,
  valuesSchema,
} from './record.ts';

const schema = z.strictObject({
  kind: z.literal('createRecord'),
  ...standing,
  model: modelName,
  /** Under which the record is known from now on; made of the event's key when absent. */
  externalId: externalIdSchema.optional(),
  values: valuesSchema,
});
type CreateRecord = z.output<typeof schema>;

export const createRecord = defineIntent({
  kind: 'createRecord',
  title: 'Create a record of any kind',
  schema,
  promised: {
    does: 'Creates one record, with its lines, after the value guard has found nothing wrong with it.',
    postCondition: 'The record shows every value that was given.',
    once: 'Created under an external id; a second attempt finds it and writes nothing.',
    wizards: 'None: no action of Odoo is called.',
    undo: 'Archive or delete the record in Odoo.',
  },
  needs: [],
  where: ({ model, externalId: id, key }) => ({ attempted: `create ${model}`, on: id ?? key }),
  needsOf: ({ model }) => [[model, 'create', 'the app of this model']],
  carryOut,
});

async function carryOut(task: Task<CreateRecord>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const model = modelHere(task, intent.model);
  if (!model.ok) return model;
  const id = intent.externalId ?? externalId('record', intent.key);
  const there = await known(erp, id, model.value, where);
  if (!there.ok) return there;
  if (there.value !== undefined) return ok(receiptOf(task, model.value, there.value, 'already'));
  const values = await resolved(task, model.value, intent.values);
  if (!values.ok) return values;
  const guarded = await guard(task, model.value, values.value, 'create');
  if (!guarded.ok) return guarded;
  const made = await createGuarded(task, model.value, id, guarded.value);
  return made.ok ? ok(receiptOf(task, model.value, made.value, 'posted', { externalId: id })) : made;
}

/** Also for who creates what it has not found: another attempt may have been faster, its record is then the one. */
export async function createGuarded(
  task: Pick<Task<unknown>, 'erp' | 'profile' | 'where' | 'deps'>,
  model: string,
  id: string,
  { values, fieldsOf }: { readonly values: CheckedValues; readonly fieldsOf: FieldsOf },
): Promise<Result<number>> {
  const [first = {}, ...lines] = loadRows(model, values, fieldsOf);
  const made = await createOnce(task.erp, model, { id, ...first }, lines);
  if (!made.ok) return made;
  const plain = Object.keys(values).filter((name) => fieldsOf(model)?.get(name)?.type !== 'one2many');
  const shown = await readShown(task, model, made.value, plain);
  if (!shown.ok) return shown;
  const wrong = differing(fieldsOf(model) ?? new Map(), values, shown.value);
  return wrong.length === 0 ? made : fail(notShown(task.where, wrong, shown.value));
}
