/** Locations, warehouses and operation types. */
import { boolean, char, integer, many2one, selection } from '../orm/field.ts';
import { model } from '../orm/model.ts';
import type { Rec } from '../orm/record.ts';

const USAGES = {
  supplier: 'Vendor',
  view: 'Virtual',
  internal: 'Internal',
  customer: 'Customer',
  inventory: 'Inventory Loss',
  production: 'Production',
  transit: 'Transit',
};

const completeName = (record: Rec): string => {
  const parent = record.one('location_id');
  return parent && record.text('usage') !== 'view'
    ? `${completeName(parent)}/${record.text('name')}`
    : record.text('name');
};

const path = (record: Rec): string => {
  const parent = record.one('location_id');
  return `${parent ? path(parent) : ''}${record.id}/`;
};

export const location = model({
  name: 'stock.location',
  label: 'Inventory Locations',
  access: 'r',
  order: 'complete_name, id',
  displayName: completeName,
  fields: {
    name: char({ required: true }),
    complete_name: char({ compute: completeName }),
    active: boolean({ default: true }),
    usage: selection(USAGES, { required: true, default: 'internal' }),
    location_id: many2one('stock.location'),
    company_id: many2one('res.company'),
    warehouse_id: many2one('stock.warehouse', { compute: (record) => warehouseOf(record)?.id ?? false }),
    parent_path: char({ compute: path }),
    barcode: char(),
  },
});

/** The warehouse whose view location is an ancestor. */
function warehouseOf(record: Rec): Rec | undefined {
  const ancestors = path(record).split('/').map(Number);
  return record.env.search('stock.warehouse').find((house) => ancestors.includes(house.num('view_location_id')));
}

/** Moving out of or into such a place is not limited by stock. */
export const bypassesReservation = (place: Rec): boolean =>
  ['supplier', 'customer', 'inventory', 'production'].includes(place.text('usage'));

export const isInside = (place: Rec, root: Rec): boolean =>
  place.text('parent_path').startsWith(root.text('parent_path'));

export const warehouse = model({
  name: 'stock.warehouse',
  label: 'Warehouse',
  access: 'r',
  fields: {
    name: char({ required: true }),
    code: char({ required: true }),
    active: boolean({ default: true }),
    company_id: many2one('res.company', { required: true }),
    view_location_id: many2one('stock.location', { required: true }),
    lot_stock_id: many2one('stock.location', { required: true }),
    manu_type_id: many2one('stock.picking.type'),
    int_type_id: many2one('stock.picking.type'),
    in_type_id: many2one('stock.picking.type'),
    out_type_id: many2one('stock.picking.type'),
  },
});

export const pickingType = model({
  name: 'stock.picking.type',
  label: 'Picking Type',
  access: 'r',
  order: 'sequence, id',
  displayName: (record) => {
    const house = record.one('warehouse_id');
    return house ? `${house.displayName}: ${record.text('name')}` : record.text('name');
  },
  fields: {
    name: char({ required: true }),
    active: boolean({ default: true }),
    sequence: integer({ default: 10 }),
    code: selection(
      {
        incoming: 'Receipt',
        outgoing: 'Delivery',
        internal: 'Internal Transfer',
        mrp_operation: 'Manufacturing',
        repair_operation: 'Repair',
      },
      { required: true },
    ),
    sequence_code: char({ required: true }),
    sequence_id: many2one('ir.sequence'),
    warehouse_id: many2one('stock.warehouse'),
    company_id: many2one('res.company'),
    return_picking_type_id: many2one('stock.picking.type'),
    default_location_src_id: many2one('stock.location', { required: true }),
    default_location_dest_id: many2one('stock.location', { required: true }),
    reservation_method: selection(
      { at_confirm: 'At Confirmation', manual: 'Manually', by_date: 'Before scheduled date' },
      { default: 'at_confirm' },
    ),
    create_backorder: selection({ ask: 'Ask', always: 'Always', never: 'Never' }, { required: true, default: 'ask' }),
    use_create_lots: boolean({ default: true }),
    use_existing_lots: boolean({ default: true }),
  },
});

export const packages = model({
  name: 'stock.package',
  label: 'Package',
  access: 'rwcu',
  fields: { name: char({ required: true }) },
});

export const LOCATION_MODELS = [location, warehouse, pickingType, packages];
