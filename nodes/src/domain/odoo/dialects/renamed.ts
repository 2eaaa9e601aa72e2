/**
 * Names of Odoo 14 that 19 calls otherwise. The dialects speak both; what a flow names itself (a read, a followed model, an
 * intent about any record) it must be told. `model` undefined: unlike any other name, wherever it stands.
 */
import { bySince } from './choose.ts';

export interface Renamed {
  readonly model?: string;
  readonly before: string;
  readonly after: string;
}

export const RENAMED_MODELS: Readonly<Record<string, string>> = {
  'stock.production.lot': 'stock.lot',
  'procurement.group': 'stock.reference, or production_group_id of the order',
};

export const RENAMED_FIELDS: readonly Renamed[] = [
  { before: 'date_planned_start', after: 'date_start' },
  { before: 'date_planned_finished', after: 'date_finished' },
  { before: 'lot_producing_id', after: 'lot_producing_ids' },
  { before: 'procurement_group_id', after: 'production_group_id' },
  { before: 'reserved_availability', after: 'quantity, with picked false' },
  { before: 'quantity_done', after: 'quantity, with picked true' },
  { before: 'qty_done', after: 'quantity, with picked true' },
  { before: 'groups_id', after: 'group_ids' },
  { model: 'stock.picking', before: 'move_lines', after: 'move_ids' },
  { model: 'stock.picking', before: 'move_ids_without_package', after: 'move_ids' },
  { model: 'purchase.order.line', before: 'product_uom', after: 'product_uom_id' },
  { model: 'sale.order.line', before: 'product_uom', after: 'product_uom_id' },
  { model: 'stock.scrap', before: 'move_id', after: 'move_ids' },
  { model: 'uom.uom', before: 'category_id', after: 'relative_uom_id' },
  { model: 'uom.uom', before: 'factor_inv', after: 'relative_factor' },
  { model: 'product.supplierinfo', before: 'name', after: 'partner_id' },
  { model: 'product.product', before: 'uom_po_id', after: 'uom_id' },
];

/** Whether a server of this version goes by the new names. */
export const speaksAfter = (major: number): boolean => bySince(major, 19, { before: false, after: true });

export const fieldAfter = (model: string, field: string): string | undefined =>
  RENAMED_FIELDS.find((row) => row.before === field && (row.model ?? model) === model)?.after;
