/** One value in the form in which `create` and `write` take it, against its field. */
import { amount, fits } from '../amount.ts';
import type { Field } from './field.ts';
import { dayOf, momentOf } from './moment.ts';
import { isMade } from './relation.ts';
import { INT_MAX, UNSTORABLE } from './scalar.ts';

export interface Broken {
  readonly rule: string;
  /** Odoo holds the number, but with fewer decimals. */
  readonly isDecimals?: true;
}

/** What no field takes: JSON turns NaN into null, which Odoo stores as 0; PostgreSQL holds no NUL. */
export function unsendable(value: unknown): Broken | undefined {
  if (typeof value === 'number' && !Number.isFinite(value)) return { rule: 'is no number; Odoo would store 0' };
  const isUnstorable = typeof value === 'string' && UNSTORABLE.test(value);
  return isUnstorable ? { rule: 'contains characters that no database stores' } : undefined;
}

export const NUMERIC: readonly string[] = ['integer', 'float', 'monetary'];

/** Undefined when Odoo takes the value as it is; also for types whose values nobody can judge from outside. */
export function brokenValue(field: Field, value: unknown): Broken | undefined {
  if (field.type === 'boolean') return typeof value === 'boolean' ? undefined : { rule: 'is true or false' };
  if (value === null || value === false || value === '') return brokenEmpty(field, value);
  switch (field.type) {
    case 'char':
    case 'text':
    case 'html':
    case 'binary':
      return typeof value === 'string' ? brokenText(field, value) : { rule: 'is a text' };
    case 'integer':
    case 'many2one_reference':
      return brokenInteger(value);
    case 'float':
    case 'monetary':
      return typeof value === 'number' ? brokenDecimals(field, value) : { rule: 'is a number' };
    case 'many2one':
      return isMade(value) ? undefined : { rule: 'is the database id of a record; Odoo would empty the field' };
    case 'selection':
      return brokenChoice(field, value);
    case 'date':
      return typeof value === 'string' && dayOf(value) === value ? undefined : { rule: 'is a day: 2026-11-20' };
    case 'datetime':
      return typeof value === 'string' && isOwnMoment(value) ? undefined : { rule: 'is a moment: 2026-11-20 08:00:00' };
    default:
      return undefined;
  }
}

/** What Odoo fills by itself, it also fills when it is given nothing. */
function brokenEmpty({ type, required, filled }: Field, value: null | false | ''): Broken | undefined {
  if (NUMERIC.includes(type)) return { rule: 'is a number; Odoo takes an empty one as 0' };
  if (value === '' && !['char', 'text', 'html', 'binary', 'selection'].includes(type))
    return { rule: 'is empty; false empties it' };
  return required && !filled ? { rule: 'is required' } : undefined;
}

/** Odoo cuts a text that is too long. */
export function brokenText({ size }: Field, text: string): Broken | undefined {
  return size !== undefined && [...text].length > size ? { rule: `has at most ${size} characters` } : undefined;
}

function brokenInteger(value: unknown): Broken | undefined {
  if (typeof value !== 'number' || !Number.isInteger(value)) return { rule: 'is a whole number' };
  return Math.abs(value) <= INT_MAX ? undefined : { rule: `lies between -${INT_MAX} and ${INT_MAX}` };
}

export function brokenDecimals({ digits }: Field, value: string | number): Broken | undefined {
  if (digits === undefined || fits(amount(value), digits)) return undefined;
  return { rule: `has at most ${digits} decimals; Odoo rounds it`, isDecimals: true };
}

export function brokenChoice({ choices }: Field, value: unknown): Broken | undefined {
  if (choices === undefined || (typeof value === 'string' && choices.includes(value))) return undefined;
  return { rule: `is one of ${choices.slice(0, 20).join(', ')}` };
}

/** Odoo's own form only: what carries a zone would be refused or shifted. */
export const isOwnMoment = (text: string): boolean => text[10] === ' ' && momentOf(text) === text;
