/**
 * What is never written, whoever asks. Odoo accepts these writes and does nothing of what they stand for: a state
 * without its stock moves, a quantity without its valuation (19.0 and 14.0, measured). Reasons are in one table.
 */

/** Denied in every call of ours, besides the state of any document. */
const SILENT: Readonly<Record<string, readonly string[]>> = {
  'mrp.production': ['product_qty', 'qty_produced', 'reservation_state'],
  'stock.move': ['product_uom_qty'],
  'stock.quant': ['quantity', 'reserved_quantity', 'inventory_quantity'],
};

/** Denied to who names the fields himself; the intents for these things write some of them in their right order. */
const BY_HAND: Readonly<Record<string, readonly string[]>> = {
  'mrp.production': ['qty_producing', 'lot_producing_id', 'lot_producing_ids', 'move_raw_ids', 'move_finished_ids'],
  'mrp.workorder': ['qty_produced', 'qty_producing', 'duration'],
  'mrp.unbuild': ['product_qty', 'lot_id'],
  'stock.move': ['quantity', 'quantity_done', 'picked', 'product_id', 'product_uom', 'location_id', 'location_dest_id'],
  'stock.move.line': ['quantity', 'qty_done', 'picked', 'lot_id', 'lot_name', 'location_id', 'location_dest_id'],
  'stock.picking': ['move_line_ids', 'move_ids', 'move_lines'],
  'stock.quant': ['inventory_quantity_auto_apply', 'inventory_quantity_set', 'lot_id', 'location_id', 'product_id'],
  'stock.lot': ['product_id', 'company_id'],
  'stock.production.lot': ['product_id', 'company_id'],
  'uom.uom': ['factor', 'factor_inv', 'relative_factor', 'relative_uom_id', 'category_id', 'rounding', 'uom_type'],
  'product.product': ['uom_id', 'uom_po_id', 'product_tmpl_id'],
  'product.template': ['uom_id', 'uom_po_id'],
  'account.move': ['line_ids', 'payment_state', 'amount_residual', 'name', 'posted_before'],
};

/** Never the affair of the plant: users and rights, programs inside Odoo, settings, its own book-keeping. */
const SEALED =
  /^(res\.(users|groups|company|config)|ir\.(?!attachment$)|base\.|base_|account\.move\.line$|mail\.mail$|bus\.)/;

const isState = (field: string): boolean => field === 'state' || field.startsWith('state_');

export const silentlyWrong = (model: string, field: string): boolean =>
  field === 'state' || (SILENT[model]?.includes(field) ?? false);

/** A new record may be given its first quantities, but no state, and no stock out of nowhere. */
export const silentlyMade = (model: string, field: string): boolean =>
  field === 'state' || (model === 'stock.quant' && ['quantity', 'reserved_quantity'].includes(field));

/** Why a person's own choice of model and field is refused; nothing when it may be written. */
export function deniedByHand(model: string, field: string, purpose: 'create' | 'write'): string | undefined {
  if (isState(field)) return 'is never written: the state would change and nothing would have happened';
  if (model === 'stock.quant' && field.includes('quantity')) return 'is stock without a move; use a stock count';
  if (purpose === 'create') return undefined;
  const denied = silentlyWrong(model, field) || (BY_HAND[model]?.includes(field) ?? false);
  return denied
    ? 'is never written directly: Odoo would change it without what belongs to it; use its intent'
    : undefined;
}

export const isSealed = (model: string): boolean => SEALED.test(model);

/** Methods that undo a record's past, carry something out twice, or have an intent or a posting mode of their own. */
const DENIED_METHODS: Readonly<Record<string, readonly string[]>> = {
  'stock.scrap': ['action_validate', 'do_scrap'],
  'mrp.unbuild': ['action_validate', 'action_unbuild'],
  'stock.quant': ['action_apply_inventory', 'action_set_inventory_quantity_to_zero', 'action_clear_inventory_quantity'],
  'mrp.production': ['button_mark_done', 'set_qty_producing', 'button_unbuild', 'action_generate_serial'],
  'stock.picking': ['button_validate'],
  'sale.order': ['action_confirm'],
  'account.move': ['action_post'],
  'repair.order': ['action_repair_end', 'action_repair_done'],
};

/** What every model has: reading and writing have intents and nodes of their own, deleting has none. */
const GENERAL =
  /^(_|create$|write$|unlink$|load$|copy|import|web_|name_create$|sudo$|with_|browse$|search|read|fields_|export_data$|message_post|activity_schedule|toggle_active$|action_(un)?archive$|check_access|has_access|invalidate|flush|modified$|exists$|onchange)/;

export const isDeniedMethod = (model: string, method: string): boolean =>
  GENERAL.test(method) || isSealed(model) || (DENIED_METHODS[model]?.includes(method) ?? false);
