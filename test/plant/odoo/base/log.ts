/** Columns every table has. */
import { datetime, type Field, many2one } from '../orm/field.ts';

export const LOG_FIELDS: Readonly<Record<string, Field>> = {
  create_uid: many2one('res.users', { readonly: true, copy: false }),
  create_date: datetime({ readonly: true, copy: false }),
  write_uid: many2one('res.users', { readonly: true, copy: false }),
  write_date: datetime({ readonly: true, copy: false }),
};
