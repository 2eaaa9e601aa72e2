/** The public methods every model has. */
import { hasAccess } from './access.ts';
import { fieldLabel } from './check.ts';
import { digitsOf } from './convert.ts';
import type { Environment } from './environment.ts';
import { typeError } from './error.ts';
import { externalIdOf } from './external.ts';
import type { Field } from './field.ts';
import { formattedReadGroup, readGroup, textsOf } from './group.ts';
import { load } from './load.ts';
import { all, type Method, type Model, onModel } from './model.ts';
import { fieldNames, readRecord } from './read.ts';
import type { Rec } from './record.ts';
import { isObject, type Json, type Vals } from './value.ts';
import { copyValues, createRecord, deleteRecords, writeRecords } from './write.ts';

const classic = (args: Vals): boolean => args.load === undefined || args.load === '_classic_read';

function find(env: Environment, model: Model, args: Vals): Rec[] {
  const found = env.search(
    model.name,
    args.domain ?? [],
    typeof args.order === 'string' && args.order ? args.order : undefined,
  );
  const offset = typeof args.offset === 'number' ? args.offset : 0;
  const limit = typeof args.limit === 'number' && args.limit > 0 ? args.limit : undefined;
  return found.slice(offset, limit === undefined ? undefined : offset + limit);
}

function searchRead(env: Environment, model: Model, args: Vals): Json {
  const strangers = isObject(args.kwargs) ? Object.keys(args.kwargs) : [];
  if (strangers[0] !== undefined)
    throw typeError(`BaseModel._read_format() got an unexpected keyword argument '${strangers[0]}'`);
  const names = fieldNames(model, args.fields);
  return find(env, model, args).map((record) => readRecord(record, names, classic(args)));
}

/** Missing ids, and ids of a wrong type, vanish without a word; asked for ids alone, Odoo 19 does not even look. */
const read: Method = {
  on: 'record',
  parameters: ['fields?', 'load?'],
  run: (env, model, ids, args) => {
    const names = fieldNames(model, args.fields);
    if (names.every((name) => name === 'id')) return ids.map((id) => ({ id }));
    return ids
      .map((id) => env.browse(model.name, id))
      .filter((record) => record.exists)
      .map((record) => readRecord(record, names, classic(args)));
  },
};

const create = onModel(
  (env, args, model) => {
    const list = Array.isArray(args.vals_list) ? args.vals_list : [args.vals_list ?? {}];
    return list.map((vals) => createRecord(env, model, isObject(vals) ? vals : {}).id);
  },
  ['vals_list'],
);

const write: Method = {
  on: 'record',
  parameters: ['vals'],
  run: (env, model, ids, args) => {
    if (ids.length > 0) writeRecords(env, model, ids, isObject(args.vals) ? args.vals : {});
    return true;
  },
};

const unlink: Method = {
  on: 'record',
  parameters: [],
  run: (env, model, ids) => {
    deleteRecords(env, model, ids);
    return true;
  },
};

const copy = all(
  (records, args, env) =>
    records.map(
      (record) =>
        createRecord(env, record.model, { ...copyValues(record), ...(isObject(args.default) ? args.default : {}) }).id,
    ),
  ['default?'],
);

function nameSearch(env: Environment, model: Model, args: Vals): Json {
  const name = typeof args.name === 'string' ? args.name : '';
  const operator = typeof args.operator === 'string' ? args.operator : 'ilike';
  const limit = typeof args.limit === 'number' ? args.limit : 100;
  const own = Array.isArray(args.domain) ? args.domain : [];
  return env
    .search(model.name, name ? [...own, ['display_name', operator, name]] : own)
    .slice(0, limit)
    .map((record) => [record.id, record.displayName]);
}

function shownDigits(env: Environment, field: Field): Json {
  const digits = digitsOf(env, field);
  return digits === undefined ? false : [16, digits];
}

