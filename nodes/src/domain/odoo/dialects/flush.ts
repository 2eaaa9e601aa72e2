/** How code inside Odoo has everything written down; since 16 the environment does it at once. */
import { bySince } from './choose.ts';

export const flushOf = (major: number): string =>
  bySince(major, 16, { before: "env['base'].flush()", after: 'env.flush_all()' });
