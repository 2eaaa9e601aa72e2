/**
 * The last look at a change before it leaves for Odoo, whoever made it: an intent's own values, in the form in which they
 * are sent. Pure. Only what Odoo would change, drop or empty without a word is refused; what it refuses loudly by itself
 * (a record that is gone, a required field that nobody filled) is left to Odoo, which alone knows what it fills.
 */
import type { Issue } from '../../failure.ts';
import type { ErpCall } from '../../ports.ts';
import { brokenCell } from './cell.ts';
import type { FieldsOf } from './check.ts';
import { silentlyMade, silentlyWrong } from './denied.ts';
import type { Field } from './field.ts';
import { isCommand, isMade, isValues, leavesOrphans } from './relation.ts';
import { type Broken, brokenValue, unsendable } from './sent.ts';

export interface Outgoing {
  readonly issues: readonly Issue[];
  /** `decimals`: Odoo would round; `denied`: never written at all; the rest is in the words of the issues. */
  readonly kinds: ReadonlySet<Kind>;
  /** Models whose fields were needed and known, and those that nobody knows yet. */
  readonly used: ReadonlySet<string>;
  readonly unknown: ReadonlySet<string>;
  /** Fields that their models were not known to have: not there, or not shown to this user. */
  readonly strangers: readonly Stranger[];
}

export interface Stranger {
  readonly model: string;
  readonly name: string;
}

type Kind = 'value' | 'decimals' | 'denied';
type Purpose = 'create' | 'write';

interface Look {
  readonly fieldsOf: FieldsOf;
  readonly issues: Issue[];
  readonly kinds: Set<Kind>;
  readonly used: Set<string>;
  readonly unknown: Set<string>;
  readonly strangers: Stranger[];
}

/** Calls that carry values; every other method is an action whose arguments are no fields. */
export const carriesValues = ({ method }: ErpCall): boolean => ['create', 'write', 'load'].includes(method);

export function checkOutgoing(call: ErpCall, fieldsOf: FieldsOf): Outgoing {
  const look: Look = { fieldsOf, issues: [], kinds: new Set(), used: new Set(), unknown: new Set(), strangers: [] };
  const { model, method, args = {} } = call;
  if (method === 'load') checkRows(look, model, args);
  if (method === 'write' && isValues(args.vals)) checkRecord(look, model, args.vals, 'write', model);
  if (method === 'create') {
    const all: unknown[] = Array.isArray(args.vals_list) ? args.vals_list : [args.vals_list];
    for (const vals of all) if (isValues(vals)) checkRecord(look, model, vals, 'create', model);
  }
  return look;
}

/** Undefined when nobody here knows the field: Odoo refuses one that is not there, and 14 takes one that it does not show. */
function fieldOf(look: Look, model: string, name: string): Field | undefined {
  const fields = look.fieldsOf(model);
  (fields ? look.used : look.unknown).add(model);
  const field = fields?.get(name);
  if (fields && !field) look.strangers.push({ model, name });
  return field;
}

/** Why a value is not sent; undefined when nothing is wrong with it, or when it was noted further down. */
type Verdict = (Broken & { readonly isDenied?: true }) | undefined;

function note(look: Look, path: string, value: unknown, verdict: Verdict): void {
  if (!verdict) return;
  look.kinds.add(verdict.isDenied ? 'denied' : verdict.isDecimals ? 'decimals' : 'value');
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? typeof value);
  look.issues.push({ path, rule: verdict.rule, value: text.replaceAll('\0', '\\0').slice(0, 80) });
}

const NEVER: Verdict = { rule: 'is never written: Odoo would change it without what belongs to it', isDenied: true };

function checkRecord(
  look: Look,
  model: string,
  values: Readonly<Record<string, unknown>>,
  purpose: Purpose,
  prefix: string,
): void {
  for (const [name, value] of Object.entries(values)) {
    // What is undefined is not sent at all.
    if (value === undefined) continue;
    const path = `${prefix}.${name}`;
    note(look, path, value, ofValue(look, { model, name, value, purpose, path }));
  }
}

interface Sent {
  readonly model: string;
  readonly name: string;
  readonly value: unknown;
  readonly purpose: Purpose;
  readonly path: string;
}

function ofValue(look: Look, sent: Sent): Verdict {
  const { model, name, value, purpose } = sent;
  const isDenied = purpose === 'create' ? silentlyMade(model, name) : silentlyWrong(model, name);
  if (isDenied) return NEVER;
  const raw = unsendable(value);
  if (raw) return raw;
  const field = fieldOf(look, model, name);
  if (!field) return undefined;
  return field.type === 'one2many' || field.type === 'many2many'
    ? ofCommands(look, field, sent)
    : brokenValue(field, value);
}

function ofCommands(look: Look, field: Field, { value, purpose, path }: Sent): Verdict {
  if (value === false) return undefined;
  if (!Array.isArray(value)) return { rule: 'is a list of commands' };
  for (const [index, entry] of (value as unknown[]).entries()) {
    const at = `${path}[${index}]`;
    note(look, at, entry, ofCommand(field, entry));
    const [what, , values] = isCommand(entry) ? entry : [];
    if ((what === 0 || what === 1) && isValues(values))
      checkRecord(look, field.relation ?? '', values, what === 0 ? 'create' : purpose, at);
  }
  return undefined;
}

function ofCommand(field: Field, entry: unknown): Verdict {
  if (!isCommand(entry)) return { rule: 'is no command of Odoo' };
  const rule = leavesOrphans(entry, field.type);
  return rule === undefined ? undefined : { rule };
}

/** Rows of `load`: every cell is text, an empty one is not set. */
function checkRows(look: Look, model: string, args: Readonly<Record<string, unknown>>): void {
  const fields = Array.isArray(args.fields) ? (args.fields as string[]) : [];
  const rows = Array.isArray(args.data) ? (args.data as unknown[][]) : [];
  for (const [index, column] of fields.entries()) {
    for (const row of rows) {
      const cell = row[index];
      if (cell !== '') note(look, `${model}.${column}`, cell, ofCell(look, model, column.split('/'), cell));
    }
  }
}

function ofCell(look: Look, model: string, [name = '', ...rest]: string[], cell: unknown): Verdict {
  if (typeof cell !== 'string') return { rule: 'is a text, as every cell of a table' };
  const raw = unsendable(cell);
  if (raw || name === 'id') return raw;
  if (name === '.id') return isMade(Number(cell)) ? undefined : { rule: 'is the database id of a record' };
  if (silentlyMade(model, name)) return NEVER;
  const field = fieldOf(look, model, name);
  if (!field) return undefined;
  if (field.type === 'one2many' && rest.length > 0) return ofCell(look, field.relation ?? '', rest, cell);
  return brokenCell(field, rest[0], cell);
}
