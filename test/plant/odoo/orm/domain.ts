/** Domains: Polish notation over `[path, operator, value]`, compiled to a predicate on records. */
import { condition } from './condition.ts';
import type { Environment } from './environment.ts';
import { typeError, valueError } from './error.ts';
import type { Model } from './model.ts';
import type { Rec } from './record.ts';
import { idsOf, type Json, pythonText } from './value.ts';

export type Predicate = (record: Rec) => boolean;

export interface CompiledDomain {
  readonly matches: Predicate;
  /** Fields of the model itself that the domain names. */
  readonly fields: ReadonlySet<string>;
  /** A superset of the matching ids when an index can tell. */
  readonly candidates: number[] | undefined;
}

export function compileDomain(env: Environment, model: Model, domain: Json): CompiledDomain {
  if (!Array.isArray(domain) && domain !== false && domain !== null)
    throw typeError(`Domain() invalid argument type for domain: ${pythonText(domain)}`);
  const items = Array.isArray(domain) ? domain : [];
  const fields = new Set<string>();
  let position = 0;

  const next = (): Predicate => {
    const item = items[position++];
    if (item === '!') {
      const inner = next();
      return (record) => !inner(record);
    }
    if (item === '&' || item === '|') {
      const [left, right] = [next(), next()];
      return item === '&' ? (record) => left(record) && right(record) : (record) => left(record) || right(record);
    }
    if (!Array.isArray(item) || item.length !== 3)
      throw valueError(`Domain() invalid item in domain: ${pythonText(item)}`);
    const [path, operator, value] = item;
    if (path === 1 || path === 0) return () => path === 1 && operator === '=' && value === 1;
    if (typeof path !== 'string' || typeof operator !== 'string')
      throw valueError(`Domain() invalid item in domain: ${pythonText(item, true)}`);
    fields.add(path.split('.')[0] ?? path);
    return condition(env, model, path, operator.toLowerCase(), value ?? false);
  };

  const terms: Predicate[] = [];
  while (position < items.length) terms.push(next());
  return {
    matches: (record) => terms.every((term) => term(record)),
    fields,
    candidates: candidatesOf(env, model, items),
  };
}

/** Rows an indexed column points to, for domains that are a plain conjunction. */
function candidatesOf(env: Environment, model: Model, items: readonly Json[]): number[] | undefined {
  if (items.some((item) => typeof item === 'string' && item !== '&')) return undefined;
  for (const item of items) {
    if (!Array.isArray(item)) continue;
    const [path, operator, value] = item;
    if (typeof path !== 'string' || (operator !== '=' && operator !== 'in')) continue;
    const ids = idsOf(value);
    if (ids.length === 0 || (operator === 'in' && Array.isArray(value) && ids.length !== value.length)) continue;
    if (path === 'id') return ids.filter((id, at) => ids.indexOf(id) === at).sort((left, right) => left - right);
    const field = model.fields[path];
    if (field?.type === 'many2one' && !field.compute)
      return ids.flatMap((id) => env.store.referring(model.name, path, id));
  }
  return undefined;
}
