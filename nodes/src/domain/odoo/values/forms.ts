/** Checked values in the two forms Odoo takes: cells of `load`, where everything is text, and values of `write`. */

import type { Checked, CheckedValues, FieldsOf, Line } from './check.ts';
import type { Field, Fields } from './field.ts';

type Cells = Readonly<Record<string, string>>;

const isLines = (value: Checked): value is readonly Line[] => Array.isArray(value) && typeof value[0] === 'object';

/**
 * Rows of `load` for one new record: the record with its first lines, then further lines with empty cells for the
 * record. Records are named by their database id.
 */
export function loadRows(model: string, values: CheckedValues, fieldsOf: FieldsOf): readonly Cells[] {
  const fields = fieldsOf(model);
  const rows: Record<string, string>[] = [{}];
  for (const [name, value] of Object.entries(values)) {
    const field = fields?.get(name);
    if (!isLines(value)) {
      Object.assign(rows[0] ?? {}, cell(name, field, value));
      continue;
    }
    for (const [index, line] of value.entries()) {
      rows[index] ??= {};
      for (const [sub, inner] of Object.entries(line.values ?? {})) {
        Object.assign(rows[index] ?? {}, cell(`${name}/${sub}`, fieldsOf(field?.relation ?? '')?.get(sub), inner));
      }
    }
  }
  return rows;
}

function cell(name: string, field: Field | undefined, value: Checked): Cells {
  const isRelation = field?.relation !== undefined;
  return { [isRelation ? `${name}/.id` : name]: textOf(field, value) };
}

function textOf(field: Field | undefined, value: Checked): string {
  if (field?.type === 'boolean') return value === true ? '1' : '0';
  return value === false ? '' : String(value);
}

export function writeVals(values: CheckedValues): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, written(value)]));
}

function written(value: Checked): unknown {
  if (!Array.isArray(value)) return value;
  if (!isLines(value)) return [[6, 0, value]];
  return value.map(({ id, values }) => {
    if (id === undefined) return [0, 0, writeVals(values ?? {})];
    return values ? [1, id, writeVals(values)] : [2, id, 0];
  });
}

/**
 * Fields in which a record differs from what it should show. Lines are not compared: they are records of their own.
 * Odoo cleans the text of an html field, so of that only emptiness counts.
 */
export function differing(fields: Fields, wanted: CheckedValues, shown: Readonly<Record<string, unknown>>): string[] {
  return Object.keys(wanted).filter((name) => {
    const value = wanted[name] ?? false;
    const field = fields.get(name);
    return field !== undefined && field.type !== 'one2many' && !isShown(field, value, shown[name]);
  });
}

function isShown({ type, digits }: Field, value: Checked, shown: unknown): boolean {
  if (type === 'many2one') return value === (Array.isArray(shown) ? shown[0] : shown);
  if (type === 'many2many') {
    const ids = Array.isArray(shown) ? [...(shown as number[])].sort((one, other) => one - other) : [];
    return JSON.stringify(ids) === JSON.stringify(value || []);
  }
  if (type === 'html') return (value === '' || value === false) === (shown === '' || shown === false);
  if (typeof value === 'number' && typeof shown === 'number' && type !== 'integer') return near(value, shown, digits);
  return shown === value || (shown === false && value === '');
}

/** Computed floats carry noise behind their last digit. */
const near = (one: number, other: number, digits = 9): boolean => Math.abs(one - other) < 0.5 * 10 ** -digits;
