/** Creates a record under an external id, or brings it to the values that are named. */
import { z } from 'zod';
import { ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { guard } from '../../values/guard.ts';
import { defineIntent, standing, type Task } from '../spec.ts';
import { createGuarded } from './create-record.ts';
import {
  bring,
  externalIdSchema,
  known,
  modelHere,
  modelName,
  receiptOf,
  resolved,
  type Values,
  valuesSchema,
} from './record.ts';

const schema = z.strictObject({
  kind: z.literal('upsertRecord'),
  ...standing,
  model: modelName,
  externalId: externalIdSchema,
  values: valuesSchema,
});
type UpsertRecord = z.output<typeof schema>;

export const upsertRecord = defineIntent({
  kind: 'upsertRecord',
  title: 'Create or change a record of any kind',
  schema,
  promised: {
    does: 'Creates the record of an external id, or writes the named fields that differ on the one that has it.',
    postCondition: 'The record shows every value that was given.',
    once: 'One record for one external id; values are absolute.',
    wizards: 'None: no action of Odoo is called.',
    undo: 'Write the former values, or archive the record.',
  },
  needs: [],
  where: ({ model, externalId }) => ({ attempted: `upsert ${model}`, on: externalId }),
  needsOf: ({ model }) => [
    [model, 'create', 'the app of this model'],
    [model, 'write', 'the app of this model'],
  ],
  carryOut,
});

async function carryOut(task: Task<UpsertRecord>): Promise<Result<Receipt>> {
  const model = modelHere(task, task.intent.model);
  if (!model.ok) return model;
  const done = await upsert(task, model.value, task.intent.externalId, task.intent.values);
  return done.ok ? ok(receiptOf(task, model.value, done.value.id, done.value.verdict)) : done;
}

export interface Upserted {
  readonly id: number;
  readonly verdict: 'posted' | 'already';
}

/** Lines belong to the creation: on a record that is there they have intents of their own. */
export async function upsert(
  task: Pick<Task<unknown>, 'erp' | 'profile' | 'where' | 'deps'>,
  model: string,
  externalId: string,
  wanted: Values,
): Promise<Result<Upserted>> {
  const there = await known(task.erp, externalId, model, task.where);
  if (!there.ok) return there;
  const values = await resolved(task, model, wanted);
  if (!values.ok) return values;
  const guarded = await guard(task, model, values.value, there.value === undefined ? 'create' : 'write');
  if (!guarded.ok) return guarded;
  if (there.value === undefined) {
    const made = await createGuarded(task, model, externalId, guarded.value);
    return made.ok ? ok({ id: made.value, verdict: 'posted' }) : made;
  }
  const { values: checked, fieldsOf } = guarded.value;
  const verdict = await bring(task, model, there.value, checked, fieldsOf(model) ?? new Map());
  return verdict.ok ? ok({ id: there.value, verdict: verdict.value }) : verdict;
}
