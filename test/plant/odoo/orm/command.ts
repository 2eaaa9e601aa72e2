/** The commands of one2many and many2many fields: `[0,0,vals] [1,id,vals] [2,id] [3,id] [4,id] [5] [6,0,ids]`. */
import { missingError, valueError } from './error.ts';
import type { Field } from './field.ts';
import type { Rec } from './record.ts';
import { idsOf, isObject, type Json, pythonText, type Vals } from './value.ts';

export const isVirtual = (field: Field): boolean => field.type === 'one2many' || field.type === 'many2many';

/** A list of bare ids stands for "set exactly these". */
function commandsOf(value: Json): Json[][] {
  if (!Array.isArray(value)) return value === false || value === null ? [[5, 0, 0]] : [];
  if (value.every((entry) => typeof entry === 'number')) return [[6, 0, value]];
  return value.map((entry) => {
    if (Array.isArray(entry)) return entry;
    if (isObject(entry)) return [0, 0, entry];
    throw valueError(`Wrong value: ${pythonText(value)}`);
  });
}

export function runCommands(record: Rec, name: string, field: Field, value: Json): void {
  for (const [code, target, detail] of commandsOf(value)) {
    const id = typeof target === 'number' ? target : 0;
    const vals = isObject(detail) ? detail : {};
    if (field.type === 'one2many') oneToMany(record, name, field, { code: code ?? -1, id, vals, ids: idsOf(detail) });
    else manyToMany(record, name, field, { code: code ?? -1, id, vals, ids: idsOf(detail) });
  }
}

interface Command {
  readonly code: Json;
  readonly id: number;
  readonly vals: Vals;
  readonly ids: number[];
}

function oneToMany(record: Rec, name: string, field: Field, command: Command): void {
  const { env } = record;
  const relation = field.relation ?? '';
  const column = field.inverseField ?? '';
  const row = (id: number): Rec => env.one(relation, [id]);
  switch (command.code) {
    case 0:
      env.create(relation, { ...command.vals, [column]: record.id });
      return;
    case 1:
      row(command.id).write(command.vals);
      return;
    case 2:
      row(command.id).unlink();
      return;
    case 3:
      detach(row(command.id), column);
      return;
    case 4:
      row(command.id).write({ [column]: record.id });
      return;
    case 5:
      for (const line of record.many(name)) detach(line, column);
      return;
    case 6:
      for (const line of record.many(name)) if (!command.ids.includes(line.id)) detach(line, column);
      for (const id of command.ids) if (row(id).get(column) !== record.id) row(id).write({ [column]: record.id });
      return;
    default:
      throw valueError(`Unknown command in ${record.model.name}.${name}: ${pythonText(command.code)}`);
  }
}

/** A row that cannot live without its parent goes; any other stays behind as an orphan. */
function detach(line: Rec, column: string): void {
  const field = line.field(column);
  if (field.onDelete === 'cascade' && field.required) line.unlink();
  else line.write({ [column]: false });
}

function manyToMany(record: Rec, name: string, field: Field, command: Command): void {
  const { env } = record;
  const relation = field.relation ?? '';
  const present = idsOf(record.get(name));
  const keep = (ids: number[]): void => {
    for (const id of ids) if (!env.store.row(relation, id)) throw missingError(relation, id, env.uid);
    env.store.update(record.model.name, record.id, { [name]: [...new Set(ids)] });
  };
  switch (command.code) {
    case 0:
      keep([...present, env.create(relation, command.vals).id]);
      return;
    case 1:
      env.one(relation, [command.id]).write(command.vals);
      return;
    case 2:
    case 3:
      keep(present.filter((id) => id !== command.id));
      if (command.code === 2) env.one(relation, [command.id]).unlink();
      return;
    case 4:
      keep([...present, command.id]);
      return;
    case 5:
      keep([]);
      return;
    case 6:
      keep(command.ids);
      return;
    default:
      throw valueError(`Unknown command in ${record.model.name}.${name}: ${pythonText(command.code)}`);
  }
}
