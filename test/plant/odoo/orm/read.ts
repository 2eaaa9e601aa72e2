/** Reading a field: stored, computed, or gathered from the other side of a relation; and the shape it has on the wire. */
import type { Environment } from './environment.ts';
import { valueError } from './error.ts';
import type { Field } from './field.ts';
import type { Model } from './model.ts';
import { sortRecords } from './order.ts';
import type { Rec } from './record.ts';
import { idsOf, type Json, type Vals } from './value.ts';

const NUMERIC = new Set(['integer', 'float', 'monetary']);

/** Value of a field that was never set. */
export const emptyValue = (field: Field): Json =>
  NUMERIC.has(field.type) ? 0 : field.type === 'many2many' || field.type === 'one2many' ? [] : false;

export function readField(record: Rec, name: string): Json {
  if (name === 'display_name') return record.displayName;
  const field = record.field(name);
  if (field.compute) return field.compute(record);
  if (field.type === 'one2many') return gather(record, field);
  const value = record.raw(name);
  if (value === false || value === null) return emptyValue(field);
  return field.type === 'many2many' ? aliveIds(record.env, field, value) : value;
}

function aliveIds(env: Environment, field: Field, value: Json): number[] {
  const relation = field.relation ?? '';
  return idsOf(value).filter((id) => env.store.row(relation, id));
}

function gather(record: Rec, field: Field): number[] {
  const { env } = record;
  const relation = env.model(field.relation ?? '');
  const rows = env.store
    .referring(relation.name, field.inverseField ?? '', record.id)
    .map((id) => env.browse(relation.name, id))
    .filter((row) => !('active' in relation.fields) || row.get('active') !== false)
    .filter((row) => field.filter?.(row) ?? true);
  return sortRecords(rows, relation.order ?? 'id', relation).map((row) => row.id);
}

/** A record as `read` returns it. `load` other than the classic one leaves many2one as bare ids. */
export function readRecord(record: Rec, names: readonly string[], classic = true): Vals {
  const result: Vals = { id: record.id };
  for (const name of names) if (name !== 'id') result[name] = onTheWire(record, name, classic);
  return result;
}

function onTheWire(record: Rec, name: string, classic: boolean): Json {
  const value = record.get(name);
  if (name === 'display_name') return value;
  const field = record.field(name);
  if (field.type !== 'many2one' || typeof value !== 'number') return value;
  return classic ? [value, record.must(name).displayName || false] : value;
}

/** Names of the fields to read; none named means all. */
export function fieldNames(model: Model, wanted: Json | undefined): string[] {
  const names = Array.isArray(wanted) ? wanted.filter((name): name is string => typeof name === 'string') : [];
  for (const name of names)
    if (!(name in model.fields) && name !== 'id' && name !== 'display_name')
      throw valueError(`Invalid field '${name}' on '${model.name}'`);
  return names.length > 0
    ? names
    : ['display_name', ...Object.keys(model.fields).filter((name) => !model.fields[name]?.internal)];
}
