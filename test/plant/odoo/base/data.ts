/** The rows a fresh database has: company, users, units, locations, operation types, sequences, precisions. */
import { CRM_DATA } from '../crm/lead.ts';
import { MAINTENANCE_DATA } from '../maintenance/data.ts';
import type { Store } from '../orm/store.ts';
import type { Row } from '../orm/value.ts';
import { WORLD_ROWS } from './world.ts';

type Seed = readonly [table: string, id: number, externalId: string, row: Row];

export const ADMIN_UID = 2;
export const INTEGRATION_UID = 5;

const UNITS: readonly (readonly [number, string, string, number, number | false, number])[] = [
  [1, 'unit', 'Units', 1, false, 100],
  [2, 'pack_6', 'Pack of 6', 6, 1, 600],
  [3, 'dozen', 'Dozens', 12, 1, 1200],
  [4, 'hour', 'Hours', 1, false, 100],
  [5, 'day', 'Days', 8, 4, 800],
  [6, 'minute', 'Minutes', 0.0166667, 4, 1],
  [7, 'millimeter', 'mm', 1, false, 100],
  [8, 'cm', 'cm', 10, 7, 1000],
  [9, 'meter', 'm', 100, 8, 1000],
  [11, 'square_meter', 'm²', 1, false, 100],
  [12, 'milliliter', 'ml', 1, false, 100],
  [13, 'litre', 'L', 1000, 12, 1000],
  [15, 'gram', 'g', 1, false, 100],
  [16, 'kgm', 'kg', 1000, 15, 1000],
  [17, 'ton', 'Ton', 1000, 16, 1000],
  [30, 'kwh', 'KWH', 1, false, 100],
];

const LOCATIONS: readonly (readonly [number, string, string, string, number | false, number | false])[] = [
  [1, 'stock.stock_location_suppliers', 'Vendors', 'supplier', false, false],
  [2, 'stock.stock_location_customers', 'Customers', 'customer', false, false],
  [4, '', 'WH', 'view', false, 1],
  [5, 'stock.stock_location_stock', 'Stock', 'internal', 4, 1],
  [11, '', 'Inventory adjustment', 'inventory', false, 1],
  [12, '', 'Production', 'production', false, 1],
];

const SEQUENCES: readonly (readonly [number, string, string | false, string, number])[] = [
  [3, 'My Company Sequence in', false, 'WH/IN/', 5],
  [4, 'My Company Sequence out', false, 'WH/OUT/', 5],
  [9, 'My Company Sequence internal', false, 'WH/INT/', 5],
  [11, 'My Company Sequence scrap', 'stock.scrap', 'SP/', 5],
  [14, 'Serial Numbers', 'stock.lot.serial', '', 7],
  [16, 'Unbuild', 'mrp.unbuild', 'UB/', 5],
  [19, 'My Company Sequence production', false, 'WH/MO/', 5],
];

const TYPES: readonly (readonly [number, string, string, string, string, number, number, number, boolean])[] = [
  [1, 'stock.picking_type_in', 'Receipts', 'incoming', 'IN', 3, 1, 5, true],
  [2, 'stock.picking_type_out', 'Delivery Orders', 'outgoing', 'OUT', 4, 5, 2, true],
  [7, 'stock.picking_type_internal', 'Internal Transfers', 'internal', 'INT', 9, 5, 5, false],
  [11, '', 'Manufacturing', 'mrp_operation', 'MO', 19, 5, 5, true],
];

const LOSSES: readonly (readonly [number, string, string, string, boolean, number])[] = [
  [1, 'block_reason0', 'Material Availability', 'availability', true, 1],
  [2, 'block_reason1', 'Equipment Failure', 'availability', true, 2],
  [3, 'block_reason2', 'Setup and Adjustments', 'availability', true, 3],
  [4, 'block_reason4', 'Reduced Speed', 'performance', false, 5],
  [5, 'block_reason5', 'Process Defect', 'quality', true, 6],
  [6, 'block_reason6', 'Reduced Yield', 'quality', true, 7],
  [7, 'block_reason7', 'Fully Productive Time', 'productive', false, 0],
];

const PRECISIONS = ['Product Unit', 'Percentage Analytic', 'Product Price', 'Discount', 'Stock Weight', 'Volume'];

const user = (id: number, name: string, login: string, partner_id: number, more: Row): Seed => [
  'res.users',
  id,
  '',
  { name, login, partner_id, company_id: 1, lang: 'en_US', active: true, ...more },
];

const people = (login: string): Seed[] => [
  ['res.partner', 1, 'base.main_partner', { name: 'My Company', active: true }],
  ['res.partner', 2, 'base.partner_root', { name: 'OdooBot', active: false }],
  ['res.partner', 3, 'base.partner_admin', { name: 'Administrator', active: true }],
  ['res.partner', 6, '', { name: 'Integration', email: 'integration@example.test', active: true }],
  ['res.company', 1, 'base.main_company', { name: 'My Company', partner_id: 1, currency_id: 1 }],
  user(1, 'OdooBot', '__system__', 2, { active: false, is_administrator: true }),
  user(ADMIN_UID, 'Administrator', 'admin', 3, { is_administrator: true, group_ids: [4] }),
  user(INTEGRATION_UID, 'Integration', login, 6, { tz: 'UTC', email: 'integration@example.test' }),
];

