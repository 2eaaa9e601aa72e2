/** External ids: `module.name` ↔ record, kept in `ir.model.data`. */
import type { Environment } from './environment.ts';
import type { Rec } from './record.ts';

/** A name without a dot belongs to the module Odoo gives to imported data. */
export const splitExternalId = (text: string): { readonly module: string; readonly name: string } => {
  const dot = text.indexOf('.');
  return dot < 0 ? { module: '__import__', name: text } : { module: text.slice(0, dot), name: text.slice(dot + 1) };
};

function entry(env: Environment, externalId: string): Rec | undefined {
  const { module, name } = splitExternalId(externalId);
  const [id] = env.store
    .referring('ir.model.data', 'name', name)
    .filter((row) => env.store.row('ir.model.data', row)?.module === module);
  return id === undefined ? undefined : env.browse('ir.model.data', id);
}

/** The record behind an external id; a dangling one counts as unknown. */
export function findExternal(env: Environment, externalId: string): Rec | undefined {
  const found = entry(env, externalId);
  if (!found) return undefined;
  const target = env.browse(found.text('model'), found.num('res_id'));
  return target.exists ? target : undefined;
}

/** Whether the record behind the id was loaded with `noupdate`, which keeps later updates away from it. */
export const isProtected = (env: Environment, externalId: string): boolean =>
  entry(env, externalId)?.flag('noupdate') ?? false;

export function nameExternally(record: Rec, externalId: string, noupdate = false): void {
  const { module, name } = splitExternalId(externalId);
  const { env } = record;
  const stale = entry(env, externalId);
  if (stale) env.store.delete('ir.model.data', stale.id);
  env.store.insert('ir.model.data', { module, name, model: record.model.name, res_id: record.id, noupdate });
}

/** The first external id of a record, or an empty text. */
export function externalIdOf(record: Rec): string {
  const { env } = record;
  const [row] = env.store
    .referring('ir.model.data', 'res_id', record.id)
    .map((id) => env.store.row('ir.model.data', id))
    .filter((data) => data?.model === record.model.name);
  return row ? `${String(row.module)}.${String(row.name)}` : '';
}
