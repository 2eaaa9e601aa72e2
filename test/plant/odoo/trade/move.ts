/** Stock moves as purchasing knows them. */
import { MRP_MOVE } from '../mrp/move.ts';
import { many2one } from '../orm/field.ts';
import type { Model } from '../orm/model.ts';

export const TRADE_MOVE: Model = {
  ...MRP_MOVE,
  fields: { ...MRP_MOVE.fields, purchase_line_id: many2one('purchase.order.line', { onDelete: 'set null' }) },
};
