/** What an order consists of in Odoo 19, as far as the plant must know of it. */
import type { OrderTables } from '../../changes/order-tables.ts';

export const orderTables: OrderTables = {
  group: 'production_group_id',
  start: 'date_start',
  end: 'date_finished',
  /** A scrap of the order hangs on the same fields as its components. */
  notScrap: ['scrap_id', '=', false],
};
