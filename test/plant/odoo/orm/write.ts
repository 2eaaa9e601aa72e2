/** Create, write and delete: conversion, defaults, relations, then the rules of the model. */
import { isVirtual, runCommands } from './command.ts';
import { convert } from './convert.ts';
import type { Environment } from './environment.ts';
import { constraintError, keyError, valueError } from './error.ts';
import type { Model } from './model.ts';
import type { Rec } from './record.ts';
import type { Json, Row, Vals } from './value.ts';

const LOG_FIELDS = new Set(['id', 'create_uid', 'create_date', 'write_uid', 'write_date', 'display_name']);

/** Columns kept in the row; the rest goes through commands, inverses, or is dropped. */
const isColumn = (model: Model, name: string): boolean => {
  const field = model.fields[name];
  return field !== undefined && !isVirtual(field) && (!field.compute || field.stored === true);
};

export function createRecord(env: Environment, model: Model, given: Vals): Rec {
  for (const name of Object.keys(given))
    if (!(name in model.fields) && !LOG_FIELDS.has(name))
      throw valueError(`Invalid field '${name}' in '${model.name}'`);
  model.inspect?.(given);
  const vals = converted(env, model, given);
  for (const [name, field] of Object.entries(model.fields)) {
    if (name in vals || LOG_FIELDS.has(name)) continue;
    const fromContext = env.context[`default_${name}`];
    const preset = fromContext ?? (typeof field.default === 'function' ? field.default(env.now) : field.default);
    if (preset !== undefined)
      vals[name] = isVirtual(field) || field.compute ? preset : convert(env, model.name, name, field, preset);
  }
  model.prepare?.(env, vals);
  const base = (final: Vals): Rec => insert(env, model, final);
  return model.create ? model.create(env, vals, base) : base(vals);
}

function insert(env: Environment, model: Model, vals: Vals): Rec {
  const row: Row = {};
  for (const [name, value] of Object.entries(vals)) if (isColumn(model, name)) row[name] = value;
  Object.assign(row, { create_uid: env.uid, create_date: env.now, write_uid: env.uid, write_date: env.now });
  const record = env.browse(model.name, env.store.insert(model.name, row));
  applyVirtual(record, vals);
  env.check(record, Object.keys(model.fields));
  model.changed?.(record, Object.keys(vals));
  env.world.observe?.(record, 'written');
  return record;
}

function converted(env: Environment, model: Model, given: Vals): Vals {
  const vals: Vals = {};
  for (const [name, value] of Object.entries(given)) {
    const field = model.fields[name];
    if (!field || LOG_FIELDS.has(name)) continue;
    vals[name] = isVirtual(field) ? value : convert(env, model.name, name, field, value);
  }
  return vals;
}

/** Relations first, then the inverses of computed fields. */
function applyVirtual(record: Rec, vals: Vals): void {
  for (const [name, value] of Object.entries(vals)) {
    const field = record.model.fields[name];
    if (field && isVirtual(field) && !field.compute) runCommands(record, name, field, value);
  }
  for (const [name, value] of Object.entries(vals)) record.model.fields[name]?.inverse?.(record, value);
}

export function writeRecords(env: Environment, model: Model, ids: readonly number[], given: Vals): void {
  for (const name of Object.keys(given))
    if (!(name in model.fields) && !LOG_FIELDS.has(name)) throw unknownOnWrite(model, name);
  const records = env.existing(model.name, ids);
  const vals = converted(env, model, given);
  const base = (final: Vals): void => {
    for (const record of records) store(record, final);
  };
  if (model.write) model.write(records, vals, base);
  else base(vals);
}

const unknownOnWrite = (model: Model, name: string) =>
  model.looksUpWrites ? keyError(name) : valueError(`Invalid field '${name}' in '${model.name}'`);

function store(record: Rec, vals: Vals): void {
  const { env, model } = record;
  const patch: Row = {};
  for (const [name, value] of Object.entries(vals)) if (isColumn(model, name)) patch[name] = value;
  env.store.update(model.name, record.id, { ...patch, write_uid: env.uid, write_date: env.now });
  applyVirtual(record, vals);
  env.check(record, Object.keys(vals));
  model.changed?.(record, Object.keys(vals));
  env.world.observe?.(record, 'written');
}

export function deleteRecords(env: Environment, model: Model, ids: readonly number[]): void {
  const records = env.existing(model.name, ids);
  const base = (): void => {
    for (const record of records) {
      if (!record.exists) continue;
      // What the database deletes along with it tells no rule.
      env.world.observe?.(record, 'deleted');
      remove(record);
    }
  };
  if (model.unlink) model.unlink(records, base);
  else base();
}

function remove(record: Rec): void {
  const { env, model } = record;
  for (const other of env.world.models.values())
    for (const [name, field] of Object.entries(other.fields))
      if (field.type === 'many2one' && field.relation === model.name && !field.compute) release(record, other, name);
  for (const id of env.store.referring('ir.model.data', 'res_id', record.id))
    if (env.store.row('ir.model.data', id)?.model === model.name) env.store.delete('ir.model.data', id);
  env.store.delete(model.name, record.id);
}

/** The rows that point at a record which is about to vanish. */
function release(record: Rec, other: Model, column: string): void {
  const { env } = record;
  const field = other.fields[column];
  const policy = field?.onDelete ?? (field?.required ? 'restrict' : 'set null');
  for (const id of env.store.referring(other.name, column, record.id)) {
    if (policy === 'set null') env.store.update(other.name, id, { [column]: false });
    else if (policy === 'cascade') remove(env.browse(other.name, id));
    else
      throw constraintError(
        `Another model is using the record you are trying to delete.\n\nThe troublemaker is: '${other.label}' (${other.name})\n` +
          `Thanks to the following constraint: '${field?.label ?? column}' (${column})\nHow about archiving the record instead?`,
      );
  }
}

/** Values of a record that a duplicate takes over. */
export function copyValues(record: Rec): Vals {
  const vals: Vals = {};
  for (const [name, field] of Object.entries(record.model.fields)) {
    if (LOG_FIELDS.has(name) || field.copy === false || field.type === 'one2many' || !isColumn(record.model, name)) {
      if (field.type === 'many2many' && !field.compute && field.copy !== false)
        vals[name] = [[6, 0, record.get(name)]] as Json;
      continue;
    }
    vals[name] = record.raw(name);
  }
  return vals;
}
