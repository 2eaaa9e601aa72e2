/** One condition of a domain: which records satisfy `path operator value`. */
import type { Predicate } from './domain.ts';
import { compileDomain } from './domain.ts';
import type { Environment } from './environment.ts';
import { valueError } from './error.ts';
import type { Field } from './field.ts';
import type { Model } from './model.ts';
import type { Rec } from './record.ts';
import { type Json, pythonText } from './value.ts';

const POSITIVE = ['=', 'in', 'like', 'ilike', '=like', '=ilike', 'any', 'any!'];
const OPERATORS = new Set([
  ...POSITIVE,
  ...POSITIVE.slice(1).map((operator) => `not ${operator}`),
  ...['!=', '<>', '<', '>', '<=', '>=', '=?', 'child_of', 'parent_of'],
]);

const RELATIONS = new Set(['many2one', 'one2many', 'many2many']);

export function condition(env: Environment, model: Model, path: string, operator: string, value: Json): Predicate {
  const [name = '', ...rest] = path.split('.');
  const shown = `${pythonText([path, operator, value], true)}`;
  const field = name === 'id' ? undefined : model.fields[name];
  if (!field && name !== 'id' && name !== 'display_name')
    throw valueError(`Invalid field ${model.name}.${name} in condition ${shown}`);
  if (!OPERATORS.has(operator)) throw valueError(`Invalid operator in condition ${shown}`);
  if (rest.length > 0) return throughRelation(env, model, field, name, [rest.join('.'), operator, value]);
  if (operator === '=?') return isUnset(value) ? () => true : condition(env, model, name, '=', value);
  if (operator === '<>') return condition(env, model, name, '!=', value);
  if (operator === 'child_of' || operator === 'parent_of') return hierarchy(env, model, field, name, operator, value);
  if (/any!?$/.test(operator)) return anyOf(env, field, name, operator, value);
  if (/^not |^!=/.test(operator)) {
    const positive = condition(env, model, name, operator === '!=' ? '=' : operator.slice(4), value);
    return (record) => !positive(record);
  }
  if (/like$/.test(operator)) return matchText(field, name, operator, value);
  if (operator === '=' || operator === 'in') return equals(field, name, value);
  return compare(field, name, operator, value);
}

const isUnset = (value: Json | undefined): boolean => value === false || value === null || value === undefined;

function throughRelation(
  env: Environment,
  model: Model,
  field: Field | undefined,
  name: string,
  term: Json[],
): Predicate {
  const relation = field?.relation;
  if (!relation) throw valueError(`Invalid field ${model.name}.${name} in condition ${pythonText(term, true)}`);
  const { matches } = compileDomain(env, env.model(relation), [term]);
  return (record) => record.many(name).some(matches);
}

function anyOf(env: Environment, field: Field | undefined, name: string, operator: string, value: Json): Predicate {
  if (!field?.relation) throw valueError(`Cannot use 'any' with non-relational fields`);
  const { matches } = compileDomain(env, env.model(field.relation), value);
  const wanted = !operator.startsWith('not');
  return (record) => record.many(name).some(matches) === wanted;
}

function equals(field: Field | undefined, name: string, value: Json): Predicate {
  const wanted = Array.isArray(value) ? value : [value];
  if (field && RELATIONS.has(field.type)) {
    return (record) => {
      const targets = record.many(name);
      return wanted.some((one) =>
        isUnset(one)
          ? targets.length === 0
          : targets.some((target) => (typeof one === 'string' ? target.displayName === one : target.id === one)),
      );
    };
  }
  const keys = wanted.map((one) => scalar(field, one));
  return (record) => keys.includes(scalar(field, record.get(name)));
}

/** The comparable form of a value: unset is `false`, 0 and unset are one for numbers, times lose their `T`. */
function scalar(field: Field | undefined, value: Json): Json {
  if (isUnset(value)) return field?.type === 'float' || field?.type === 'integer' ? 0 : false;
  if (field?.type === 'datetime' && typeof value === 'string') return timeText(value);
  if (field?.type === 'boolean') return Boolean(value);
  if ((field?.type === 'float' || field?.type === 'integer') && typeof value === 'string') return Number(value);
  if (field?.type === 'char' && value === '') return false;
  return value;
}

/** Domains take a `T`, seconds or whole days, but no time zone. */
function timeText(value: string): string {
  if (/^\d{4}-\d{2}-\d{2}[T ][\d:.]+(Z|[+-]\d{2}:?\d{2})$/.test(value))
    throw valueError(`expecting only datetimes with no timezone: '${value}'`);
  if (!/^\d{4}-\d{2}-\d{2}/.test(value)) throw valueError(`Invalid term '${value}' in expression date: '${value}'`);
  const text = value.replace('T', ' ').replace(/\.\d+$/, '');
  return text.length === 10 ? `${text} 00:00:00` : text;
}

function compare(field: Field | undefined, name: string, operator: string, value: Json): Predicate {
  const wanted = scalar(field, value);
  return (record) => {
    const own = field?.type === 'many2one' ? record.get(name) : scalar(field, record.get(name));
    if (own === false || wanted === false || typeof own !== typeof wanted) return false;
    const [left, right] = [own as number, wanted as number];
    if (operator === '<') return left < right;
    if (operator === '>') return left > right;
    return operator === '<=' ? left <= right : left >= right;
  };
}

function matchText(field: Field | undefined, name: string, operator: string, value: Json): Predicate {
  const exact = operator.startsWith('=');
  const pattern = exact ? String(value) : `%${String(value)}%`;
  const source = [...pattern]
    .map((letter) =>
      letter === '%' ? '[\\s\\S]*' : letter === '_' ? '[\\s\\S]' : letter.replace(/[.*+?^${}()|[\]\\]/, '\\$&'),
    )
    .join('');
  const expression = new RegExp(`^${source}$`, operator.includes('ilike') ? 'iu' : 'u');
  if (field?.relation) return (record) => record.many(name).some((target) => expression.test(target.displayName));
  return (record) => {
    const own = record.get(name);
    return expression.test(isUnset(own) ? '' : String(own));
  };
}

function hierarchy(
  env: Environment,
  model: Model,
  field: Field | undefined,
  name: string,
  operator: string,
  value: Json,
): Predicate {
  const relation = field?.relation ? env.model(field.relation) : model;
  if (!('parent_path' in relation.fields))
    throw valueError(`Invalid field ${relation.name}.parent_id in condition ('parent_id', 'in', ${pythonText(value)})`);
  const roots = (Array.isArray(value) ? value : [value]).flatMap((one) =>
    typeof one === 'string'
      ? env.with({ active_test: false }).search(relation.name, [['display_name', 'ilike', one]])
      : typeof one === 'number' && env.store.row(relation.name, one)
        ? [env.browse(relation.name, one)]
        : [],
  );
  const path = (record: Rec): string[] => (record.text('parent_path') || `${record.id}/`).split('/').slice(0, -1);
  const inside = (record: Rec): boolean =>
    operator === 'child_of'
      ? roots.some((root) => path(record).includes(String(root.id)))
      : roots.some((root) => path(root).includes(String(record.id)));
  if (!field?.relation) return inside;
  return (record) => record.many(name).some(inside);
}
