/** One plain value against its field. What Odoo would take and silently change is refused here. */
import { type Amount, amount, fits, toFloat } from '../amount.ts';
import type { Field } from './field.ts';
import { dayOf, momentOf } from './moment.ts';

export type Plain = string | number | boolean;
export type Verdict<T = Plain> = { readonly value: T } | { readonly rule: string };

export const INT_MAX = 2_147_483_647;
const NUMBER = /^-?\d+(\.\d+)?$/;
/** NUL and halves of a surrogate pair: PostgreSQL holds neither. */
export const UNSTORABLE = /\0|\p{Surrogate}/u;

/** `undefined` for types that are no plain value. */
export function plainValue(field: Field, value: unknown): Verdict | undefined {
  switch (field.type) {
    case 'char':
    case 'text':
    case 'html':
    case 'binary':
      return textValue(field, value);
    case 'integer':
    case 'many2one_reference':
      return integerValue(value);
    case 'float':
    case 'monetary':
      return floatValue(field, value);
    case 'boolean':
      return typeof value === 'boolean' ? { value } : { rule: 'is true or false; Odoo takes the text "false" as true' };
    case 'selection':
      return choiceValue(field, value);
    case 'date':
      return timeValue(value, dayOf, 'is a day of the calendar such as 2026-11-20');
    case 'datetime':
      return timeValue(value, momentOf, 'is a moment with its zone such as 2026-11-20T08:00:00Z');
    default:
      return undefined;
  }
}

function textValue({ type, trims, size, required }: Field, value: unknown): Verdict {
  if (typeof value !== 'string') return { rule: 'is a text; a number loses its leading zeros' };
  if (UNSTORABLE.test(value)) return { rule: 'contains characters that no database stores' };
  const text = type === 'char' && trims ? value.trim() : value;
  if (required && text === '') return { rule: 'is required' };
  if (size !== undefined && [...text].length > size) return { rule: `has at most ${size} characters` };
  return { value: text };
}

function integerValue(value: unknown): Verdict {
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isInteger(number)) return { rule: 'is a whole number' };
  return Math.abs(number) <= INT_MAX ? { value: number } : { rule: `lies between -${INT_MAX} and ${INT_MAX}` };
}

function floatValue({ digits }: Field, value: unknown): Verdict {
  const exact = numberOf(value);
  if (!exact) return { rule: 'is a number such as 2.5 or "2.5"; Odoo takes an empty one as 0' };
  if (digits !== undefined && !fits(exact, digits)) return { rule: `has at most ${digits} decimals; Odoo rounds it` };
  const float = toFloat(exact);
  return Number.isFinite(float) && amount(float).equals(exact)
    ? { value: float }
    : { rule: 'has more digits than Odoo holds' };
}

function numberOf(value: unknown): Amount | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? amount(value) : undefined;
  return typeof value === 'string' && NUMBER.test(value) ? amount(value) : undefined;
}

function choiceValue({ choices = [] }: Field, value: unknown): Verdict {
  if (typeof value === 'string' && choices.includes(value)) return { value };
  return { rule: `is one of ${choices.slice(0, 20).join(', ')}` };
}

function timeValue(value: unknown, read: (text: string) => string | undefined, rule: string): Verdict {
  const time = typeof value === 'string' ? read(value) : undefined;
  return time === undefined ? { rule } : { value: time };
}
