/** `read_group` (lazy and not) and `formatted_read_group` for plain fields, many2one, times by grain, and dotted group-bys. */
import type { Environment } from './environment.ts';
import { valueError } from './error.ts';
import { grainOf, termsOf } from './grain.ts';
import type { Model } from './model.ts';
import type { Rec } from './record.ts';
import { type Json, roundTo, type Vals } from './value.ts';

interface Group {
  readonly keys: Json[];
  readonly records: Rec[];
}

function groups(env: Environment, model: Model, domain: Json, by: readonly string[]): Group[] {
  const found = new Map<string, Group>();
  for (const record of env.search(model.name, domain)) {
    const keys = by.map((spec) => {
      const [path = '', grain] = spec.split(':');
      const key = keyOf(record, path);
      return grain && typeof key === 'string' ? grainOf(key, grain, env.context.tz) : key;
    });
    const slot = JSON.stringify(keys);
    const group = found.get(slot);
    if (group) group.records.push(record);
    else found.set(slot, { keys, records: [record] });
  }
  return [...found.values()].sort((left, right) => compareKeys(left.keys, right.keys));
}

function keyOf(record: Rec, path: string): Json {
  const [name = '', ...rest] = path.split('.');
  if (!(name in record.model.fields)) throw valueError(`Invalid field '${name}' on model '${record.model.name}'`);
  if (rest.length > 0) {
    const target = record.one(name);
    return target ? keyOf(target, rest.join('.')) : false;
  }
  const target = record.field(name).type === 'many2one' ? record.one(name) : undefined;
  return target ? [target.id, target.displayName] : record.get(name);
}

/** Records by their names, times by their begin. */
const sortKey = (key: Json): string => {
  if (Array.isArray(key)) return String(typeof key[0] === 'string' ? key[0] : key[1]);
  return key === false ? '\uffff' : String(key);
};

function compareKeys(left: Json[], right: Json[]): number {
  for (const [at, key] of left.entries()) {
    const [a, b] = [sortKey(key), sortKey(right[at] ?? false)];
    if (a !== b) return a < b ? -1 : 1;
  }
  return 0;
}

function aggregate(records: readonly Rec[], name: string, how: string): Json {
  const values = records.map((record) => record.num(name));
  if (how === 'count') return records.length;
  if (how === 'count_distinct') return new Set(records.map((record) => record.get(name))).size;
  if (how === 'array_agg') return records.map((record) => record.get(name));
  const sum = values.reduce((total, value) => total + value, 0);
  if (how === 'avg') return values.length > 0 ? sum / values.length : false;
  if (how === 'max') return values.length > 0 ? Math.max(...values) : false;
  if (how === 'min') return values.length > 0 ? Math.min(...values) : false;
  return roundTo(sum, 9);
}

const plainKey = (key: Json): Json => (Array.isArray(key) ? (key[0] ?? false) : key);

const NUMERIC = new Set(['float', 'integer', 'monetary']);

/** Of a group of time only the name. */
const nameOf = (spec: string, key: Json): Json => (spec.includes(':') && Array.isArray(key) ? (key[1] ?? false) : key);

export function readGroup(env: Environment, model: Model, args: Vals): Json {
  const by = textsOf(args.groupby);
  const lazy = args.lazy !== false;
  const used = lazy ? by.slice(0, 1) : by;
  return paged(groups(env, model, args.domain ?? [], used), args).map(({ keys, records }) => {
    const row: Vals = {};
    for (const [at, name] of used.entries()) row[name] = nameOf(name, keys[at] ?? false);
    row[lazy && used[0] ? `${used[0]}_count` : '__count'] = records.length;
    for (const wanted of textsOf(args.fields)) {
      const [name = '', how = 'sum'] = wanted.split(':');
      const field = model.fields[name];
      if (field && NUMERIC.has(field.type) && !used.includes(name)) row[name] = aggregate(records, name, how);
    }
    row.__domain = narrowed(env, args.domain ?? [], used, keys);
    return row;
  });
}

function paged(all: readonly Group[], { offset, limit }: Vals): readonly Group[] {
  const from = typeof offset === 'number' ? offset : 0;
  return all.slice(from, typeof limit === 'number' && limit > 0 ? from + limit : undefined);
}

function ownTerms(env: Environment, by: readonly string[], keys: readonly Json[]): Json[] {
  return by.flatMap((spec, at) => {
    const [path = '', grain] = spec.split(':');
    const key = keys[at] ?? false;
    return grain && Array.isArray(key)
      ? termsOf(path, grain, key as [string, string], env.context.tz)
      : [[path, '=', plainKey(key)]];
  });
}

function narrowed(env: Environment, domain: Json, by: readonly string[], keys: readonly Json[]): Json {
  const terms = [...(Array.isArray(domain) ? domain : []), ...ownTerms(env, by, keys)];
  return [...Array.from({ length: Math.max(terms.length - 1, 0) }, () => '&'), ...terms];
}

export function formattedReadGroup(env: Environment, model: Model, args: Vals): Json {
  const by = textsOf(args.groupby);
  return paged(groups(env, model, args.domain ?? [], by), args).map(({ keys, records }) => {
    const row: Vals = {};
    for (const [at, name] of by.entries()) row[name] = keys[at] ?? false;
    row.__extra_domain = by.length === 0 ? [[1, '=', 1]] : ownTerms(env, by, keys);
    for (const wanted of textsOf(args.aggregates)) {
      const [name = '', how = 'sum'] = wanted.split(':');
      row[wanted] = name === '__count' ? records.length : aggregate(records, name, how);
    }
    return row;
  });
}

export const textsOf = (value: Json | undefined): string[] =>
  (Array.isArray(value) ? value : typeof value === 'string' ? [value] : []).filter(
    (entry): entry is string => typeof entry === 'string',
  );
