/** The action's ledger: rows of `ir_model_data` under a module of its own, unique by name. */
import type { Environment } from '../orm/environment.ts';
import type { Json } from '../orm/value.ts';

const MODULE = 'plantwire_ledger';

const find = (env: Environment, name: string): number | undefined =>
  env.store
    .referring('ir.model.data', 'name', name)
    .find((id) => env.store.row('ir.model.data', id)?.module === MODULE);

const effectOf = (env: Environment, row: number): number => Number(env.store.row('ir.model.data', row)?.res_id) || 0;

/** Writes a row for every key that has none; answers with the effects of the keys that had one. */
export function claim(env: Environment, keys: readonly string[]): Map<string, number> {
  const known = new Map<string, number>();
  for (const key of keys) {
    const row = find(env, key);
    if (row !== undefined) known.set(key, effectOf(env, row));
    else env.store.insert('ir.model.data', { ...fresh(env), module: MODULE, name: key, model: 'base', res_id: false });
  }
  return known;
}

const fresh = (env: Environment) => ({ noupdate: true, create_date: env.now, write_date: env.now });

export function note(env: Environment, key: string, id: number | undefined): void {
  const row = find(env, key);
  if (row !== undefined) env.store.update('ir.model.data', row, { res_id: id ?? false });
}

export const ledgerRows = (env: Environment, keys: readonly string[]): Json =>
  keys.flatMap((key): Json[] => {
    const row = find(env, key);
    return row === undefined ? [] : [[key, effectOf(env, row)]];
  });
