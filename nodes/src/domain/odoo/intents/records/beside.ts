/** What is put beside a record of any model, once: a note in its history, a file. */
import { fail, ok, type Result } from '../../../ports.ts';
import { refusal } from '../../refusals.ts';
import { createOnce } from '../../rows.ts';
import { isSealed } from '../../values/denied.ts';
import { findRecord } from '../references.ts';
import type { RecordRef, Task } from '../spec.ts';
import { known, modelHere } from './record.ts';

/** The record it belongs to, by the model's name on this server. */
export interface Owner {
  readonly model: string;
  readonly record: number;
}

export interface PutBeside {
  readonly owner: Owner;
  readonly id: number;
  /** An earlier attempt has made it. */
  readonly wasThere: boolean;
}

/** Fails for a model that is closed to flows, and when the record is none or several. What Odoo shows is read by the caller. */
export async function putBeside(
  task: Task<{ readonly model: string; readonly record: RecordRef }>,
  table: string,
  externalId: string,
  cellsOf: (owner: Owner) => Readonly<Record<string, string>>,
): Promise<Result<PutBeside>> {
  const { erp, intent, where } = task;
  const model = modelHere(task, intent.model);
  if (!model.ok) return model;
  if (isSealed(model.value)) return fail(refusal('model-denied', where, model.value));
  const found = await findRecord(erp, model.value, intent.record, where);
  if (!found.ok) return found;
  const there = await known(erp, externalId, table, where);
  if (!there.ok) return there;
  const owner = { model: model.value, record: found.value.id };
  const id = await createOnce(erp, table, { id: externalId, ...cellsOf(owner) });
  return id.ok ? ok({ owner, id: id.value, wasThere: there.value !== undefined }) : id;
}
