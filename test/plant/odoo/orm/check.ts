/** What must hold after a create or write: required fields and the constraints of the model. */
import { validationError } from './error.ts';
import type { Rec } from './record.ts';

const label = (name: string, given: string | undefined): string =>
  given ??
  name
    .replace(/_ids?$/, '')
    .replace(/_/g, ' ')
    .replace(/\b[a-z]/g, (letter) => letter.toUpperCase());

export const fieldLabel = (record: Rec, name: string): string => label(name, record.model.fields[name]?.label);

export function checkConstraint(record: Rec, fields: readonly string[]): void {
  for (const name of fields) {
    const field = record.model.fields[name];
    if (
      !field?.required ||
      field.compute ||
      field.type === 'boolean' ||
      field.type === 'float' ||
      field.type === 'integer'
    )
      continue;
    const value = record.raw(name);
    if (value !== false && value !== null) continue;
    throw validationError(
      `The operation cannot be completed: Missing required value for the field '${fieldLabel(record, name)}' (${name}).\n` +
        `Model: '${record.model.label}' (${record.model.name})\n- create/update: a mandatory field is not set\n` +
        '- delete: another model requires the record being deleted, you can archive it instead\n',
    );
  }
  record.model.check?.(record, fields);
}
