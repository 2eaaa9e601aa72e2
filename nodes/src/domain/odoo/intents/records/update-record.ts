/** Changes named fields of one record of any kind. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { guard } from '../../values/guard.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { bring, modelHere, modelName, receiptOf, resolved, valuesSchema } from './record.ts';

const schema = z.strictObject({
  kind: z.literal('updateRecord'),
  ...standing,
  model: modelName,
  record: recordRefSchema,
  /** Only what is to change; other fields keep what people wrote there. */
  values: valuesSchema,
});
type UpdateRecord = z.output<typeof schema>;

export const updateRecord = defineIntent({
  kind: 'updateRecord',
  title: 'Change a record of any kind',
  schema,
  promised: {
    does: 'Writes the fields that are named and differ, never a whole record, after the value guard.',
    postCondition: 'The record shows every value that was given.',
    once: 'Values are absolute; what shows already is not written again.',
    wizards: 'None: no action of Odoo is called.',
    undo: 'Write the former values.',
  },
  needs: [],
  where: ({ model, record }) => ({ attempted: `change ${model}`, on: record.id }),
  needsOf: ({ model }) => [[model, 'write', 'the app of this model']],
  carryOut,
});

async function carryOut(task: Task<UpdateRecord>): Promise<Result<Receipt>> {
  const { erp, intent, where } = task;
  const model = modelHere(task, intent.model);
  if (!model.ok) return model;
  const values = await resolved(task, model.value, intent.values);
  if (!values.ok) return values;
  const guarded = await guard(task, model.value, values.value, 'write');
  if (!guarded.ok) return guarded;
  const found = await findRecord(erp, model.value, intent.record, where);
  if (!found.ok) return found;
  const { values: checked, fieldsOf } = guarded.value;
  const verdict = await bring(task, model.value, found.value.id, checked, fieldsOf(model.value) ?? new Map());
  if (!verdict.ok) return verdict;
  return ok(receiptOf(task, model.value, found.value.id, verdict.value, { fields: Object.keys(checked) }));
}
