/** What goes wrong and how it is said. */
import type { Tape } from './tape.ts';

export async function errors(tape: Tape): Promise<void> {
  const { plant } = tape;
  const calls: [string, string, object][] = [
    ['nix.model', 'read', {}],
    ['stock.lot', 'nixmethod', {}],
    ['stock.lot', '_private', {}],
    ['stock.lot', 'create', {}],
    ['stock.lot', 'create', { ids: [1], vals_list: [] }],
    ['stock.lot', 'create', { vals_list: [] }],
    ['stock.lot', 'create', { vals_list: [{ name: 'ax' }] }],
    ['stock.lot', 'create', { vals_list: [{ name: 'ax', product_id: 9_999_999 }] }],
    ['stock.lot', 'create', { vals_list: [{ nix: 'ax' }] }],
    ['stock.lot', 'create', { vals_list: [{ name: 'ax', product_id: 'text' }] }],
    ['stock.lot', 'search_read', { domains: [] }],
    ['stock.lot', 'search', {}],
    ['stock.lot', 'search', { domain: [['nix', '=', 1]] }],
    ['stock.lot', 'search', { domain: [['name', '~~', 1]] }],
    ['stock.lot', 'search', { domain: [['name', '=']] }],
    ['stock.lot', 'search', { domain: 'x' }],
    ['stock.lot', 'search', { domain: [['create_date', '>', '2026-01-01T00:00:00Z']] }],
    ['stock.lot', 'search', { domain: [['create_date', '>', 'foo']] }],
    ['stock.lot', 'search_read', { domain: [], fields: ['nix'] }],
    ['stock.lot', 'search_read', { domain: [], order: 'nix' }],
    ['stock.lot', 'read', { ids: [9_999_999] }],
    ['stock.lot', 'read', { ids: ['1'] }],
    ['stock.lot', 'read', { ids: [plant.lots[0]], nix: 1 }],
    ['stock.lot', 'write', { vals: { ref: 'x' } }],
    ['stock.lot', 'write', { ids: [plant.lots[0]] }],
    ['stock.lot', 'write', { ids: [9_999_999], vals: { ref: 'x' } }],
    ['stock.lot', 'unlink', { ids: [9_999_999] }],
    ['stock.lot', 'unlink', { ids: [plant.lots[0]] }],
    ['res.partner', 'write', { ids: [1], vals: { nix: 1 } }],
    ['ir.model.data', 'check_object_reference', { module: 'uom', xml_id: 'nix' }],
    ['ir.model.data', 'check_object_reference', { module: 'uom' }],
    ['ir.config_parameter', 'get_param', { key: 'database.uuid' }],
    ['decimal.precision', 'precision_get', { application: 'Product Unit' }],
    ['product.product', 'has_access', { operation: 'create' }],
    ['mrp.production', 'has_access', { ids: [], operation: 'create' }],
    ['product.product', 'create', { vals_list: [{ name: 'x' }] }],
    ['mrp.production', 'action_confirm', {}],
    ['mrp.production', 'button_mark_done', {}],
    ['mrp.production', 'set_qty_producing', {}],
    ['mrp.production', 'action_confirm', { ids: [9_999_999] }],
    ['mrp.production', 'create', { vals_list: [{ product_id: plant.fg, product_qty: 0 }] }],
    ['quality.alert', 'fields_get', {}],
  ];
  for (const [model, method, body] of calls) await tape.call(JSON.stringify(Object.keys(body)), model, method, body);
}

export async function loading(tape: Tape): Promise<void> {
  const x = (name: string): string => `${tape.prefix}.${name}`;
  const lot = ['id', 'name', 'product_id/id'];
  const once = { mode: 'update', noupdate: true };
  const load = async (
    model: string,
    fields: readonly string[],
    data: unknown[][],
    context: object = {},
  ): Promise<void> => {
    const { status, body } = await tape.client.call(model, 'load', { fields, data, context });
    tape.log(`${model} ${JSON.stringify(data).replaceAll(tape.prefix, 'p')}`, [
      status,
      Array.isArray(body.ids) ? { ...body, ids: body.ids.length } : body,
    ]);
  };
  await load('stock.lot', lot, [[x('l1'), 'M1', x('nix')]]);
  await load('stock.lot', lot, [[x('l1'), '', x('rmb')]]);
  await load('stock.lot', lot, [
    [x('l1'), 'M1', x('rmb')],
    [x('l2'), 'M2', x('nix')],
  ]);
  await load('stock.lot', ['id', 'name', 'product_id'], [[x('l1'), 'M1', 'nobody']]);
  await load('stock.lot', ['id', 'name', 'product_id/.id'], [[x('l1'), 'M1', '9999999']]);
  await load('stock.lot', lot, [[x('l1'), 'M1', x('rmb')]]);
  await load('stock.lot', lot, [[x('l1'), 'M1 again', x('rmb')]], once);
  await load('stock.lot', lot, [[x('l3'), 'M3', x('rmb')]], once);
  await load('stock.lot', lot, [[x('l3'), 'M3 again', x('rmb')]], once);
  await load('stock.lot', lot, [['', 'M4', x('rmb')]], once);
  await load('stock.lot', lot, [[x('l5'), 'M5', true]]);
  await load('stock.lot', ['id', 'name', 'nix'], [[x('l5'), 'M5', '']]);
  await load('stock.lot', lot, [[x('fg'), 'M6', x('rmb')]]);
  await load('stock.lot', lot, [[x('l7'), 'B1', x('rmb')]]);
  await load('stock.lot', lot, [
    [x('l8'), 'M8', x('rmb')],
    [x('l8'), 'M9', x('rmb')],
  ]);
  await load('stock.scrap', ['id', 'product_id/id', 'scrap_qty'], [[x('s1'), x('rma'), 'abc']]);
  await load('stock.scrap', ['id', 'product_id/id', 'scrap_qty'], [[x('s1'), x('rma'), '1,5']]);
  const order = ['id', 'product_id/id', 'product_qty'];
  await load('mrp.production', [...order, 'date_start'], [[x('m1'), x('fg'), '5', '2026-12-01T08:00:00Z']]);
  await load('mrp.production', [...order, 'priority'], [[x('m1'), x('fg'), '5', 'xxx']]);
  await load('mrp.production', [...order, 'priority'], [[x('m1'), x('fg'), '5', 'Urgent']]);
  await load('mrp.production', order, [[x('m2'), x('fg'), '-5']]);
  await load('mrp.production', order, [[x('m3'), x('fg'), '']]);
  await load('mrp.production', order, [[x('m4'), '', '3']]);
  await load('product.product', ['id', 'name'], [[x('p1'), 'x']]);
  const named = [
    ['name', '=like', 'M%'],
    ['product_id', '=', tape.plant.rmB],
  ];
  await tape.records('left behind', 'stock.lot', named, ['name']);
}