function fieldsGet(env: Environment, model: Model, args: Vals): Json {
  const wanted = textsOf(args.allfields);
  const attributes = textsOf(args.attributes);
  const result: Vals = {};
  for (const [name, field] of Object.entries(model.fields)) {
    if (field.internal || (wanted.length > 0 && !wanted.includes(name))) continue;
    const description: Vals = {
      name,
      type: field.type,
      string: fieldLabel(env.browse(model.name, 0), name),
      required: field.required === true,
      readonly:
        field.readonly === true || (field.compute !== undefined && field.inverse === undefined && !field.stored),
      store: field.compute === undefined && field.type !== 'one2many',
      searchable: true,
      depends: field.compute === undefined ? [] : ['write_date'],
      ...(field.path ? { related: field.path } : {}),
      ...(field.type === 'char' ? { trim: true } : {}),
      ...(field.type === 'float' ? { digits: shownDigits(env, field) } : {}),
      sortable: field.compute === undefined,
      ...(field.relation ? { relation: field.relation } : {}),
      ...(field.inverseField ? { relation_field: field.inverseField } : {}),
      ...(field.selection ? { selection: field.selection.map(([key, label]) => [key, label]) } : {}),
    };
    result[name] =
      attributes.length > 0
        ? Object.fromEntries(Object.entries(description).filter(([key]) => attributes.includes(key)))
        : description;
  }
  return result;
}

const getExternalId: Method = {
  on: 'record',
  parameters: [],
  run: (env, model, ids) => Object.fromEntries(ids.map((id) => [String(id), externalIdOf(env.browse(model.name, id))])),
};

const defaultGet = onModel(
  (env, args, model) => {
    const result: Vals = {};
    for (const name of textsOf(args.fields)) {
      const field = model.fields[name];
      const preset =
        env.context[`default_${name}`] ??
        (typeof field?.default === 'function' ? field.default(env.now) : field?.default);
      if (preset !== undefined) result[name] = preset;
    }
    return result;
  },
  ['fields'],
);

export const STANDARD: Readonly<Record<string, Method>> = {
  read,
  write,
  unlink,
  create,
  copy,
  search: onModel(
    (env, args, model) => find(env, model, args).map((record) => record.id),
    ['domain', 'offset?', 'limit?', 'order?'],
  ),
  search_count: onModel(
    (env, args, model) => {
      const count = env.search(model.name, args.domain ?? []).length;
      return typeof args.limit === 'number' ? Math.min(count, args.limit) : count;
    },
    ['domain', 'limit?'],
  ),
  search_read: onModel(
    (env, args, model) => searchRead(env, model, args),
    ['domain?', 'fields?', 'offset?', 'limit?', 'order?', 'load?', '**kwargs'],
  ),
  load: onModel(
    (env, args, model) =>
      load(
        env,
        model,
        textsOf(args.fields),
        (Array.isArray(args.data) ? args.data : []).map((row) => (Array.isArray(row) ? row : [])),
      ),
    ['fields', 'data'],
  ),
  name_search: onModel((env, args, model) => nameSearch(env, model, args), ['name?', 'domain?', 'operator?', 'limit?']),
  fields_get: onModel((env, args, model) => fieldsGet(env, model, args), ['allfields?', 'attributes?']),
  default_get: defaultGet,
  read_group: onModel(
    (env, args, model) => readGroup(env, model, args),
    ['domain', 'fields', 'groupby', 'offset?', 'limit?', 'orderby?', 'lazy?'],
  ),
  formatted_read_group: onModel(
    (env, args, model) => formattedReadGroup(env, model, args),
    ['domain', 'groupby?', 'aggregates?', 'having?', 'offset?', 'limit?', 'order?'],
  ),
  get_external_id: getExternalId,
  exists: { on: 'record', parameters: [], run: (env, model, ids) => ids.filter((id) => env.store.row(model.name, id)) },
  has_access: {
    on: 'record',
    parameters: ['operation'],
    run: (env, model, _ids, args) => hasAccess(env, model, String(args.operation)),
  },
};
