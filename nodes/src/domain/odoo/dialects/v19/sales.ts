/** Sales in Odoo 19. */
import { paragraph } from '../../html.ts';
import type { SalesTable } from '../sales.ts';

export const sales19: SalesTable = {
  lineUnit: 'product_uom_id',
  description: paragraph,
  warning: (text) => ({ sale_warn_msg: text ?? false }),
  // The limit counts only with its switch.
  limit: (amount) => ({ use_partner_credit_limit: true, credit_limit: amount }),
};
