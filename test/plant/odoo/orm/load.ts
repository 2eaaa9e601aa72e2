/**
 * `load`: rows of text cells with external ids become records, all or none. With `mode: update, noupdate: true` in the
 * context it is a create-once: a record that was created this way is left as it is by every later call.
 */

import { denied, hasAccess } from './access.ts';
import { type CellProblem, readCell } from './cell.ts';
import { fieldLabel } from './check.ts';
import type { Environment } from './environment.ts';
import { OdooError, valueError } from './error.ts';
import { externalIdOf, isProtected, nameExternally, splitExternalId } from './external.ts';
import type { Model } from './model.ts';
import type { Rec } from './record.ts';
import type { Json, Vals } from './value.ts';

interface Message extends CellProblem {
  readonly field?: string;
  readonly field_name?: string;
}

/** One record of the table: its id cells, values, and the nested lines of its one2many columns. */
interface Parsed {
  externalId: string;
  databaseId: number | undefined;
  readonly vals: Vals;
  readonly lines: Map<string, Parsed[]>;
  readonly messages: Message[];
}

interface Span {
  readonly from: number;
  readonly rows: Json[][];
}

type Path = readonly string[];

export function load(env: Environment, model: Model, fields: readonly string[], data: Json[][]): Vals {
  const paths = fields.map((name) => name.split('/'));
  for (const [name = ''] of paths)
    if (!['id', '.id'].includes(name) && !(name in model.fields)) throw valueError(`Invalid field name '${name}'`);
  const spans = split(model, paths, data);
  const savepoint = env.store.savepoint();
  const messages: Vals[] = [];
  const ids: number[] = [];
  for (const [index, span] of spans.entries()) {
    const rows = { from: span.from, to: span.from + span.rows.length - 1 };
    for (const message of attempt(env, model, paths, span, ids))
      messages.push({ rows, type: 'error', record: index, ...(message as unknown as Vals) });
    if (messages.length >= 10 && messages.length * 10 >= index + 1) break;
  }
  if (messages.length === 0) return { ids, messages: [], nextrow: 0 };
  env.store.rollback(savepoint);
  return { ids: false, messages, nextrow: 0 };
}

/** A record begins where a column outside its one2many lines is filled. */
function split(model: Model, paths: readonly Path[], data: Json[][]): Span[] {
  const own = paths.flatMap((path, at) => (model.fields[path[0] ?? '']?.type === 'one2many' ? [] : [at]));
  const spans: Span[] = [];
  for (const [index, row] of data.entries()) {
    const last = spans.at(-1);
    if (last && own.every((at) => (row[at] ?? '') === '' || row[at] === false)) last.rows.push(row);
    else spans.push({ from: index, rows: [row] });
  }
  return spans;
}

function attempt(env: Environment, model: Model, paths: readonly Path[], span: Span, ids: number[]): Message[] {
  const parsed = parse(env, model, paths, span.rows);
  const { messages } = parsed;
  const savepoint = env.store.savepoint();
  try {
    ids.push(save(env, model, parsed).id);
    return messages;
  } catch (error) {
    env.store.rollback(savepoint);
    if (!(error instanceof OdooError)) throw error;
    const message = error.message.replace(/^The operation cannot be completed: /, '');
    const field = error.field ?? /\((\w+)\)\.\nModel:/.exec(message)?.[1];
    return [...messages, field === undefined ? { message } : { message, field }];
  }
}

