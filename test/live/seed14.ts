/** What Odoo 14 needs written out: an order created by an API call gets components, products and work orders from us. */
import type { Erp } from '../../nodes/src/domain/ports.ts';
import { must, type OrderedPlant } from './seed.ts';

type Row = Record<string, unknown>;
const idOf = (value: unknown): number => (value as [number, string])[0];

/** Values of `mrp.production.create` for `quantity` of the plant's finished good. */
export async function orderValues14(erp: Erp, plant: OrderedPlant, quantity: number): Promise<Row> {
  const read = (model: string, domain: readonly unknown[], fields: readonly string[]) =>
    must<Row[]>(erp, { model, method: 'search_read', args: { domain, fields, order: 'id' } });
  const [production] = await read('stock.location', [['usage', '=', 'production']], ['name']);
  const [product] = await read('product.product', [['id', '=', plant.fg.id]], ['uom_id']);
  const lines = await read(
    'mrp.bom.line',
    [['bom_id', '=', plant.bom]],
    ['product_id', 'product_uom_id', 'product_qty'],
  );
  const extras = await read(
    'mrp.bom.byproduct',
    [['bom_id', '=', plant.bom]],
    ['product_id', 'product_uom_id', 'product_qty'],
  );
  const operations = await read(
    'mrp.routing.workcenter',
    [['bom_id', '=', plant.bom]],
    ['name', 'workcenter_id', 'time_cycle_manual'],
  );
  const inside = { location_id: plant.stockLocation, location_dest_id: production?.['id'] };
  const outside = { location_id: production?.['id'], location_dest_id: plant.stockLocation };
  const unit = idOf(product?.['uom_id']);
  const move = (row: Row, more: Row) => [
    0,
    0,
    {
      name: 'Plan',
      product_id: idOf(row['product_id']),
      product_uom: idOf(row['product_uom_id']),
      product_uom_qty: (row['product_qty'] as number) * quantity,
      ...more,
    },
  ];
  return {
    product_id: plant.fg.id,
    product_uom_id: unit,
    bom_id: plant.bom,
    product_qty: quantity,
    move_raw_ids: lines.map((row) => move(row, { ...inside, bom_line_id: row['id'] })),
    move_finished_ids: [
      [
        0,
        0,
        {
          name: 'Plan',
          product_id: plant.fg.id,
          product_uom: unit,
          product_uom_qty: quantity,
          byproduct_id: false,
          ...outside,
        },
      ],
    ],
    move_byproduct_ids: extras.map((row) => move(row, { ...outside, byproduct_id: row['id'] })),
    workorder_ids: operations.map((row) => [
      0,
      0,
      {
        name: row['name'],
        workcenter_id: idOf(row['workcenter_id']),
        operation_id: row['id'],
        product_uom_id: unit,
        duration_expected: (row['time_cycle_manual'] as number) * quantity,
        consumption: 'warning',
      },
    ]),
  };
}
