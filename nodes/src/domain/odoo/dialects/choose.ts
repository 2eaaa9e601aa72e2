/** Which dialect speaks to which version. 14 and 19 are proven on real servers; what lies between is refused by name. */
import type { Failure } from '../../failure.ts';
import { type ErpProfile, fail, ok, type Result } from '../../ports.ts';
import type { Dialect } from '../dialect.ts';
import { odoo14 } from './v14/dialect.ts';
import { odoo19 } from './v19/dialect.ts';

export const chooseDialect = (profile: ErpProfile): Result<Dialect> =>
  forVersion(profile, { v14: odoo14, v19: odoo19 });

/** The rows of a table that hold for this server. Nothing outside this file asks for the version. */
export function forVersion<T>(profile: ErpProfile, table: { readonly v14: T; readonly v19: T }): Result<T> {
  if (profile.major >= 19) return ok(table.v19);
  if (profile.major === 14) return ok(table.v14);
  return fail(unsupported(profile));
}

/** For what must be said of every version, also of one that is not served yet: a drill, a set-up, what is taken away again. */
export const bySince = <T>(major: number, since: number, row: { readonly before: T; readonly after: T }): T =>
  major >= since ? row.after : row.before;

const unsupported = (profile: ErpProfile): Failure => ({
  code: 'odoo-version-unsupported',
  class: 'configuration',
  attempted: 'choose the calls for this version',
  on: profile.database,
  reason: `Odoo ${profile.version} is not served yet`,
  nextStep: 'Use Odoo 19 (or 14), or ask for the dialect of your version.',
});
