/** Stock moves as purchasing, sales and repairs know them. */
import { MRP_MOVE } from '../mrp/move.ts';
import { many2one } from '../orm/field.ts';
import type { Model } from '../orm/model.ts';
import { placePart, REPAIR_MOVE_FIELDS } from '../repair/order.ts';

export const TRADE_MOVE: Model = {
  ...MRP_MOVE,
  fields: {
    ...MRP_MOVE.fields,
    ...REPAIR_MOVE_FIELDS,
    purchase_line_id: many2one('purchase.order.line', { onDelete: 'set null' }),
    sale_line_id: many2one('sale.order.line', { onDelete: 'set null' }),
  },
  prepare: (env, vals) => {
    if (typeof vals.repair_id === 'number' && !vals.location_id) {
      const repair = env.browse('repair.order', vals.repair_id);
      Object.assign(vals, placePart(repair, vals.repair_line_type), { origin: repair.get('name') });
    }
    MRP_MOVE.prepare?.(env, vals);
  },
};
