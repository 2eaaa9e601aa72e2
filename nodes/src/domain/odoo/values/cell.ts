/** One cell of `load`, where everything is text, against its field. */
import type { Field } from './field.ts';
import { dayOf } from './moment.ts';
import { isMade } from './relation.ts';
import { type Broken, brokenChoice, brokenDecimals, brokenText, isOwnMoment, NUMERIC } from './sent.ts';

const NUMBER = /^-?\d+(\.\d+)?$/;
/** Odoo takes every other word as true, with a warning that nobody reads. */
const TRUTH: readonly string[] = ['0', '1', 'true', 'false', 'True', 'False'];

/** `by` is what follows the name: `.id` for database ids, `id` for external ids, nothing for a name. */
export function brokenCell(field: Field, by: string | undefined, text: string): Broken | undefined {
  if (by === '.id') return brokenIds(field, text);
  if (by === 'id' || field.relation !== undefined) return undefined;
  if (NUMERIC.includes(field.type) || field.type === 'many2one_reference') return brokenNumber(field, text);
  switch (field.type) {
    case 'char':
    case 'text':
    case 'html':
      return brokenText(field, text);
    case 'boolean':
      return TRUTH.includes(text) ? undefined : { rule: 'is 0 or 1; Odoo takes other words as true' };
    case 'selection':
      return brokenChoice(field, text);
    case 'date':
      return dayOf(text) === text ? undefined : { rule: 'is a day: 2026-11-20' };
    case 'datetime':
      return isOwnMoment(text) ? undefined : { rule: 'is a moment: 2026-11-20 08:00:00' };
    default:
      return undefined;
  }
}

function brokenIds({ type }: Field, text: string): Broken | undefined {
  const ids = type === 'many2many' ? text.split(',') : [text];
  return ids.every((id) => isMade(Number(id))) ? undefined : { rule: 'is the database id of a record' };
}

function brokenNumber(field: Field, text: string): Broken | undefined {
  if (!NUMBER.test(text)) return { rule: 'is a number' };
  if (field.type === 'integer' && !Number.isInteger(Number(text))) return { rule: 'is a whole number' };
  return brokenDecimals(field, text);
}
