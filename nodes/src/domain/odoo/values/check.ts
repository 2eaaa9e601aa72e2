/**
 * The value guard: values somebody chose, against the fields of the database they go to. Pure; what only Odoo knows
 * (whether a record exists) is named for `guard.ts` to ask. Nothing is corrected in silence except blanks around a
 * text and the way a moment is written.
 */
import type { Issue } from '../../failure.ts';
import { deniedByHand } from './denied.ts';
import type { Field, Fields } from './field.ts';
import { isCommand, isValues, lineCommand, recordId, wholeSet } from './relation.ts';
import { type Plain, plainValue } from './scalar.ts';

/** `compare`: nothing is written, so what may never be written may be named. */
export type Purpose = 'create' | 'write' | 'compare';

/** `false` empties a field; a list of numbers is a whole set of records, a list of lines are new lines. */
export type Checked = Plain | false | readonly number[] | readonly Line[];
export type CheckedValues = Readonly<Record<string, Checked>>;
/** One line of a record: new, changed, or (with neither) deleted. */
export interface Line {
  readonly id?: number;
  readonly values?: CheckedValues;
}

export interface Reference {
  readonly path: string;
  readonly model: string;
  readonly ids: readonly number[];
}

export interface Finding {
  readonly values: CheckedValues;
  readonly references: readonly Reference[];
  readonly issues: readonly Issue[];
  /** Required, not given, and perhaps filled by a default. */
  readonly absent: readonly string[];
}

/** Fields of a model that lines refer to; undefined where nobody knows them. */
export type FieldsOf = (model: string) => Fields | undefined;

interface Walk {
  readonly fieldsOf: FieldsOf;
  readonly references: Reference[];
  readonly issues: Issue[];
}

export function checkValues(
  model: string,
  values: Readonly<Record<string, unknown>>,
  purpose: Purpose,
  fieldsOf: FieldsOf,
): Finding {
  const walk: Walk = { fieldsOf, references: [], issues: [] };
  const checked = checkRecord(walk, model, values, purpose, '');
  const absent = purpose === 'create' ? missing(fieldsOf(model), values) : [];
  return { values: checked, references: walk.references, issues: walk.issues, absent };
}

const missing = (fields: Fields | undefined, values: Readonly<Record<string, unknown>>): string[] =>
  [...(fields ?? [])]
    .filter(([name, field]) => field.required && !field.filled && !(name in values))
    .map(([name]) => name);

function checkRecord(
  walk: Walk,
  model: string,
  values: Readonly<Record<string, unknown>>,
  purpose: Purpose,
  prefix: string,
): CheckedValues {
  const fields = walk.fieldsOf(model);
  const checked: Record<string, Checked> = {};
  for (const [name, value] of Object.entries(values)) {
    const path = `${prefix}${name}`;
    const refuse = (rule: string) => void walk.issues.push({ path, rule, ...shown(value) });
    const field = fields?.get(name);
    const denied = purpose === 'compare' ? undefined : deniedByHand(model, name, purpose);
    if (denied) refuse(denied);
    else if (!field) refuse(`is no field of ${model} here`);
    else if (purpose !== 'compare' && (field.locked || name === 'id'))
      refuse('is read-only: Odoo would drop the value without a word');
    else {
      const verdict = checkField(walk, field, value, purpose, path);
      if ('value' in verdict) checked[name] = verdict.value;
      else if (verdict.rule !== '') refuse(verdict.rule);
    }
  }
  return checked;
}

/** An empty rule: its findings are noted already, further down. */
type Judged = { readonly value: Checked } | { readonly rule: string };

function checkField(walk: Walk, field: Field, value: unknown, purpose: Purpose, path: string): Judged {
  if (value === null || value === false) {
    if (field.type === 'boolean') return value === false ? { value } : { rule: 'is true or false' };
    if (field.required) return { rule: 'is required' };
    const isNumber = ['integer', 'float', 'monetary'].includes(field.type);
    return isNumber ? { rule: 'is a number; Odoo takes an empty one as 0' } : { value: false };
  }
  if (field.type === 'many2one') {
    const id = recordId(value);
    if ('value' in id) walk.references.push({ path, model: field.relation ?? '', ids: [id.value] });
    return id;
  }
  if (field.type === 'many2many') {
    const ids = wholeSet(value);
    if ('value' in ids) walk.references.push({ path, model: field.relation ?? '', ids: ids.value });
    return ids;
  }
  if (field.type === 'one2many') return checkLines(walk, field, value, purpose, path);
  return plainValue(field, value) ?? { rule: `has the type ${field.type}, which cannot be written from outside` };
}

function checkLines(walk: Walk, field: Field, value: unknown, purpose: Purpose, path: string): Judged {
  if (!Array.isArray(value)) return { rule: 'is a list of lines' };
  const model = field.relation ?? '';
  const before = walk.issues.length;
  const lines = value.flatMap((entry: unknown, index): Line[] => {
    const at = `${path}[${index}]`;
    const command: readonly unknown[] = isValues(entry) ? [0, 0, entry] : isCommand(entry) ? entry : [];
    const rule = lineCommand(command, purpose === 'create' ? 'create' : 'write');
    if (rule) walk.issues.push({ path: at, rule, ...shown(entry) });
    const [what, id, values] = command;
    if (rule || !walk.fieldsOf(model)) return [];
    if (what === 2) return [{ id: id as number }];
    const nested = checkRecord(
      walk,
      model,
      values as Record<string, unknown>,
      what === 0 ? 'create' : 'write',
      `${at}.`,
    );
    return [what === 0 ? { values: nested } : { id: id as number, values: nested }];
  });
  return walk.issues.length > before ? { rule: '' } : { value: lines };
}

function shown(value: unknown): { value?: string } {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value);
  return { value: text.replaceAll('\0', '\\0').slice(0, 80) };
}
