/** Tables that an edition or a module of others brings: asked for each time, which costs one read where there are none. */
import { type Erp, type ErpProfile, ok, type Result } from '../../../ports.ts';
import { fieldsAmong } from '../../still-right-reads.ts';
import { lotRows } from './lot-lines.ts';

export interface Database {
  readonly erp: Erp;
  readonly profile: ErpProfile;
}

/**
 * Which of these fields the table has; none where it is not there or not for this user. Asked by a call of its own: inside
 * a batch a table that is not there would end the whole batch.
 */
export async function fieldsHere(
  { erp, profile }: Database,
  model: string,
  names: readonly string[],
): Promise<Result<string[]>> {
  const book = lotRows(profile);
  if (!book.ok) return book;
  const allowed = await erp.call({ model, ...book.value.asksAccess, repeatable: true });
  if (allowed.ok) return allowed.value === true ? fieldsAmong(erp, model, names) : ok([]);
  return ['odoo-model-missing', 'odoo-access-denied'].includes(allowed.failure.code) ? ok([]) : allowed;
}

/** All of these fields, or the table counts as not there: a module of that name with other fields is another module. */
export async function hasAll(database: Database, model: string, names: readonly string[]): Promise<Result<boolean>> {
  const known = await fieldsHere(database, model, names);
  return known.ok ? ok(known.value.length === names.length) : known;
}
