/** How the demo company comes into its database: rows by external id, and stock that was counted. */
import type { Control } from './control.ts';
import { idsOf, isObject } from './orm/value.ts';

export const id = (name: string): string => `demo.${name.toLowerCase().replaceAll('-', '_')}`;

/** One row by its external id. */
export function put(control: Control, model: string, row: Readonly<Record<string, string>>): number {
  const answer = control.call(model, 'load', [], { fields: Object.keys(row), data: [Object.values(row)] });
  const ids = isObject(answer) ? idsOf(answer.ids) : [];
  const [found] = ids;
  if (found === undefined) throw new Error(`${model}: ${JSON.stringify(answer)}`);
  return found;
}

export function count(control: Control, code: string, quantity: number, lot?: number): void {
  const [product] = control.records('product.product', [['default_code', '=', code]], ['id']);
  const quant = {
    product_id: product?.id ?? false,
    location_id: stockLocation(control),
    inventory_quantity_auto_apply: quantity,
    ...(lot === undefined ? {} : { lot_id: lot }),
  };
  control.call('stock.quant', 'create', [], { vals_list: [quant] }, { inventory_mode: true });
}

const stockLocation = (control: Control): number => {
  const [house] = control.records('stock.warehouse', [], ['lot_stock_id']);
  return idsOf(house?.lot_stock_id)[0] ?? 0;
};
