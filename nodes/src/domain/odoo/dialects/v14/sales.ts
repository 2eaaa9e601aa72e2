/** Sales in Odoo 14: a warning has a degree of its own, texts are plain. */
import type { SalesTable } from '../sales.ts';

export const sales14: SalesTable = {
  lineUnit: 'product_uom',
  description: (lines) => lines.join('\n'),
  warning: (text) =>
    text === undefined
      ? { sale_warn: 'no-message', sale_warn_msg: false }
      : { sale_warn: 'block', sale_warn_msg: text },
  limit: (amount) => ({ credit_limit: amount }),
};