function parse(env: Environment, model: Model, paths: readonly Path[], rows: Json[][]): Parsed {
  const parsed: Parsed = { externalId: '', databaseId: undefined, vals: {}, lines: new Map(), messages: [] };
  const probe = env.browse(model.name, 0);
  const nested = new Map<string, number[]>();
  for (const [at, path] of paths.entries()) {
    const [name = '', how = ''] = path;
    const cell = rows[0]?.[at] ?? '';
    if (name === 'id') parsed.externalId = String(cell || '');
    else if (name === '.id') parsed.databaseId = cell === '' ? undefined : Number(cell);
    else if (model.fields[name]?.type === 'one2many') nested.set(name, [...(nested.get(name) ?? []), at]);
    else {
      const field = probe.field(name);
      const label = fieldLabel(probe, name);
      const result = readCell(env, field, label, how === 'id' || how === '.id' ? how : '', cell);
      if ('problem' in result) parsed.messages.push({ ...result.problem, field: name, field_name: label });
      else parsed.vals[name] = result.value;
    }
  }
  for (const [name, columns] of nested)
    parsed.lines.set(name, parseLines(env, probe, name, { paths, columns, rows }, parsed));
  return parsed;
}

interface Lines {
  readonly paths: readonly Path[];
  readonly columns: readonly number[];
  readonly rows: Json[][];
}

function parseLines(env: Environment, probe: Rec, name: string, table: Lines, parent: Parsed): Parsed[] {
  const relation = env.model(probe.field(name).relation ?? '');
  const paths = table.columns.map((at) => (table.paths[at] ?? []).slice(1));
  const rows = table.rows
    .map((row) => table.columns.map((at) => row[at] ?? ''))
    .filter((row) => row.some((cell) => cell !== '' && cell !== false));
  const lines = split(relation, paths, rows).map((span) => parse(env, relation, paths, span.rows));
  for (const line of lines) parent.messages.push(...line.messages);
  return lines;
}

function save(env: Environment, model: Model, parsed: Parsed): Rec {
  const { noupdate, mode } = env.context;
  const found = existing(env, model, parsed);
  if (found && mode === 'update' && isProtected(env, parsed.externalId)) return found;
  const operation = found ? 'write' : 'create';
  if (!hasAccess(env, model, operation)) throw denied(model, operation);
  if (!found && mode === 'update' && !parsed.externalId)
    throw valueError('Cannot update a record without specifying its id or xml_id');
  const vals = { ...parsed.vals };
  for (const [name, lines] of parsed.lines) vals[name] = lines.map((line) => lineCommand(env, model, name, line));
  if (found) found.write(vals);
  const record = found ?? env.create(model.name, vals);
  if (!found && parsed.externalId) nameExternally(record, parsed.externalId, noupdate === true);
  nameLines(env, record, parsed);
  if (!found) model.loaded?.(record, parsed.externalId);
  return record;
}

function existing(env: Environment, model: Model, parsed: Parsed): Rec | undefined {
  if (parsed.databaseId !== undefined) return env.one(model.name, [parsed.databaseId]);
  if (!parsed.externalId) return undefined;
  const found = env.ref(parsed.externalId.includes('.') ? parsed.externalId : `__import__.${parsed.externalId}`);
  if (found && found.model.name !== model.name) {
    const { module, name } = splitExternalId(parsed.externalId);
    throw valueError(
      `For external id ${module}.${name} when trying to create/update a record of model ${model.name} found record of different model ${found.model.name} (${found.id})`,
    );
  }
  return found;
}

function lineCommand(env: Environment, model: Model, name: string, line: Parsed): Json {
  const relation = model.fields[name]?.relation ?? '';
  const found = line.externalId ? env.ref(line.externalId) : undefined;
  return found?.model.name === relation ? [1, found.id, line.vals] : [0, 0, line.vals];
}

/** Lines get their external ids in the order they were created. */
function nameLines(env: Environment, record: Rec, parsed: Parsed): void {
  for (const [name, lines] of parsed.lines) {
    const fresh = record
      .many(name)
      .filter((row) => externalIdOf(row) === '')
      .sort((left, right) => left.id - right.id);
    const unnamed = lines.filter((line) => line.externalId && !env.ref(line.externalId));
    for (const [at, line] of unnamed.entries()) {
      const row = fresh[at];
      if (row) nameExternally(row, line.externalId);
    }
  }
}
