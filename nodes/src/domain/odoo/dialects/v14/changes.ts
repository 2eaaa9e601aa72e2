/** What an order consists of in Odoo 14, as far as the plant must know of it. */
import type { OrderTables } from '../../changes/order-tables.ts';

export const orderTables: OrderTables = {
  group: 'procurement_group_id',
  start: 'date_planned_start',
  end: 'date_planned_finished',
  notScrap: ['scrapped', '=', false],
};