const places = (): Seed[] => [
  ...LOCATIONS.map(
    ([id, external, name, usage, location_id, company_id]): Seed => [
      'stock.location',
      id,
      external,
      { name, usage, location_id, company_id, active: true, barcode: id === 5 ? 'WHSTOCK' : false },
    ],
  ),
  ['ir.model', 901, 'sale.model_sale_order', { name: 'Sales Order', model: 'sale.order' }],
  ...SEQUENCES.map(
    ([id, name, code, prefix, padding]): Seed => [
      'ir.sequence',
      id,
      '',
      { name, code, prefix, padding, number_next_actual: 1 },
    ],
  ),
  [
    'stock.warehouse',
    1,
    'stock.warehouse0',
    {
      name: 'My Company',
      code: 'WH',
      active: true,
      company_id: 1,
      view_location_id: 4,
      lot_stock_id: 5,
      in_type_id: 1,
      out_type_id: 2,
      int_type_id: 7,
      manu_type_id: 11,
    },
  ],
  ...TYPES.map(
    ([id, external, name, code, sequence_code, sequence_id, from, to, active]): Seed => [
      'stock.picking.type',
      id,
      external,
      {
        name,
        code,
        sequence_code,
        sequence_id,
        active,
        sequence: id,
        warehouse_id: 1,
        company_id: 1,
        return_picking_type_id: code === 'incoming' ? 2 : code === 'outgoing' ? 1 : false,
        default_location_src_id: from,
        default_location_dest_id: to,
        reservation_method: 'at_confirm',
        create_backorder: 'ask',
        use_create_lots: code === 'incoming' || code === 'mrp_operation',
        use_existing_lots: code !== 'incoming',
      },
    ],
  ),
];

const WEEK = [0, 1, 2, 3, 4];

const hours = (): Seed[] => [
  [
    'resource.calendar',
    1,
    'resource.resource_calendar_std',
    { name: 'Standard 40 hours/week', tz: 'UTC', hours_per_day: 8, active: true, company_id: 1 },
  ],
  ...WEEK.flatMap((day): Seed[] => [
    [
      'resource.calendar.attendance',
      day * 2 + 1,
      '',
      { name: 'Morning', calendar_id: 1, dayofweek: String(day), hour_from: 8, hour_to: 12, day_period: 'morning' },
    ],
    [
      'resource.calendar.attendance',
      day * 2 + 2,
      '',
      {
        name: 'Afternoon',
        calendar_id: 1,
        dayofweek: String(day),
        hour_from: 13,
        hour_to: 17,
        day_period: 'afternoon',
      },
    ],
  ]),
];

const rest = (uuid: string, major: number): Seed[] => [
  ...WORLD_ROWS,
  ...UNITS.map(
    ([id, external, name, relative_factor, relative_uom_id, sequence]): Seed => [
      'uom.uom',
      id,
      `uom.product_uom_${external}`,
      { name, relative_factor, relative_uom_id, sequence, active: ![3, 8].includes(id) },
    ],
  ),
  ...LOSSES.map(
    ([id, external, name, loss_type, manual, sequence]): Seed => [
      'mrp.workcenter.productivity.loss',
      id,
      `mrp.${external}`,
      { name, loss_type, manual, sequence },
    ],
  ),
  ...PRECISIONS.map(
    (name, at): Seed => ['decimal.precision', at + 1, at === 0 ? 'uom.decimal_product_uom' : '', { name, digits: 2 }],
  ),
  ['ir.model', 9, 'base.model_res_users', { name: 'User', model: 'res.users' }],
  ['ir.model', 1, 'mrp.model_mrp_production', { name: 'Manufacturing Order', model: 'mrp.production' }],
  ['ir.model', 2, 'stock.model_stock_picking', { name: 'Transfer', model: 'stock.picking' }],
  ['ir.model', 3, 'stock.model_stock_lot', { name: 'Lot/Serial', model: 'stock.lot' }],
  ['ir.model', 4, 'mrp.model_mrp_workorder', { name: 'Work Order', model: 'mrp.workorder' }],
  ['ir.model', 5, 'stock.model_stock_move', { name: 'Stock Move', model: 'stock.move' }],
  ['ir.model', 6, 'base.model_ir_cron', { name: 'Scheduled Actions', model: 'ir.cron' }],
  ['ir.model', 7, 'product.model_product_product', { name: 'Product Variant', model: 'product.product' }],
  ['ir.model', 8, 'purchase.model_purchase_order', { name: 'Purchase Order', model: 'purchase.order' }],
  ['res.groups', 1, 'base.group_user', { name: 'Role / User' }],
  ['res.groups', 4, 'base.group_system', { name: 'Role / Administrator' }],
  ['mail.activity.type', 4, 'mail.mail_activity_data_todo', { name: 'To-Do' }],
  ['product.category', 1, 'product.product_category_goods', { name: 'Goods' }],
  ['ir.config_parameter', 1, '', { key: 'database.uuid', value: uuid }],
  ...['base', 'mail', 'product', 'uom', 'stock', 'mrp', 'mrp_account', 'stock_account', 'maintenance'].map(
    (name, at): Seed => [
      'ir.module.module',
      at + 1,
      '',
      { name, shortdesc: name, state: 'installed', latest_version: `${major}.0.1.0` },
    ],
  ),
];

/** Fills an empty store and leaves no way back. */
export function plantBaseData(
  store: Store,
  options: { uuid: string; login: string; major: number; now: string },
): void {
  const log = { create_uid: 1, create_date: options.now, write_uid: 1, write_date: options.now };
  for (const [table, id, externalId, row] of [
    ...people(options.login),
    ...places(),
    ...hours(),
    ...rest(options.uuid, options.major),
    ...MAINTENANCE_DATA,
    ...CRM_DATA,
  ]) {
    store.insert(table, { ...row, ...log }, id);
    const dot = externalId.indexOf('.');
    if (dot > 0)
      store.insert('ir.model.data', {
        module: externalId.slice(0, dot),
        name: externalId.slice(dot + 1),
        model: table,
        res_id: id,
        noupdate: true,
        ...log,
      });
  }
  store.commit();
}
