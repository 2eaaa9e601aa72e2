/** Takes a record out of use, or back into it. Nothing is ever deleted. */
import { z } from 'zod';
import { fail, ok, type Result } from '../../../ports.ts';
import type { Receipt } from '../../../receipt.ts';
import { refusal } from '../../refusals.ts';
import { isSealed } from '../../values/denied.ts';
import { describe } from '../../values/guard.ts';
import { findRecord } from '../references.ts';
import { defineIntent, recordRefSchema, standing, type Task } from '../spec.ts';
import { bring, known, modelHere, modelName, receiptOf } from './record.ts';

const schema = z.strictObject({
  kind: z.literal('archiveRecord'),
  ...standing,
  model: modelName,
  record: recordRefSchema,
  /** `false` brings it back. */
  archived: z.boolean().default(true),
});
type ArchiveRecord = z.output<typeof schema>;

export const archiveRecord = defineIntent({
  kind: 'archiveRecord',
  title: 'Archive a record of any kind',
  schema,
  promised: {
    does: 'Sets a record to archived or back to active; nothing is deleted.',
    postCondition: 'The record shows itself as archived or active.',
    once: 'The state is absolute; what is archived already stays so.',
    wizards: 'None.',
    undo: 'The same intent with "archived": false.',
  },
  needs: [],
  where: ({ model, record, archived }) => ({
    attempted: `${archived ? 'archive' : 'restore'} ${model}`,
    on: record.id,
  }),
  needsOf: ({ model }) => [[model, 'write', 'the app of this model']],
  carryOut,
});

/** A condition on `active` is what makes Odoo show archived records too. */
const EVEN_ARCHIVED = [['active', 'in', [true, false]] as const];

async function carryOut(task: Task<ArchiveRecord>): Promise<Result<Receipt>> {
  const { intent, where } = task;
  const model = modelHere(task, intent.model);
  if (!model.ok) return model;
  if (isSealed(model.value)) return fail(refusal('model-denied', where, model.value));
  const fields = await describe(task, model.value);
  if (!fields.ok) return fields;
  if (!fields.value.has('active')) return fail(refusal('not-archivable', where, model.value));
  const found = await find(task, model.value);
  if (!found.ok) return found;
  const id = found.value;
  const verdict = await bring(task, model.value, id, { active: !intent.archived }, fields.value);
  return verdict.ok ? ok(receiptOf(task, model.value, id, verdict.value, { active: !intent.archived })) : verdict;
}

async function find({ erp, intent, where }: Task<ArchiveRecord>, model: string): Promise<Result<number>> {
  const { by, value, id } = intent.record;
  if (by === 'externalId') {
    const there = await known(erp, value, model, where);
    if (!there.ok) return there;
    return there.value === undefined ? fail(refusal('unmapped', where, `${id}: ${value}`)) : ok(there.value);
  }
  const found = await findRecord(erp, model, intent.record, where, EVEN_ARCHIVED);
  return found.ok ? ok(found.value.id) : found;
}
