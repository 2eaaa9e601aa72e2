/** Cells of `load`: text in, values out, or a message in Odoo's words. */
import type { Environment } from './environment.ts';
import { attributeError } from './error.ts';
import { findExternal } from './external.ts';
import type { Field } from './field.ts';
import { offsetMs } from './grain.ts';
import type { Rec } from './record.ts';
import { dateTimeText, type Json } from './value.ts';

export interface CellProblem {
  readonly message: string;
  readonly moreinfo?: Json;
}

export type CellResult = { readonly value: Json } | { readonly problem: CellProblem };

const value = (found: Json): CellResult => ({ value: found });
const problem = (message: string, moreinfo?: Json): CellResult => ({
  problem: moreinfo === undefined ? { message } : { message, moreinfo },
});

/** `how` tells what the cell names: an external id, a database id, or the record's name. */
export function readCell(
  env: Environment,
  field: Field,
  label: string,
  how: 'id' | '.id' | '',
  cell: Json,
): CellResult {
  if (typeof cell === 'boolean') throw attributeError("'bool' object has no attribute 'lower'");
  const text = cell === null ? '' : String(cell);
  if (text === '') return value(false);
  if (field.relation) return readReference(env, field, label, how, text);
  switch (field.type) {
    case 'boolean':
      return readBoolean(text, label);
    case 'float':
    case 'monetary':
      return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(text)
        ? value(Number(text))
        : problem(`'${text}' does not seem to be a number for field '${label}'`);
    case 'integer':
      return /^\s*[+-]?\d+\s*$/.test(text)
        ? value(Number(text))
        : problem(`'${text}' does not seem to be an integer for field '${label}'`);
    case 'selection':
      return readChoice(field, text, label);
    case 'datetime':
      return readTime(env, text, label);
    default:
      return value(text);
  }
}

function readBoolean(text: string, label: string): CellResult {
  if (/^(1|true|yes)$/i.test(text)) return value(true);
  if (/^(0|false|no)$/i.test(text)) return value(false);
  return problem(`Unknown value '${text}' for boolean field '${label}'`, "Use '1' for yes and '0' for no");
}

function readChoice(field: Field, text: string, label: string): CellResult {
  const choices = field.selection ?? [];
  const found = choices.find(([key, name]) => key === text || name.toLowerCase() === text.toLowerCase());
  return found
    ? value(found[0])
    : problem(
        `Value '${text}' not found in selection field '${label}'`,
        choices.map(([, name]) => name),
      );
}

/** Times are read in the zone of the context, else of the user, else UTC. */
function readTime(env: Environment, text: string, label: string): CellResult {
  if (!/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text))
    return problem(
      `'${text}' does not seem to be a valid datetime for field '${label}'`,
      "Use the format '2012-12-31 23:59:59'",
    );
  const zone = env.context.tz ?? env.user.get('tz');
  const utcMs = Date.parse(`${text.replace(' ', 'T')}Z`);
  return value(dateTimeText(typeof zone === 'string' && zone ? utcMs - offsetMs(zone, utcMs) : utcMs));
}

function readReference(env: Environment, field: Field, label: string, how: string, text: string): CellResult {
  const ids: number[] = [];
  for (const one of field.type === 'many2one' ? [text] : text.split(',')) {
    const found = findTarget(env, field.relation ?? '', how, one.trim());
    if (!found) {
      const kind = how === 'id' ? 'external id' : how === '.id' ? 'database id' : 'name';
      return problem(`No matching record found for ${kind} '${one.trim()}' in field '${label}'`, {
        name: 'Possible Values',
        type: 'ir.actions.act_window',
        res_model: field.relation ?? '',
      });
    }
    ids.push(found.id);
  }
  return value(field.type === 'many2one' ? (ids[0] ?? false) : [[6, 0, ids]]);
}

function findTarget(env: Environment, relation: string, how: string, text: string): Rec | undefined {
  if (how === 'id') {
    const found = findExternal(env, text);
    return found?.model.name === relation ? found : undefined;
  }
  if (how === '.id') {
    const record = env.browse(relation, Number(text));
    return record.exists ? record : undefined;
  }
  const named = env.search(relation).filter((record) => record.displayName === text || record.text('name') === text);
  return named[0];
}
