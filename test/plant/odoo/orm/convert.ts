/**
 * What Odoo makes of a value that is written, silent changes included: a wrong type for a many2one clears the field,
 * null becomes 0, "false" becomes true, quantities are rounded.
 */
import type { Environment } from './environment.ts';
import { missingError, valueError } from './error.ts';
import type { Field } from './field.ts';
import { type Json, roundTo } from './value.ts';

/** Decimals of a field, the named precision looked up in `decimal.precision`. */
export function digitsOf(env: Environment, field: Field): number | undefined {
  if (typeof field.digits !== 'string') return field.digits;
  return precision(env, field.digits);
}

export function precision(env: Environment, name: string): number {
  const row = env.store.ids('decimal.precision').find((id) => env.store.row('decimal.precision', id)?.name === name);
  const digits = row === undefined ? undefined : env.store.row('decimal.precision', row)?.digits;
  return typeof digits === 'number' ? digits : 2;
}

export function convert(env: Environment, model: string, name: string, field: Field, value: Json): Json {
  switch (field.type) {
    case 'float':
    case 'monetary':
      return toFloat(env, field, value);
    case 'integer':
      return toInteger(value);
    case 'boolean':
      return Boolean(value);
    case 'many2one':
      return toTarget(env, field, value);
    case 'selection':
      return toChoice(model, name, field, value);
    case 'datetime':
    case 'date':
      return toTime(value, field.type);
    case 'json':
      return value;
    default:
      return value === null || value === false || value === '' ? (value === '' ? '' : false) : toText(value);
  }
}

function toFloat(env: Environment, field: Field, value: Json): number {
  if (typeof value === 'string' && !/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value))
    throw valueError(`could not convert string to float: '${value}'`);
  const number = value === null || value === false ? 0 : value === true ? 1 : Number(value);
  const digits = digitsOf(env, field);
  return digits === undefined ? number : roundTo(number, digits);
}

function toInteger(value: Json): number {
  if (typeof value === 'string' && !/^\s*[+-]?\d+\s*$/.test(value))
    throw valueError(`invalid literal for int() with base 10: '${value}'`);
  return value === null || value === false ? 0 : Math.trunc(Number(value));
}

function toTarget(env: Environment, field: Field, value: Json): Json {
  if (typeof value !== 'number') return false;
  const relation = field.relation ?? '';
  if (!env.store.row(relation, value)) throw missingError(relation, value, env.uid);
  return value;
}

function toChoice(model: string, name: string, field: Field, value: Json): Json {
  if (value === null || value === false || value === '') return false;
  if (field.selection?.some(([key]) => key === value)) return value;
  throw valueError(`Wrong value for ${model}.${name}: ${typeof value === 'string' ? `'${value}'` : String(value)}`);
}

function toTime(value: Json, type: 'date' | 'datetime'): Json {
  if (value === null || value === false || value === '') return false;
  const text = String(value);
  const match = /^(\d{4}-\d{2}-\d{2})(?: (\d{2}:\d{2}:\d{2}))?$/.exec(text);
  if (!match || Number.isNaN(Date.parse(match[1] ?? ''))) {
    if (/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}./.test(text))
      throw valueError(`unconverted data remains: ${text.slice(19)}`);
    throw valueError(`time data '${text}' does not match format '%Y-%m-%d${type === 'datetime' ? ' %H:%M:%S' : ''}'`);
  }
  return type === 'date' ? (match[1] ?? false) : `${match[1]} ${match[2] ?? '00:00:00'}`;
}

const toText = (value: Json): Json => {
  const text = typeof value === 'string' ? value : value === true ? 'True' : JSON.stringify(value);
  if (text.includes('\0')) throw valueError('A string literal cannot contain NUL (0x00) characters.');
  return text;
};
