/** `read_group` (lazy and not) and `formatted_read_group` for plain fields, many2one, and dotted group-bys. */
import type { Environment } from './environment.ts';
import { valueError } from './error.ts';
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
    const keys = by.map((path) => keyOf(record, path));
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

const sortKey = (key: Json): string => (Array.isArray(key) ? String(key[1]) : key === false ? '\uffff' : String(key));

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

export function readGroup(env: Environment, model: Model, args: Vals): Json {
  const by = textsOf(args.groupby);
  const lazy = args.lazy !== false;
  const used = lazy ? by.slice(0, 1) : by;
  return groups(env, model, args.domain ?? [], used).map(({ keys, records }) => {
    const row: Vals = {};
    for (const [at, name] of used.entries()) row[name] = keys[at] ?? false;
    row[lazy && used[0] ? `${used[0]}_count` : '__count'] = records.length;
    for (const wanted of textsOf(args.fields)) {
      const [name = '', how = 'sum'] = wanted.split(':');
      const field = model.fields[name];
      if (field && NUMERIC.has(field.type) && !used.includes(name)) row[name] = aggregate(records, name, how);
    }
    row.__domain = narrowed(args.domain ?? [], used, keys);
    return row;
  });
}

function narrowed(domain: Json, by: readonly string[], keys: readonly Json[]): Json {
  const terms = [
    ...(Array.isArray(domain) ? domain : []),
    ...by.map((name, at) => [name, '=', plainKey(keys[at] ?? false)]),
  ];
  return [...Array.from({ length: Math.max(terms.length - 1, 0) }, () => '&'), ...terms];
}

export function formattedReadGroup(env: Environment, model: Model, args: Vals): Json {
  const by = textsOf(args.groupby);
  return groups(env, model, args.domain ?? [], by).map(({ keys, records }) => {
    const row: Vals = {};
    for (const [at, name] of by.entries()) row[name] = keys[at] ?? false;
    row.__extra_domain =
      by.length === 0 ? [[1, '=', 1]] : by.map((name, at) => [name, '=', plainKey(keys[at] ?? false)]);
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
