/** The tables whose changes may change an order, by the names that differ between versions. */
import type { Row, Watch } from './row.ts';

export interface OrderTables {
  /** What the parts of a split order have in common. */
  readonly group: string;
  readonly start: string;
  readonly end: string;
  readonly notScrap: readonly [string, string, unknown];
}

export interface OrderWatch extends Watch {
  /** Order records a row belongs to. */
  orders(row: Row): readonly number[];
}

const reference = (value: unknown): readonly number[] =>
  Array.isArray(value) && typeof value[0] === 'number' ? [value[0]] : [];

export function orderWatches(tables: OrderTables): readonly OrderWatch[] {
  const { group, start, end } = tables;
  return [
    {
      ...{ name: 'order', model: 'mrp.production', domain: [] },
      fields: ['name', 'state', 'product_id', 'product_qty', 'product_uom_id', start, end, 'bom_id', 'priority', group],
      orders: (row) => [row.id],
    },
    {
      ...{ name: 'operation', model: 'mrp.workorder', domain: [] },
      fields: ['production_id', 'name', 'workcenter_id', 'duration_expected'],
      orders: ({ values }) => reference(values['production_id']),
    },
    {
      ...{ name: 'component', model: 'stock.move' },
      domain: ['|', ['raw_material_production_id', '!=', false], ['production_id', '!=', false]],
      fields: ['raw_material_production_id', 'production_id', 'product_id', 'product_uom_qty', 'product_uom', 'state'],
      orders: ({ values }) => [
        ...reference(values['raw_material_production_id']),
        ...reference(values['production_id']),
      ],
    },
  ];
}
